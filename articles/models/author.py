"""Authors and the bylines that name them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from articles.managers import PlaceQuerySet
from articles.models.versioned import Versioned


class Author(Versioned):
    """Who a byline names; perhaps also a user of the desk."""

    name = models.CharField(max_length=150)
    slug = models.CharField(max_length=170, unique=True)
    biography = models.TextField(blank=True, max_length=4000)
    links = models.JSONField(default=list, blank=True, help_text='[{"label": …, "url": …}]')
    picture = models.ForeignKey("library.Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="author"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.slug])

    def get_feed_url(self) -> str:
        return reverse("articles:author_feed", args=[self.slug, "rss.xml"])


class Byline(models.Model):
    """An author's place under a live article's headline."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="byline_once_per_author")]

    def __str__(self) -> str:
        return f"{self.author} ({self.position})"
