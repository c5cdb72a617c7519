"""Addresses of the reader's site and of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path  # noqa: F401

app_name = "articles"

# Readers: views/reading.py, feeds.py, sitemaps.py
reading_urlpatterns: list[URLPattern] = []

# The desk: lists, dashboard, taxonomy, authors, people, redirects, settings: views/desk.py
desk_urlpatterns: list[URLPattern] = []

# Writing one article: views/writing.py
writing_urlpatterns: list[URLPattern] = []

urlpatterns = [*reading_urlpatterns, *desk_urlpatterns, *writing_urlpatterns]

websocket_urlpatterns: list[URLPattern] = []
