"""Articles in Django's admin, only shown: the desk is where they change."""

from __future__ import annotations

from django.contrib import admin

from articles.models import Article, Author, Body, Draft, Publication, Redirect, Revision, Section, Series, Tag
from journal.admin import ShownOnly


@admin.register(Article)
class ArticleAdmin(ShownOnly):
    list_display = ("__str__", "status", "pub_date", "unpublish_at", "trashed_at", "edited_at")
    list_filter = ("status", "section")
    search_fields = ("title", "slug", "uuid")
    exclude = ("search",)


@admin.register(Draft)
class DraftAdmin(ShownOnly):
    list_display = ("__str__", "version", "section", "pub_date")
    search_fields = ("title", "slug")


@admin.register(Body)
class BodyAdmin(ShownOnly):
    list_display = ("__str__", "version", "checkpoint_version", "epoch")


@admin.register(Revision)
class RevisionAdmin(ShownOnly):
    list_display = ("__str__", "reason", "name", "by", "at", "word_count")
    list_filter = ("reason",)


@admin.register(Author, Section, Series, Tag)
class PlaceAdmin(ShownOnly):
    list_display = ("name", "slug", "version")
    search_fields = ("name", "slug")


@admin.register(Redirect)
class RedirectAdmin(ShownOnly):
    list_display = ("path", "target", "article", "is_automatic", "created_at")
    search_fields = ("path", "target")


@admin.register(Publication)
class PublicationAdmin(ShownOnly):
    list_display = ("name", "language", "time_zone", "accent")
