"""A started site and a real Chromium for the tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.live import PASSWORD, LiveSite, live_site

_FLAGS = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
_HERE = Path(__file__).parent
_SCREENSHOTS = _HERE.parent.parent / "test-results"
_failed = pytest.StashKey[bool]()

NewPage = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker of xdist takes them all, so that they share the site."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[_failed] = report.failed
    return report


@pytest.fixture(scope="package")
def site() -> Iterator[LiveSite]:
    with live_site() as started:
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed after the last test here: while Playwright is open, no other event loop runs in this process.

    Django takes Playwright's loop for a sign that its ORM is called from async code; it is not.
    """
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)


@pytest.fixture
def new_page(request: pytest.FixtureRequest, site: LiveSite, browser: Browser) -> Iterator[NewPage]:
    """Opens a page in a session of its own; takes Playwright's options, such as `java_script_enabled=False`."""
    pages: list[Page] = []

    def open_page(**options: Any) -> Page:
        pages.append(browser.new_context(base_url=site.url, **options).new_page())
        return pages[-1]

    yield open_page
    for number, page in enumerate(pages):
        if request.node.stash.get(_failed, False):
            page.screenshot(path=_SCREENSHOTS / f"{request.node.name}-{number}.png")
        page.context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A visitor's page."""
    return new_page()


def sign_in(page: Page, role: str) -> None:
    """Signs the demo's account of that role in."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(f"{role}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
