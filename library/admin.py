"""The library in Django's admin, only shown."""

from __future__ import annotations

from django.contrib import admin

from journal.admin import ShownOnly
from library.models import Asset, Rendition


@admin.register(Asset)
class AssetAdmin(ShownOnly):
    list_display = ("__str__", "kind", "state", "size", "uploader", "created_at")
    list_filter = ("kind", "state")
    search_fields = ("title", "name", "source_url")


@admin.register(Rendition)
class RenditionAdmin(ShownOnly):
    list_display = ("asset", "format", "width", "height")
