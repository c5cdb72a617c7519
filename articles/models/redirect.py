"""The Redirect: an old address and where it leads now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.managers import RedirectQuerySet
from articles.models.article import Article


class Redirect(models.Model):
    """Leads to an article, wherever that is by then, or to an address of its own."""

    path = models.CharField(max_length=1000, unique=True, help_text="From the first slash, query included")
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="redirects")
    target = models.CharField(max_length=2000, blank=True, help_text="A path or a full address")
    is_automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="redirect_has_one_target",
                condition=models.Q(article=None) ^ models.Q(target=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.get_target()}"

    def get_target(self) -> str:
        """Where it leads; fetch with `select_related("article")`."""
        return self.article.get_absolute_url() if self.article and self.article.slug else self.target
