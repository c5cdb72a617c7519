"""The forms of the desk's plain pages: the shape of what they take. The rules are the services'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self
from zoneinfo import available_timezones

from django import forms
from django.db.models import Model, Q
from django.http import QueryDict

from articles.models.versioned import Versioned
from articles.services.guarding import Conflict, Refused, Stale
from people.models import User

OUT_OF_STEP = "This page is out of step with the server. Reload it; what you typed stays here until then."

MOVES = "When it changes, the old address leads on to the new one."


class ServiceForm(forms.Form):
    """A form that a service answers."""

    def send(self, service: Callable[..., Any]) -> int:
        """Calls the service with what was typed: 200 when it is done, 422 with its sentence at the field."""
        if not self.is_valid():
            return 422
        try:
            service(**self.wanted())
        except Refused as refused:
            return self.refuse(refused)
        return 200

    def wanted(self) -> dict[str, Any]:
        """What the service is called with."""
        return self.cleaned_data

    def refuse(self, refused: Refused) -> int:
        """Shows the service's sentence at the field it is about."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)
        return 422


class VersionedForm(ServiceForm):
    """A form about a row that others may change meanwhile. It sends only what its writer changed."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": OUT_OF_STEP, "invalid": OUT_OF_STEP}
    )
    conflicts: Sequence[dict[str, Any]] = ()

    @classmethod
    def of(cls, row: Versioned, posted: QueryDict | None = None) -> Self:
        """The form filled from the row, or as it was posted."""
        initial = {name: getattr(row, name) for name in cls.base_fields}
        shown = {f"initial-{name}": cls.base_fields[name].prepare_value(value) for name, value in initial.items()}
        return cls({**shown, **posted.dict()} if posted is not None else None, initial=initial)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"

    def wanted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in {*self.changed_data, "version"}}

    def refuse(self, refused: Refused) -> int:
        """409 with both values in `conflicts`, when somebody changed the same field; what was typed stays, and is what
        sending the form again puts in place."""
        if not isinstance(refused, Stale):
            return super().refuse(refused)
        self.conflicts = [self._conflict(name, both) for name, both in refused.conflicts.items()]
        theirs = {name: self.fields[name].prepare_value(both.theirs) for name, both in refused.conflicts.items()}
        shown = {f"initial-{name}": value for name, value in theirs.items()}
        self.data = {**self.data, **shown, "version": refused.version}
        return 409

    def _conflict(self, name: str, both: Conflict) -> dict[str, Any]:
        mine, theirs = self._told(name, both.mine), self._told(name, both.theirs)
        return {"label": self.fields[name].label or name, "mine": mine, "theirs": theirs}

    def _told(self, name: str, value: Any) -> Any:
        return str(value) if isinstance(value, Model) else self.fields[name].prepare_value(value)


def line(label: str | None = None, hint: str = "", **attributes: Any) -> forms.CharField:
    """One line of text; what it may hold is the service's to say."""
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=forms.TextInput(attributes))


def text(label: str | None = None, hint: str = "") -> forms.CharField:
    """Lines of text."""
    return forms.CharField(label=label, help_text=hint, required=False, strip=False, widget=forms.Textarea({"rows": 3}))


class LinksField(forms.CharField):
    """Links, one a line: `Label | address`."""

    widget = forms.Textarea({"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{link['label']} | {link['url']}" for link in value)

    def to_python(self, value: Any) -> Any:
        lines = [one.strip() for one in str(value or "").splitlines() if one.strip()]
        return [self._link(number, one) for number, one in enumerate(lines, 1)]

    def _link(self, number: int, written: str) -> dict[str, str]:
        label, bar, url = (part.strip() for part in written.rpartition("|"))
        if not (label and bar and url):
            raise forms.ValidationError(
                f"Line {number} needs a label, a bar and an address, such as: About | /articles/about/"
            )
        return {"label": label, "url": url}


# Sections, tags, series, authors


class TermForm(ServiceForm):
    """A new section, tag or series."""

    name = line(required=True)
    slug = line("Address", "Empty: made from the name.", autocapitalize="off", spellcheck="false")
    description = text(hint="Readers see it at the top of its page.")


class TermChangeForm(VersionedForm, TermForm):
    """A section, tag or series that is there."""

    slug = line("Address", MOVES, autocapitalize="off", spellcheck="false")


class AuthorForm(ServiceForm):
    """A new author."""

    name = line(hint="As it stands under a headline.", required=True)
    slug = line("Address", "Empty: made from the name.", autocapitalize="off", spellcheck="false")
    biography = text()
    links = LinksField(
        required=False, help_text="One a line: label, bar, address. Such as: Website | https://example.com"
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label="Signs in as",
        empty_label="Nobody",
        help_text="Their own new articles get this byline.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.initial.get("user")
        free = Q(author=None) | Q(pk=now.pk if now else None)
        self.fields["user"].queryset = User.objects.filter(free).order_by("name")  # type: ignore[attr-defined]


class AuthorChangeForm(VersionedForm, AuthorForm):
    """An author who is there."""

    slug = line("Address", MOVES, autocapitalize="off", spellcheck="false")


# Redirects and settings


class RedirectForm(ServiceForm):
    """An old address and where it leads."""

    path = line("Old address", "From the first slash, such as /2019/old-piece/", required=True, placeholder="/")
    target = line(
        "Leads to", "A path here, or a full address. An article's address is followed when it moves.", required=True
    )


class PublicationForm(VersionedForm):
    """The settings."""

    name = line(required=True)
    tagline = line(hint="One line under the name.")
    language = line(hint="A language tag, such as en, ar or pt-BR. New articles begin with it.", spellcheck="false")
    time_zone = forms.CharField(
        label="Time zone",
        widget=forms.Select(choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]),
    )
    accent = forms.CharField(
        widget=forms.TextInput({"type": "color"}),
        help_text="The one colour of its own. Text on it is black or white, whichever reads better.",
    )
    navigation = LinksField(
        required=False, help_text="One link a line: label, bar, address. Such as: About | /articles/about/"
    )
