"""Where a piece belongs: one section, many tags, a place in a series."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.urls import reverse

from articles.managers import PlaceQuerySet
from articles.models.versioned import Versioned


class Term(Versioned):
    """What section, tag and series have in common: a name and an address."""

    name = models.CharField(max_length=100)
    slug = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True, max_length=2000)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"articles:{self._meta.model_name}", args=[self.slug])

    def get_feed_url(self) -> str:
        return reverse(f"articles:{self._meta.model_name}_feed", args=[self.slug, "rss.xml"])


class Section(Term):
    """The part of the publication a piece stands in."""

    position = models.PositiveIntegerField(default=0, help_text="Order on the home page")

    class Meta(Term.Meta):
        ordering = ["position", "name"]


class Tag(Term):
    """A subject. Names differ by more than case."""

    class Meta(Term.Meta):
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_name_unique")]
        indexes = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="tag_name_trigrams")]


class Series(Term):
    """Pieces that are read in order."""

    class Meta(Term.Meta):
        verbose_name_plural = "series"
