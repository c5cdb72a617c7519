"""A folder's Markdown files: which they are, their front matter, and their text."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
LIMIT_BYTES = 20 * 1024 * 1024
_NOT_TEXTS = frozenset(
    "_site _includes _layouts _sass _data _plugins node_modules vendor public resources themes archetypes "
    "layouts".split()
)
_ABOUT_THE_FOLDER = re.compile(r"(readme|license|licence|contributing|changelog|code_of_conduct|security)\b", re.I)
_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Unreadable(ValueError):
    """A file that cannot be read as Markdown with front matter; the message is a sentence with its line."""


@dataclass(frozen=True)
class Source:
    """A Markdown file: where it lies in the folder, its front matter with names in small letters, and its text.

    `line` is where the text begins in the file.
    """

    path: Path
    data: bytes
    front: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    line: int = 1


def paths(root: Path) -> list[Path]:
    """The Markdown files of a folder, relative to it, in order; none from hidden or generated folders, and no links."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _NOT_TEXTS and not name.startswith("."))
        found += [Path(folder, name).relative_to(root) for name in sorted(names) if _is_text(Path(folder, name))]
    return found


def _is_text(path: Path) -> bool:
    is_post = path.suffix == ".html" and path.parent.name in ("_posts", "_drafts")
    return (path.suffix.lower() in SUFFIXES or is_post) and not path.name.startswith(".")


def is_about_the_folder(source: Source) -> bool:
    """A README and its like: texts about the folder, not of it."""
    return not source.front and len(source.path.parts) == 1 and bool(_ABOUT_THE_FOLDER.match(source.path.name))


def read(root: Path, path: Path) -> Source:
    """The file at `path` in the folder. Raises Unreadable, also for what lies outside the folder."""
    whole = (root / path).resolve()
    if not whole.is_relative_to(root.resolve()):
        raise Unreadable("it is a link that leads out of the folder.")
    if whole.stat().st_size > LIMIT_BYTES:
        raise Unreadable(f"it is larger than {LIMIT_BYTES // 1048576} MB.")
    data = whole.read_bytes()
    written = _decoded(data)
    front, rest = front_matter(written)
    named = {str(name).lower(): value for name, value in front.items()}
    return Source(path, data, named, rest, written.count("\n", 0, len(written) - len(rest)) + 1)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"line {line:,} is not {encoding.removesuffix('-sig').upper()}.") from None


def front_matter(written: str) -> tuple[dict[str, Any], str]:
    """The names and values that a text begins with, in YAML, TOML or JSON, and the rest of it. Raises Unreadable."""
    if found := _YAML.match(written):
        return _mapping(_yaml(found[1])), written[found.end() :]
    if found := _TOML.match(written):
        return _toml(found[1]), written[found.end() :]
    if re.match(r"\{\s*\"", written):
        return _json(written)
    return {}, written


def _mapping(value: Any) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise Unreadable("line 1: its front matter is not a list of names and values.")
    return value or {}


class _Loader(yaml.SafeLoader):
    """Plain values only, and no aliases, by which a few lines could become gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


def _yaml(text: str) -> Any:
    try:
        return yaml.load(text, _Loader)  # noqa: S506  (a safe loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise Unreadable(f"line {line:,}: its front matter cannot be read ({error.problem}).") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"line 2: its front matter cannot be read ({error}).".replace("\n", " ")) from None


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) + 1 if found else 2
        raise Unreadable(f"line {line:,}: its front matter cannot be read ({error}).") from None


def _json(written: str) -> tuple[dict[str, Any], str]:
    try:
        value, end = json.JSONDecoder().raw_decode(written)
    except (ValueError, RecursionError):
        return {}, written
    return value, written[end:].removeprefix("\n")
