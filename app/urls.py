"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("desk/people/", include("people.urls")),
    path("", include("articles.urls")),
]

handler400 = "articles.views.site.bad_request"
handler403 = "articles.views.site.forbidden"
handler404 = "articles.views.site.not_found"

if "debug_toolbar" in settings.INSTALLED_APPS:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()
