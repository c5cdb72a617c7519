"""The Revision: an immutable snapshot of a whole draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.managers import RevisionQuerySet
from articles.models.article import Article


class Revision(models.Model):
    """A draft's fields and document as they were. A trigger refuses every update."""

    class Reason(models.TextChoices):
        PUBLISHED = "published", "Published"
        SCHEDULED = "scheduled", "Scheduled"
        BEFORE_RESTORE = "before_restore", "Before a restore"
        RESTORED = "restored", "Restored"
        NAMED = "named", "Kept by name"
        PAUSED = "paused", "A pause in writing"
        IMPORTED = "imported", "Imported"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(help_text="Counts within the article, from 1")
    reason = models.CharField(max_length=20, choices=Reason)
    name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    fields = models.JSONField(help_text="The draft's fields; dates in ISO 8601")
    document = models.JSONField()
    draft_version = models.PositiveBigIntegerField()
    body_version = models.PositiveBigIntegerField()
    word_count = models.PositiveIntegerField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique")]

    def __str__(self) -> str:
        return f"Revision {self.number} of {self.article_id}"
