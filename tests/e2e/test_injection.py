"""Nothing that a writer types runs in a reader's or an editor's browser, although the page's CSP is switched off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.body import from_html, markdown
from articles.body.spec import UNWANTED
from articles.models import Article, Section, Tag
from articles.services import drafting, organising, publishing
from articles.tests.conftest import paragraphs, person
from library.models import Asset
from people.models import User

VECTORS = Path(settings.BASE_DIR).parent / "shared/corpora/hostile/xss.jsonl"
TOGETHER = 4  # vectors in one article

# Notes what would be proof of a script: a dialog, an evaluated payload, or a handler that waits for an event.
DETECTOR = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...words) => { window.__ran.push(name + ': ' + words.join(' ').slice(0, 80)); };
"""
PROVOKE = """
() => {
  const found = [...window.__ran];
  for (const element of document.querySelectorAll('*')) {
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.tagName} ${name}=${value}`);
      if (/^[\\s\\u0000-\\u001f]*(javascript|vbscript|data):/i.test(value) && ['href', 'src', 'action', 'formaction',
        'xlink:href', 'data', 'srcdoc'].includes(name.toLowerCase())) found.push(`${element.tagName} ${name}=${value}`);
    }
    if (element.tagName === 'SCRIPT' && !element.src && !/json/.test(element.type)) found.push('an inline script');
    if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'META'].includes(element.tagName) && element.closest('body'))
      found.push(element.outerHTML.slice(0, 120));
    for (const kind of ['mouseover', 'focus', 'error', 'load', 'toggle', 'animationend'])
      element.dispatchEvent(new Event(kind));
  }
  return [...found, ...window.__ran];
}
"""


def vectors() -> list[str]:
    if not VECTORS.exists():
        pytest.skip("../shared/corpora/hostile/xss.jsonl is not beside the project.")
    return [json.loads(line)["html"] for line in VECTORS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def watched(browser: Browser) -> Page:
    """A page with the detector in it, and no Content-Security-Policy to lean on."""
    page = browser.new_context(bypass_csp=True).new_page()
    page.add_init_script(DETECTOR)
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page


def what_runs(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="load")
    return [f"{address}: {found}" for found in page.evaluate(PROVOKE)]


def article_of(words: list[str], by: User) -> Article:
    """A published piece with these vectors in every place that a writer fills."""
    everything = " ".join(words)
    section = organising.create_term(Section, by=by, name=words[0].strip()[:90] or "Section", description=everything)
    tags = [organising.tag_named(f"{number} {word.strip()[:90]}", by=by).pk for number, word in enumerate(words)]
    author = organising.create_author(by=by, name=words[-1].strip()[:140] or "Author", biography=everything)
    cover = Asset.objects.create(state=Asset.State.MISSING, alt=everything, caption=everything, name=words[0][:200])
    article = drafting.create(
        by=by,
        title=everything[:500],
        standfirst=everything[:2000],
        body=body_of(words, str(cover.uuid)),
        section_id=section.pk,
        tag_ids=tags,
        author_ids=[author.pk],
        cover_id=cover.pk,
        seo_title=everything[:500],
        seo_description=everything[:2000],
    )
    return publishing.publish(article, by=by)


def body_of(words: list[str], asset: str) -> dict[str, Any]:
    """The vectors as text, as pasted HTML, as Markdown, and in the attributes of a picture."""
    typed = [UNWANTED.sub("", word) for word in words]
    picture = {"type": "image", "attrs": {"asset": asset, "src": None, "alt": typed[0], "credit": typed[-1]}}
    blocks = [*paragraphs(*typed)["content"], picture]
    for word in words:
        blocks += from_html.from_html(word)["content"] + markdown.from_markdown(word)["content"]
    return {"type": "doc", "content": blocks}


def signed_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_the_detector_fires_on_a_raw_page(watched: Page, tmp_path: Path) -> None:
    watched.context.set_offline(True)  # the vectors ask for scripts elsewhere, which do not answer here
    fired = 0
    for number, vector in enumerate(vectors()):
        raw = tmp_path / f"{number}.html"
        raw.write_text(f"<!doctype html><meta charset=utf-8><body>{vector}</body>", encoding="utf-8")
        fired += bool(what_runs(watched, raw.as_uri()))
    assert fired > 100, f"The detector noticed only {fired} of the vectors on pages without any protection."


@pytest.mark.django_db(transaction=True)
def test_no_vector_runs_anywhere(live_server: LiveServer, watched: Page) -> None:
    editor = person("administrator")
    words = vectors()
    articles = [article_of(words[n : n + TOGETHER], editor) for n in range(0, len(words), TOGETHER)]
    signed_in(watched, live_server, editor)
    ran = [line for path in addresses(articles) for line in what_runs(watched, live_server.url + path)]
    assert ran == []


def addresses(articles: list[Article]) -> list[str]:
    """Every page that shows what was typed: for readers, then at the desk."""
    named = ("home", "archive", "dashboard", "list", "redirects", "settings")
    lists = [reverse(f"articles:{name}") for name in named]
    lists += [reverse("articles:places", args=[kind]) for kind in ("sections", "tags", "series", "authors")]
    lists += [f"{reverse('articles:search')}?q={word}" for word in ("alert", "<script>", '"><svg onload=alert(1)>')]
    lists += ["/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json", "/sitemap.xml"]
    lists += [place.get_absolute_url() for model in (Section, Tag) for place in model.objects.all()[:40]]
    pieces = [article.get_absolute_url() for article in articles]
    desk = [article.get_desk_url() for article in articles]
    return [*lists, *pieces, *desk, *[f"{address}history/" for address in desk]]
