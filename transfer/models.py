"""What was imported before, so that importing again changes nothing that has not changed."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class ImportedItem(models.Model):
    """One thing from elsewhere and what it became here. It stays when that is renamed, and when it is gone."""

    class Kind(models.TextChoices):
        PIECE = "piece", "Piece"
        AUTHOR = "author", "Author"
        SECTION = "section", "Section"
        TAG = "tag", "Tag"
        FILE = "file", "File"

    source = models.CharField(max_length=300, help_text="Where it came from: a site's address, a folder's name")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=500, help_text="What it is called there, for good")
    object_id = models.BigIntegerField(help_text="The key of the article, author, section, tag or asset it became")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was read")
    draft_version = models.PositiveBigIntegerField(null=True, help_text="Of the draft as it was imported")
    body_version = models.PositiveBigIntegerField(null=True)
    imported_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="imported_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.source}"
