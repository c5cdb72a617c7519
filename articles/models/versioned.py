"""Rows that several people change: each field remembers the version at which it last changed (rule R8)."""

from __future__ import annotations

from django.db import models


class Versioned(models.Model):
    """`version` counts changes; `services/guarding.py` is the only one to advance it."""

    version = models.PositiveBigIntegerField(default=1, editable=False)
    field_versions = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True
