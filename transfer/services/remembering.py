"""What of a source was imported before."""

from __future__ import annotations

from django.db import models

from articles.models import Article
from transfer.models import ImportedItem

Kind = ImportedItem.Kind


class Memory:
    """The imported items of one source, by kind and by what they are called there."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.items = {(item.kind, item.key): item for item in ImportedItem.objects.filter(source=source)}

    def get(self, kind: str, key: str) -> ImportedItem | None:
        """The item, if it was imported before."""
        return self.items.get((kind, key))

    def is_unchanged(self, key: str, digest: str) -> bool:
        """Whether this piece was imported before, just as it is now."""
        item = self.get(Kind.PIECE, key)
        return item is not None and item.digest == digest

    def keep(self, kind: str, key: str, object_id: int, digest: str = "", **versions: int) -> None:
        """Notes what something became here."""
        item = self.get(kind, key) or ImportedItem(source=self.source, kind=kind, key=key)
        item.object_id, item.digest = object_id, digest
        item.draft_version, item.body_version = versions.get("draft_version"), versions.get("body_version")
        item.save()
        self.items[kind, key] = item

    def articles(self) -> models.QuerySet[Article]:
        """The articles that came from this source."""
        keys = ImportedItem.objects.filter(source=self.source, kind=Kind.PIECE).values("object_id")
        return Article.objects.filter(pk__in=keys)
