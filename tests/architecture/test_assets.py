"""The built assets: within their budgets, and with everything in them that templates ask for."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BUILD = ROOT / "app/static/build"
TEMPLATES = [path for app in ("app", "articles", "people") for path in (ROOT / app).glob("templates/**/*.html")]


def gzipped(name: str) -> int:
    return len(gzip.compress((BUILD / name).read_bytes()))


def test_the_readers_script_stays_within_six_kilobytes() -> None:
    assert gzipped("reader.js") <= 6 * 1024


def test_the_readers_style_leaves_room_for_the_page_within_its_45_kilobytes() -> None:
    assert gzipped("reader.css") + gzipped("reader.js") <= 16 * 1024


def test_the_fonts_of_an_english_article_stay_within_110_kilobytes() -> None:
    names = ("newsreader", "newsreader-italic", "public-sans")
    assert sum((BUILD / f"fonts/{name}.woff2").stat().st_size for name in names) <= 110 * 1024


def test_styles_name_only_files_of_the_build() -> None:
    for name in ("reader.css", "desk.css"):
        addresses = re.findall(r"url\(([^)]+)\)", (BUILD / name).read_text())
        assert addresses
        assert [address for address in addresses if not (BUILD / address.strip("\"'")).is_file()] == []


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (BUILD / "icons.svg").read_text()))
    text = "".join(path.read_text() for path in TEMPLATES)
    named = set(re.findall(r'_icon\.html" with name="([^"]+)"', text)) | set(re.findall(r' icon="([^"]+)"', text))
    assert named
    assert named - drawn == set()


def test_the_lock_file_names_no_host_and_every_package_by_its_digest() -> None:
    packages = json.loads((ROOT / "app/frontend/package-lock.json").read_text())["packages"]
    own = packages.pop("")
    assert own["devDependencies"]
    assert [name for name, package in packages.items() if "resolved" in package or "integrity" not in package] == []
