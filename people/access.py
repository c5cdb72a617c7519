"""The door of the desk: who comes in, what the others are told, and how typed text outlives a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.csrf import csrf_failure
from django_htmx.http import reswap, trigger_client_event

View = Callable[..., Any]
MAY_NOT = "Your role does not allow this. An administrator can change it."
SIGNED_OUT = "Nothing was saved yet; what you typed is kept on this page."
OUT_OF_DATE = "The page was out of date, so nothing was saved yet. Press once more."
_SHORT = 40  # characters; a longer value is something a person typed, and is shown


def only(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Lets in who is signed in and `may`; works for async views too.

    Without a session, a page sends to the sign-in and back (302), a form shows what was typed and sends it again after
    the sign-in (401), HTMX gets a notice and changes nothing on the page (401). Who may not, or a view that raises
    PermissionDenied with a sentence, gets that sentence (403).
    """

    def door(view: View) -> View:
        if iscoroutinefunction(view):
            return _async_door(view, may)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return _kept_private(_turned_away(request, may) or view(request, *args, **kwargs))
            except PermissionDenied as error:
                return forbidden(request, str(error))

        return _keeping_text(inner)

    return door


def _async_door(view: View, may: Callable[[Any], bool]) -> View:
    @wraps(view)
    async def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.user = await request.auser()
        try:
            away = await sync_to_async(_turned_away)(request, may)
            return _kept_private(away or await view(request, *args, **kwargs))
        except PermissionDenied as error:
            return await sync_to_async(forbidden)(request, str(error))

    return _keeping_text(inner)


def allow(permitted: bool, sentence: str = MAY_NOT) -> None:
    """Goes on when `permitted`; otherwise raises PermissionDenied with the sentence that `only` shows."""
    if not permitted:
        raise PermissionDenied(sentence)


def forbidden(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """403 with one sentence: a page that shows what was typed, or a notice for HTMX."""
    return _refusal(request, "people/forbidden.html", 403, sentence or MAY_NOT)


def signed_out(request: HttpRequest) -> HttpResponseBase:
    """What a request without a session gets; see `only`."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path())
    # On this news the desk's scripts keep what is being typed, and offer the sign-in.
    return _refusal(request, "people/signed_out.html", 401, SIGNED_OUT, news="signed-out")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A stale token on a form of our own, as after signing in again: shows the text with a fresh one to send again.

    Only for views behind `only`, and only when the browser says that the form came from this site.
    """
    view = request.resolver_match.func if request.resolver_match else None
    if not getattr(view, "keeps_text", False) or not _is_same_origin(request):
        return csrf_failure(request, reason)
    get_token(request)  # so that the answer sets a fresh one
    if not request.user.is_authenticated:
        return signed_out(request)
    return _refusal(request, "people/signed_out.html", 403, OUT_OF_DATE)


def _turned_away(request: HttpRequest, may: Callable[[Any], bool]) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return signed_out(request)
    return None if may(request.user) else forbidden(request)


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    """No cache between keeps it, and a browser never shows a fragment where the page was."""
    patch_vary_headers(response, ["HX-Request"])
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _keeping_text(view: View) -> View:
    view.keeps_text = True  # type: ignore[attr-defined]
    return view


def notice(sentence: str, status: int, news: str = "notice") -> HttpResponse:
    """What HTMX gets instead of a page: the sentence as news for the page's scripts, and nothing is swapped."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return trigger_client_event(reswap(response, "none"), news, {"text": sentence, "kind": "bad"})


def _refusal(request: HttpRequest, template: str, status: int, sentence: str, news: str = "notice") -> HttpResponse:
    if getattr(request, "htmx", False):
        return notice(sentence, status, news)
    response = render(request, template, {"sentence": sentence, "kept": _typed(request)}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    """The posted fields in order, to be sent again; those that a person typed are shown."""
    return [
        {"name": name, "value": value, "is_shown": _is_typed(name, value)}
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def _is_typed(name: str, value: str) -> bool:
    return not name.startswith("initial-") and (len(value) > _SHORT or any(map(str.isspace, value)))


def _is_same_origin(request: HttpRequest) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
