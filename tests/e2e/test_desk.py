"""The desk's front pages in a real browser, with the workers running."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, sign_in


def test_a_row_changes_under_the_eyes_of_who_has_the_list_open(new_page: NewPage) -> None:
    looking, writing = new_page(), new_page()
    sign_in(looking, "editor")
    sign_in(writing, "author")
    writing.get_by_role("button", name="New article").click()
    writing.get_by_placeholder("Title", exact=True).fill("A first try")
    writing.get_by_placeholder("Title", exact=True).blur()
    looking.goto("/desk/articles/")
    row = looking.locator("tbody tr", has_text="A first try")
    expect(row).to_be_visible(timeout=20_000)
    writing.get_by_placeholder("Title", exact=True).fill("A better second try")
    writing.get_by_placeholder("Title", exact=True).blur()
    expect(looking.locator("tbody tr.is-fresh", has_text="A better second try")).to_be_visible(timeout=20_000)
    assert row.count() == 0


def test_the_list_is_searched_as_one_types(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "editor")
    page.goto("/desk/articles/")
    words = page.get_by_label("Search titles")
    title = page.locator("a.row-title:not(.is-empty-title)").first.inner_text()
    words.press_sequentially(title)
    expect(page.locator("output.list-count")).to_have_text("1 article")
    expect(words).to_be_focused()
    expect(page).to_have_url(re.compile(r"/desk/articles/\?q="))
    page.reload()
    expect(words).to_have_value(title)
    expect(page.locator("output.list-count")).to_have_text("1 article")


def test_a_session_that_ended_is_told_and_taken_up_again_in_another_tab(new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, "editor")
    page.goto("/desk/articles/")
    page.context.clear_cookies(name="masthead_session")
    page.get_by_label("Search titles").press_sequentially("the")
    expect(page.locator(".toast")).to_contain_text("You are signed out.")
    with page.context.expect_page() as opened:
        page.locator(".toast a").click()
    sign_in(opened.value, "editor")
    expect(opened.value).to_have_url(re.compile("/desk/"))
    page.get_by_role("button", name="New article").click()
    expect(page).to_have_url(re.compile("/desk/articles/[0-9a-f-]{36}/"))
