"""The readers' pages in a real browser: whole without scripts, still while they load, inside every screen."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import NewPage
from tests.live import LiveSite

ANNOTATED = "/articles/how-we-write-here/"
RIGHT_TO_LEFT = "/articles/bayt-al-rih/"
KINDS = ["/", ANNOTATED, RIGHT_TO_LEFT, "/sections/measure/", "/tags/tides/", "/series/a-year-of-tides/"]
KINDS += [
    "/authors/salma-benyahia/",
    "/archive/",
    "/search/?q=tide",
    "/search/?q=zzzz",
    "/nowhere/",
    "/accounts/login/",
]
SHIFTS = """() => new Promise(resolve => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { moved += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(moved), 300);
})"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_an_article_is_whole_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.locator(".lead .story-title a").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".prose > p").first).to_be_visible()
    expect(page.get_by_role("button", name="Share")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 820])
def test_no_page_is_wider_than_the_screen(new_page: NewPage, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    wider = {}
    for address in KINDS:
        page.goto(address)
        if excess := page.evaluate(WIDER):
            wider[address] = excess
    assert wider == {}


def test_a_footnote_opens_in_the_margin_where_there_is_one(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1440, "height": 900})
    note, text = opened_note(page), page.locator(".prose")
    beside, column = note.bounding_box(), text.bounding_box()
    assert beside
    assert column
    assert beside["x"] >= column["x"] + column["width"]


def test_a_footnote_opens_below_its_paragraph_on_a_phone_and_closes_again(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    note, mark = opened_note(page), page.locator("#fnref1")
    below, above = note.bounding_box(), mark.bounding_box()
    assert below
    assert above
    assert below["y"] > above["y"]
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(mark).to_be_focused()


def opened_note(page: Page) -> Locator:
    page.goto(ANNOTATED)
    page.locator("#fnref1").click()
    note = page.locator(".note")
    expect(note).to_have_text(page.locator("#fn1 > :first-child").inner_text())
    return note


def test_a_list_goes_on_by_itself_to_its_end(page: Page, site: LiveSite) -> None:
    page.goto("/")
    page.get_by_role("link", name="What came before").click()
    older = site.ask("SELECT count(*) FROM articles_article WHERE status = 'published' AND pub_date <= now()") - 12
    page.locator("load-more").scroll_into_view_if_needed()
    expect(page.locator("#entries > li")).to_have_count(older)
    expect(page.locator("load-more")).to_have_count(0)


def test_nothing_moves_when_the_faces_arrive_late(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.route("**/*.woff2", arrive_late)
    page.goto(ANNOTATED)
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert page.evaluate(SHIFTS) < 0.01


def arrive_late(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


def test_a_reader_gets_little_from_here_alone_and_no_cookie(page: Page, site: LiveSite) -> None:
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(ANNOTATED, wait_until="networkidle")
    assert [address for address in sizes if not address.startswith(site.url)] == []
    assert page.context.cookies() == []
    fonts = [size for address, size in sizes.items() if address.endswith(".woff2")]
    assert 0 < sum(fonts) <= 110 * 1024


def test_a_page_obeys_its_own_content_security_policy(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Security" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in KINDS:
        page.goto(address)
    assert said == []
