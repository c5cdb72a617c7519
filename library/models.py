"""Assets (uploaded or imported files) and their renditions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


def original_name(asset: Asset, filename: str) -> str:
    """Where an original lies: under its id, so that names from outside never become paths."""
    suffix = filename.rpartition(".")[2].lower()[:8] if "." in filename else "bin"
    return f"originals/{asset.uuid}.{suffix}"


def rendition_name(rendition: Rendition, filename: str) -> str:
    """Where a rendition lies: under its asset's id, the name telling its size and a hash of its bytes."""
    return f"renditions/{rendition.asset.uuid}/{filename}"


class AssetQuerySet(models.QuerySet["Asset"]):
    """Named reads of the library."""

    def pictures(self) -> AssetQuerySet:
        return self.filter(kind=Asset.Kind.PICTURE)


class Asset(models.Model):
    """A file and what is known of it. Without a file it records where one was said to be (`source_url`)."""

    class Kind(models.TextChoices):
        PICTURE = "picture", "Picture"
        AUDIO = "audio", "Audio"
        VIDEO = "video", "Video"
        FILE = "file", "File"

    class State(models.TextChoices):
        MISSING = "missing", "Not fetched"
        PENDING = "pending", "Being prepared"
        READY = "ready", "Ready"
        REFUSED = "refused", "Refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PICTURE)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reason = models.TextField(blank=True, help_text="Why it is missing or refused, in a sentence")
    file = models.FileField(upload_to=original_name, blank=True, max_length=200)
    name = models.CharField(max_length=255, blank=True, help_text="The file's name where it came from")
    content_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0, help_text="bytes")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the original, in hexadecimal")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=255, blank=True)
    alt = models.TextField(blank=True)
    is_decorative = models.BooleanField(default=False)
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=255, blank=True)
    sources = models.JSONField(
        default=list, help_text="What pages need of the renditions: format, width, height, name; narrowest first"
    )
    source_url = models.URLField(max_length=2000, blank=True)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_url"], condition=~models.Q(source_url=""), name="asset_source_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="asset_ready_has_a_file"
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="asset_newest")]

    def __str__(self) -> str:
        return self.title or self.name or str(self.uuid)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def url(self) -> str:
        """The widest rendition for readers, the original while there is none, or ''."""
        if not self.is_ready:
            return ""
        return self.file.storage.url(self.sources[-1]["name"]) if self.sources else self.file.url

    @property
    def srcset(self) -> str:
        """`address widthw, …`, narrowest first, or '' when there are no renditions."""
        address = self.file.storage.url
        return ", ".join(f"{address(source['name'])} {source['width']}w" for source in self.sources)


class Rendition(models.Model):
    """One size and format of a picture, made from its original."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to=rendition_name, max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "format", "width"], name="rendition_once_per_size_and_format")
        ]

    def __str__(self) -> str:
        return f"{self.asset} {self.width}w {self.format}"
