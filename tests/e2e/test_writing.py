"""Writing an article in a real browser: with scripts, without them, by two people, and when the network goes away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import NewPage, sign_in

Begin = Callable[..., Page]
SAVED = re.compile(r"Saved \d\d:\d\d")


@pytest.fixture
def begin(new_page: NewPage) -> Begin:
    """Signs a role in and begins a new article; takes Playwright's options."""

    def begin(role: str = "editor", **options: Any) -> Page:
        page = new_page(**options)
        sign_in(page, role)
        page.goto("/desk/articles/")
        page.get_by_role("button", name=re.compile("New article|Write")).first.click()
        page.wait_for_url(re.compile(r"/desk/articles/[0-9a-f-]{36}/$"))
        return page

    return begin


def write(page: Page, title: str, text: str) -> None:
    page.get_by_label("Title", exact=True).first.fill(title)
    page.get_by_label("Text, as Markdown").fill(text)


def test_writing_publishing_and_reading(begin: Begin, page: Page) -> None:
    desk = begin()
    write(desk, "The harbour clock", "It runs *four minutes* fast.\n\n## Why\n\nNobody asked.")
    desk.get_by_role("combobox", name="Tags").press_sequentially("Clocks,")
    expect(desk.locator("[data-overall]")).to_have_text(SAVED)
    desk.get_by_role("button", name="Publish", exact=True).click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("/articles/the-harbour-clock/: 8 words")
    dialog.get_by_role("button", name="Publish").click()
    expect(desk.locator("#publish-state")).to_contain_text("Published")
    page.goto("/articles/the-harbour-clock/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The harbour clock")
    expect(page.locator("em")).to_have_text("four minutes")
    expect(page.get_by_role("link", name="Clocks")).to_be_visible()


def test_writing_publishing_and_reading_without_scripts(begin: Begin, new_page: NewPage) -> None:
    desk = begin(java_script_enabled=False)
    write(desk, "The ferry bell", "It rings *twice*.")
    desk.get_by_label("Standfirst").first.fill("Once for each bank.")
    desk.get_by_label("Tags").fill("Boats, Bells")
    desk.get_by_label("Address").fill("🎈")
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator("#slug-problem")).to_have_text("An address needs at least one letter or digit.")
    expect(desk.get_by_label("Text, as Markdown")).to_have_value("It rings *twice*.")
    desk.get_by_label("Address").fill("ferry-bell")
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator("main")).to_contain_text("Readers see it at once, at /articles/ferry-bell/: 3 words.")
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator("#publish-state")).to_contain_text("Published")
    reader = new_page(java_script_enabled=False)
    reader.goto("/articles/ferry-bell/")
    expect(reader.locator("main")).to_contain_text("Once for each bank.")
    expect(reader.locator("em")).to_have_text("twice")


def test_a_conflict_shows_both_and_each_can_be_chosen(begin: Begin) -> None:
    mine = begin()
    write(mine, "Before", "One.\n\nTwo.")
    expect(mine.locator("[data-overall]")).to_have_text(SAVED)
    mine.reload()
    hers = mine.context.new_page()
    hers.goto(mine.url)
    write(hers, "Hers", "Her one.\n\nTwo.\n\nAnd three.")
    expect(hers.locator("[data-overall]")).to_have_text(SAVED)
    expect(hers.locator("#body-state input")).to_have_value(re.compile("^2:"))
    mine.get_by_label("Title", exact=True).first.fill("His")
    mine.get_by_label("Text, as Markdown").fill("His one.\n\nTwo.")
    expect(mine.locator("#title-state .conflict")).to_contain_text("Hers")
    expect(mine.locator("#body-state .conflict")).to_contain_text("Her one.")
    mine.locator("#title-state").get_by_role("button", name="Take theirs").click()
    expect(mine.get_by_label("Title", exact=True).first).to_have_value("Hers")
    mine.locator("#body-state").get_by_role("button", name="Keep mine").click()
    expect(mine.locator(".conflict")).to_have_count(0)
    expect(mine.locator("[data-overall]")).to_have_text(SAVED)
    mine.reload()
    expect(mine.get_by_label("Text, as Markdown")).to_have_value("His one.\n\nTwo.\n\nAnd three.")


def test_what_others_write_elsewhere_appears_while_typing_goes_on(begin: Begin) -> None:
    mine = begin()
    write(mine, "Two writers", "One.\n\nTwo.\n\nThree.")
    expect(mine.locator("#body-state input")).to_have_value(re.compile("^1:"))
    hers = mine.context.new_page()
    hers.goto(mine.url)
    hers.get_by_label("Text, as Markdown").fill("One, by her.\n\nTwo.\n\nThree.")
    expect(hers.locator("#body-state input")).to_have_value(re.compile("^2:"))
    text = mine.get_by_label("Text, as Markdown")
    mine.route("**/body/", _slowly)
    text.focus()
    mine.keyboard.press("Control+End")
    mine.keyboard.type(" And")
    mine.wait_for_timeout(1100)
    mine.keyboard.type(" four.", delay=20)
    expect(text).to_have_value("One, by her.\n\nTwo.\n\nThree. And four.")
    expect(mine.locator("#body-state input")).to_have_value(re.compile("^4:"))
    mine.reload()
    expect(text).to_have_value("One, by her.\n\nTwo.\n\nThree. And four.")


def _slowly(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer)


