"""People in Django's admin, only shown; and its sign-in, which is the desk's with its rate limits and second step."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from journal.admin import ShownOnly
from people.models import User

admin.site.site_header = admin.site.site_title = "Masthead"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(ShownOnly):
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "name")
    exclude = ("password",)
