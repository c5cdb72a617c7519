"""Shapes of what people type into an article: text becomes values; whether they may stand is the services' word."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.dateparse import parse_datetime

from articles import clock
from articles.models import Author

LARGEST_KEY = 2**63 - 1


def names_in(text: str) -> list[str]:
    """Names separated by commas or line breaks, each once; one that holds a comma stands in double quotes."""
    try:
        rows = list(csv.reader(text.splitlines(), skipinitialspace=True))
    except csv.Error as error:
        raise ValidationError("Separate the names with commas.") from error
    names = [" ".join(name.split()) for row in rows for name in row]
    return list({name.casefold(): name for name in names if name}.values())


def joined(names: list[str]) -> str:
    """The text that `names_in` reads as these names."""
    quoted = ['"{}"'.format(name.replace('"', '""')) if "," in name or '"' in name else name for name in names]
    return ", ".join(quoted)


class LocalDateTimeField(forms.Field):
    """A date and time on the publication's clock; the value is a moment in UTC, or None."""

    zone = ZoneInfo("UTC")

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            wall = parse_datetime(str(value).strip())
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None:
            raise ValidationError(f"“{str(value)[:40]}” is not a date and time such as 2026-03-31 09:00.")
        try:
            return clock.moment(wall, self.zone)
        except clock.NoSuchTime as error:
            raise ValidationError(str(error)) from error


class AuthorsField(forms.CharField):
    """Names or addresses of authors, in order; the value is their keys."""

    def clean(self, value: Any) -> list[int]:
        wanted = names_in(super().clean(value))
        lower = [name.lower() for name in wanted]
        is_meant = Q(lower_name__in=lower) | Q(slug__in=wanted)
        found = list(Author.objects.annotate(lower_name=Lower("name")).filter(is_meant)) if wanted else []
        return [_one_author(name, found) for name in wanted]


def _one_author(name: str, among: list[Author]) -> int:
    meant = [author for author in among if author.slug == name]
    meant = meant or [author for author in among if author.name.lower() == name.lower()]
    if not meant:
        raise ValidationError(f"There is no author named {name[:80]}. An editor can add one under Taxonomy.")
    if len(meant) > 1:
        addresses = " or ".join(sorted(author.slug for author in meant))
        raise ValidationError(f"Several authors are named {name}: write {addresses} instead.")
    return meant[0].pk


def _key() -> forms.IntegerField:
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), "Choose one of the list.")
    return forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, error_messages=messages)


class DraftForm(forms.Form):
    """A draft's fields as the editor's page has them. Each is read by itself, with `value_of`."""

    title = forms.CharField(required=False, strip=False)
    standfirst = forms.CharField(required=False, strip=False)
    slug = forms.CharField(required=False)
    section = _key()
    tags = forms.CharField(required=False)
    series = _key()
    series_part = forms.IntegerField(
        required=False, error_messages={"invalid": "A part is a whole number from 1 to 9,999."}
    )
    authors = AuthorsField(required=False)
    cover = _key()
    language = forms.CharField(error_messages={"required": "Give the language, such as en, ar or pt-BR."})
    pub_date = LocalDateTimeField(required=False)
    unpublish_at = LocalDateTimeField(required=False)
    seo_title = forms.CharField(required=False)
    seo_description = forms.CharField(required=False)

    def clean_tags(self) -> list[str]:
        return names_in(self.cleaned_data["tags"])


def value_of(name: str, text: str, zone: ZoneInfo) -> Any:
    """The value that `text` means in the DraftForm's field `name`. Raises ValidationError with one sentence."""
    form = DraftForm({name: text})
    form.fields = {name: form.fields[name]}
    if isinstance(field := form.fields[name], LocalDateTimeField):
        field.zone = zone
    if not form.is_valid():
        raise ValidationError(form.errors[name][0])
    return form.cleaned_data[name]
