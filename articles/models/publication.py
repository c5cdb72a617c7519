"""The Publication: the site itself, one row."""

from __future__ import annotations

import hashlib
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models

from articles.models.versioned import Versioned

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"})


def text_direction(language: str) -> str:
    """'rtl' or 'ltr' for a BCP 47 language tag."""
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


class Publication(Versioned):
    """Name, language, time zone and look. Read once for each page by the context processor."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=100, default="Masthead")
    tagline = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, default="en", help_text="BCP 47, such as en or pt-BR")
    time_zone = models.CharField(max_length=64, default="UTC")
    accent = models.CharField(
        max_length=7,
        default="#9a3412",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give the accent as #rrggbb, such as #9a3412.")],
    )
    navigation = models.JSONField(default=list, blank=True, help_text='[{"label": …, "url": …}]')

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="publication_is_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Publication:
        """The one row, with defaults while nobody has saved any settings."""
        return cls.objects.first() or cls()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def text_direction(self) -> str:
        return text_direction(self.language)

    @property
    def theme_version(self) -> str:
        """Changes with the look, so that /theme.css can be cached for good."""
        return hashlib.sha256(self.accent.encode()).hexdigest()[:8]
