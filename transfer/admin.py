"""What was imported, in Django's admin, to look at."""

from __future__ import annotations

from django.contrib import admin

from journal.admin import ShownOnly
from transfer.models import ImportedItem


@admin.register(ImportedItem)
class ImportedItemAdmin(ShownOnly):
    list_display = ("source", "kind", "key", "object_id", "imported_at")
    list_filter = ("kind", "source")
    search_fields = ("key",)