def test_what_is_typed_offline_is_kept_and_stored_later(begin: Begin) -> None:
    page = begin()
    write(page, "In a tunnel", "Before.")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.context.set_offline(True)
    page.get_by_label("Text, as Markdown").fill("Before. Written in the tunnel.")
    expect(page.locator("[data-overall]")).to_contain_text("Not stored, kept here; trying again")
    page.context.set_offline(False)
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Text, as Markdown")).to_have_value("Before. Written in the tunnel.")


def test_what_could_not_be_stored_is_there_on_the_next_visit(begin: Begin) -> None:
    page = begin()
    write(page, "A bad day", "Before.")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.route("**/body/", lambda route: route.fulfill(status=500, body="down"))
    page.get_by_label("Text, as Markdown").fill("Before. And the last words.")
    expect(page.locator("[data-overall]")).to_contain_text("Not stored, kept here; trying again")
    again, address = page.context.new_page(), page.url
    page.goto("about:blank")
    again.goto(address)
    expect(again.get_by_label("Text, as Markdown")).to_have_value("Before. And the last words.")
    expect(again.locator("[data-overall]")).to_have_text(SAVED)


def test_an_expired_session_loses_nothing(begin: Begin) -> None:
    page = begin()
    write(page, "A long lunch", "Before.")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.context.clear_cookies(name="masthead_session")
    page.get_by_label("Text, as Markdown").fill("Before. And after lunch.")
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_visible()
    expect(page.get_by_label("Text, as Markdown")).to_have_value("Before. And after lunch.")
    other = page.context.new_page()
    sign_in(other, "editor")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Text, as Markdown")).to_have_value("Before. And after lunch.")


def test_a_text_over_the_limit_is_told_before_it_is_sent(begin: Begin) -> None:
    page = begin()
    page.locator("kept-field#body").evaluate("(field) => field.setAttribute('limit', 100 * 1024)")
    page.get_by_label("Text, as Markdown").fill("A long line. " * 24_000)
    expect(page.locator("[data-overall]")).to_contain_text("The text takes 0.3 MB and the limit is 0.1 MB")


def test_by_keyboard_alone(begin: Begin) -> None:
    page = begin()
    expect(page.get_by_label("Title", exact=True).first).to_be_focused()
    page.keyboard.type("By keys alone")
    page.keyboard.press("Enter")
    page.keyboard.type("No mouse was moved.")
    page.get_by_role("combobox", name="Tags").focus()
    page.keyboard.type("Keyboards,Mice,")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("listitem").filter(has_text="Keyboards")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Mice")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.get_by_role("button", name="Publish", exact=True).press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("By keys alone")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Standfirst").first).to_have_value("No mouse was moved.")
    expect(page.locator("#tags-input")).to_have_value("Keyboards")


def test_bylines_are_added_moved_and_removed(begin: Begin) -> None:
    page = begin()
    expect(page.locator("#authors-input")).to_have_value("Mara Ellerby")
    page.get_by_role("combobox", name="Bylines").press_sequentially("Ines")
    page.get_by_role("option", name="Ines").click()
    expect(page.locator("#authors-input")).to_have_value("Mara Ellerby, Ines Valadouro")
    page.get_by_role("button", name="Move Ines Valadouro up").click()
    expect(page.locator("#authors-state")).to_have_text(SAVED)
    page.get_by_role("button", name="Remove Mara Ellerby").click()
    page.wait_for_timeout(300)
    expect(page.locator("#authors-state")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#authors-input")).to_have_value("Ines Valadouro")


def test_a_scheduled_piece_appears_by_itself(begin: Begin, page: Page) -> None:
    desk = begin()
    write(desk, "At the stroke", "Now.")
    expect(desk.locator("[data-overall]")).to_have_text(SAVED)
    desk.goto(f"{desk.url}schedule/")
    desk.evaluate("document.getElementById('at').type = 'text'")  # which lets seconds in
    desk.get_by_label("Goes out").fill("2020-01-01T09:00")
    desk.get_by_role("button", name="Schedule").click()
    expect(desk.get_by_role("alert")).to_contain_text("has passed: choose a later time, or publish now.")
    desk.evaluate("document.getElementById('at').type = 'text'")
    soon = datetime.now(ZoneInfo("Europe/London")) + timedelta(seconds=4)
    desk.get_by_label("Goes out").fill(f"{soon:%Y-%m-%dT%H:%M:%S}")
    desk.get_by_role("button", name="Schedule").click()
    expect(desk.locator("#publish-state")).to_contain_text("Scheduled for today")
    assert _status(page, "/articles/at-the-stroke/") == 404
    page.wait_for_timeout(4000)
    assert _status(page, "/articles/at-the-stroke/") == 200


def _status(page: Page, address: str) -> int:
    answer = page.goto(address)
    return answer.status if answer else 0


def test_going_back_in_the_history(begin: Begin) -> None:
    page = begin()
    write(page, "Once", "The first words.")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.get_by_role("link", name="History").click()
    page.get_by_placeholder("A name").fill("The beginning")
    page.get_by_role("button", name="Keep this version").click()
    page.get_by_role("link", name="Back to the piece").click()
    page.get_by_label("Text, as Markdown").fill("Other words entirely.")
    expect(page.locator("[data-overall]")).to_have_text(SAVED)
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Mara Ellerby kept this version").click()
    expect(page.locator(".diff ins").last).to_have_text("entirely.")
    page.get_by_text("Go back to this").click()
    page.get_by_role("button", name="Go back to version 1").click()
    page.get_by_role("link", name="Back to the piece").click()
    expect(page.get_by_label("Text, as Markdown")).to_have_value("The first words.")
