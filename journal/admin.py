"""The journal in Django's admin, and how everything there is only shown: services write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from journal.models import Event


class ShownOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """For staff to look at. Nothing is added, changed or deleted here."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ShownOnly):
    list_display = ("at", "name", "subject_kind", "subject_id", "actor_name", "handled_at", "attempts")
    list_filter = ("app", "name")
    search_fields = ("subject_id", "actor_name")
