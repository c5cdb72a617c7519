"""The Body: a draft's document as a checkpoint plus an append-only log of commits."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.body import document
from articles.models.article import Article


class Body(models.Model):
    """The document at `checkpoint_version`; the commits after it lead to `version`."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="body")
    epoch = models.UUIDField(default=uuid.uuid4, help_text="Changes when the document is replaced under its mirrors")
    version = models.PositiveBigIntegerField(default=0, help_text="Counts commits")
    schema_version = models.PositiveIntegerField(default=document.SCHEMA_VERSION)
    checkpoint = models.JSONField(default=document.empty)
    checkpoint_version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(checkpoint_version__lte=models.F("version")), name="body_checkpoint_not_ahead"
            )
        ]

    def __str__(self) -> str:
        return f"Body {self.pk} at {self.version}"


class BodyCommit(models.Model):
    """Steps that one writer made in one go. `version` is the body's version after it."""

    pk = models.CompositePrimaryKey("article", "version")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="body_commits")
    version = models.PositiveBigIntegerField()
    ref = models.UUIDField(help_text="The writer's own name for it: sent twice, stored once")
    client = models.CharField(max_length=64, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    steps = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "ref"], name="body_commit_once")]

    def __str__(self) -> str:
        return f"Commit {self.version} of body {self.article_id}"
