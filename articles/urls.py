"""Addresses of the reader's site and of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from articles import feeds, sitemaps
from articles.consumers import DeskConsumer
from articles.models import Author, Section, Series, Tag
from articles.views import desk, organising, publishing, reading, revising, site, writing

app_name = "articles"

# Readers: views/reading.py, views/site.py, feeds.py, sitemaps.py
reading_urlpatterns: list[URLPattern] = [
    path("", reading.home, name="home"),
    path("articles/<word:slug>/", reading.article, name="article"),
    path("articles/<word:slug>.md", reading.article_markdown, name="article_markdown"),
    path("articles/<word:slug>.json", reading.article_json, name="article_json"),
    path("sections/<word:slug>/", reading.section, name="section"),
    path("sections/<word:slug>/<feed:name>", feeds.feed_of(Section), name="section_feed"),
    path("tags/<word:slug>/", reading.tag, name="tag"),
    path("tags/<word:slug>/<feed:name>", feeds.feed_of(Tag), name="tag_feed"),
    path("series/<word:slug>/", reading.series, name="series"),
    path("series/<word:slug>/<feed:name>", feeds.feed_of(Series), name="series_feed"),
    path("authors/<word:slug>/", reading.author, name="author"),
    path("authors/<word:slug>/<feed:name>", feeds.feed_of(Author), name="author_feed"),
    path("archive/", reading.archive, name="archive"),
    path("archive/<yyyy:year>/<mm:month>/", reading.archive_month, name="archive_month"),
    path("search/", reading.search_page, name="search"),
    path("feeds/<feed:name>", feeds.feed, name="feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-places.xml", sitemaps.places, name="sitemap_places"),
    path("sitemap-articles-<int:number>.xml", sitemaps.articles, name="sitemap_articles"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("theme.css", site.theme, name="theme"),
    path("icon.svg", site.icon, name="icon"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
    path("robots.txt", site.robots, name="robots"),
    path(".well-known/security.txt", site.security, name="security"),
]

# The desk: views/desk.py, views/organising.py
desk_urlpatterns: list[URLPattern] = [
    path("desk/", desk.dashboard, name="dashboard"),
    path("desk/palette/", desk.palette, name="palette"),
    path("desk/articles/", desk.list_articles, name="list"),
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

# Writing one article: views/writing.py, views/publishing.py, views/revising.py
writing_urlpatterns: list[URLPattern] = [
    path("desk/articles/<uuid:uuid>/", writing.editor, name="editor"),
    path("desk/articles/<uuid:uuid>/fields/<slug:name>/", writing.change_field, name="change_field"),
    path("desk/articles/<uuid:uuid>/suggest/<slug:name>/", writing.suggest, name="suggest"),
    path("desk/articles/<uuid:uuid>/body/", writing.body, name="body"),
    path("desk/articles/<uuid:uuid>/state/", writing.publish_state, name="publish_state"),
    path("desk/articles/<uuid:uuid>/publish/", publishing.publish, name="publish"),
    path("desk/articles/<uuid:uuid>/unpublish/", publishing.unpublish, name="unpublish"),
    path("desk/articles/<uuid:uuid>/schedule/", publishing.schedule, name="schedule"),
    path("desk/articles/<uuid:uuid>/trash/", publishing.trash, name="trash"),
    path("desk/articles/<uuid:uuid>/untrash/", publishing.untrash, name="untrash"),
    path("desk/articles/<uuid:uuid>/preview/", revising.preview, name="preview"),
    path("desk/articles/<uuid:uuid>/history/", revising.history, name="history"),
    path("desk/articles/<uuid:uuid>/history/keep/", revising.keep, name="keep"),
    path("desk/articles/<uuid:uuid>/history/<int:number>/", revising.revision, name="revision"),
    path("desk/articles/<uuid:uuid>/history/<int:number>/restore/", revising.restore, name="restore"),
]

urlpatterns = [*reading_urlpatterns, *desk_urlpatterns, *writing_urlpatterns]

websocket_urlpatterns: list[URLPattern] = [
    path("ws/desk/", DeskConsumer.as_asgi()),
]
