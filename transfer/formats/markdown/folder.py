"""What kind of folder it is, and where its site published its files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from transfer.formats.markdown.reading import Unreadable, front_matter, paths

_CONFIGS = ("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "config.toml", "config.yaml")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}


class Kind(StrEnum):
    """Which program made a site of the folder, as far as we know any."""

    JEKYLL = "Jekyll"
    HUGO = "Hugo"
    PLAIN = "plain"


@dataclass
class Folder:
    """A folder of Markdown. `base` is the path that its site lay under, `permalink` Jekyll's pattern of addresses.

    `addresses` are those of its files, by their paths without suffix, for the links between them.
    """

    root: Path
    paths: list[Path]
    kind: Kind = Kind.PLAIN
    base: str = ""
    permalink: str = _STYLES["date"]
    zone: tzinfo | None = None
    addresses: dict[str, str] = field(default_factory=dict)

    def address(self, path: Path, slug: str, date: datetime | None, categories: list[str]) -> str:
        """The address that a file had if it said nothing else, from the first slash; '' where that is not known."""
        if self.kind == Kind.JEKYLL and "_posts" in path.parts and date:
            return self._jekyll(slug, date, categories)
        if self.kind == Kind.HUGO and path.parts[0] == "content":
            place = path.parent if path.stem in ("index", "_index") else path.parent / slug
            return "/".join([self.base, *place.parts[1:], ""])
        return ""

    def _jekyll(self, slug: str, date: datetime, categories: list[str]) -> str:
        named = {
            "categories": "/".join(name.lower().replace(" ", "-") for name in categories),
            "y_day": f"{date.timetuple().tm_yday:03}",
            "i_month": f"{date.month}",
            "i_day": f"{date.day}",
            "short_year": f"{date:%y}",
            "output_ext": ".html",
        }
        named |= {"year": f"{date.year}", "month": f"{date:%m}", "day": f"{date:%d}"}
        named |= dict.fromkeys(("title", "slug", "name"), slug)
        filled = re.sub(r":(\w+)", lambda found: named.get(found[1], ""), f"{self.base}/{self.permalink}")
        return re.sub(r"/{2,}", "/", filled)

    def linked(self, name: str) -> str:
        """The address of the file that a link between files names, by its path or the end of it; '' for none."""
        wanted = re.sub(r"(\.md|\.markdown|\.html)?(#.*)?$", "", name.strip("\"' "))
        ends = (address for path, address in self.addresses.items() if f"/{path}".endswith(f"/{wanted.lstrip('/')}"))
        return next(ends, "") if wanted else ""


def opened(root: Path) -> Folder:
    """The folder, with what its configuration says. Raises Unreadable for what is no folder or holds no Markdown."""
    if not root.is_dir():
        raise Unreadable("It is not a folder.")
    found = paths(root)
    if not found:
        raise Unreadable("There is no Markdown in it: no file that ends in .md or .markdown.")
    folder = Folder(root, found, _kind(root, found))
    _configure(folder, _config(root))
    return folder


def _kind(root: Path, found: list[Path]) -> Kind:
    if any({"_posts", "_drafts"} & set(path.parts) for path in found) or (root / "_config.yml").exists():
        return Kind.JEKYLL
    is_hugo = any((root / name).exists() for name in (*_CONFIGS[2:], "archetypes"))
    return Kind.HUGO if is_hugo and any(path.parts[0] == "content" for path in found) else Kind.PLAIN


def _config(root: Path) -> dict[str, Any]:
    """What the first configuration there is says; nothing where it cannot be read."""
    path = next((root / name for name in _CONFIGS if (root / name).is_file()), None)
    if path is None:
        return {}
    fence = "+++" if path.suffix == ".toml" else "---"
    try:
        found, _ = front_matter(f"{fence}\n{path.read_text(encoding='utf-8')}\n{fence}\n")
    except (Unreadable, UnicodeDecodeError):
        return {}
    return {str(name).lower(): value for name, value in found.items()}


def _configure(folder: Folder, config: dict[str, Any]) -> None:
    folder.base = urlsplit(str(config.get("baseurl") or "")).path.rstrip("/")
    wanted = str(config.get("permalink") or "date")
    folder.permalink = _STYLES.get(wanted, wanted)
    try:
        folder.zone = ZoneInfo(str(config["timezone"])) if config.get("timezone") else None
    except (KeyError, ValueError, OSError):
        folder.zone = None  # the publication's own is taken
