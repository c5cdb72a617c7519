"""The Event: one append-only row per domain action, the outbox and the audit trail."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


class EventQuerySet(models.QuerySet["Event"]):
    """Named reads of the journal."""

    def pending(self, older_than: timedelta = timedelta(0)) -> EventQuerySet:
        """Events not known to be handled, at least `older_than` old; those that failed before come last."""
        return self.filter(handled_at=None, at__lte=Now() - older_than).order_by("attempts", "id")

    def about(self, kind: str, key: object) -> EventQuerySet:
        """The history of one thing, newest first."""
        return self.filter(subject_kind=kind, subject_id=str(key)).order_by("-id")


class Event(models.Model):
    """Something that happened, written in the transaction that made it true. Only its handling changes after."""

    name = models.CharField(max_length=60, help_text="Dotted, past tense: article.published")
    app = models.CharField(max_length=30, help_text="The app whose signal carries this news")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(
        null=True, help_text="The user's id; no foreign key, so that history outlives people"
    )
    actor_name = models.CharField(max_length=150, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now(), editable=False)
    handled_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, help_text="How often its effects failed")

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["attempts", "id"], name="event_pending", condition=models.Q(handled_at=None)),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_id}"
