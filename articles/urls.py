"""Addresses of the reader's site and of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles.consumers import DeskConsumer
from articles.views import desk, organising

app_name = "articles"

# Readers: views/reading.py, feeds.py, sitemaps.py
reading_urlpatterns: list[URLPattern] = []

# The desk: views/desk.py, views/organising.py
desk_urlpatterns: list[URLPattern] = [
    path("desk/", desk.dashboard, name="dashboard"),
    path("desk/palette/", desk.palette, name="palette"),
    path("desk/articles/", desk.articles, name="list"),
    path("desk/articles/new/", desk.new, name="new"),
    path("desk/taxonomy/", organising.taxonomy, name="taxonomy"),
    path("desk/taxonomy/<slug:kind>/", organising.taxonomy, name="places"),
    path("desk/taxonomy/<slug:kind>/new/", organising.create_place, name="create_place"),
    path("desk/taxonomy/<slug:kind>/<int:pk>/", organising.change_place, name="change_place"),
    path("desk/taxonomy/<slug:kind>/<int:pk>/delete/", organising.delete_place, name="delete_place"),
    path("desk/taxonomy/sections/<int:pk>/move/", organising.move_section, name="move_section"),
    path("desk/redirects/", organising.redirects, name="redirects"),
    path("desk/redirects/<int:pk>/delete/", organising.delete_redirect, name="delete_redirect"),
    path("desk/settings/", organising.settings, name="settings"),
]

# Writing one article: views/writing.py
writing_urlpatterns: list[URLPattern] = []

urlpatterns = [*reading_urlpatterns, *desk_urlpatterns, *writing_urlpatterns]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/desk/", DeskConsumer.as_asgi()),
]
