"""The tags of Jekyll's and Hugo's templates in a text, as Markdown; those that need the templates are kept as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from transfer.formats.markdown.folder import Folder, Kind

Note = Callable[[int, str], None]
_LIQUID = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>[^\n]{0,1000}?)-?%\}|\{\{(?P<value>[^\n{}<%]{1,1000})\}\}")
_HUGO = re.compile(r"\{\{[<%](?P<quoted>/\*)?\s*(?P<name>/?[\w./-]+)(?P<rest>[^\n]{0,1000}?)(?:\*/)?[>%]\}\}")
_CLASSES = re.compile(r"^[ \t]*\{:[^\n{}]*\}[ \t]*$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""(?:([\w-]+)=)?(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_RELATIVE = re.compile(r"""["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url)""")
_EMBEDDED = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
}
Made = tuple[str, int]  # what stands for a tag, and where the text goes on


def without_templates(text: str, folder: Folder, *, line: int, note: Note) -> str:
    """The text with what its tags mean, as far as that is known; `line` is where it begins, `note` gets the others."""
    if folder.kind == Kind.JEKYLL:
        return _resolved(_CLASSES.sub("", text), _LIQUID, _liquid, folder, line, note)
    return _resolved(text, _HUGO, _hugo, folder, line, note) if folder.kind == Kind.HUGO else text


def _resolved(
    text: str,
    pattern: re.Pattern[str],
    read: Callable[[str, re.Match[str], Folder], Made | None],
    folder: Folder,
    line: int,
    note: Note,
) -> str:
    out: list[str] = []
    position = 0
    while found := pattern.search(text, position):
        line += text.count("\n", position, found.start())
        made = read(text, found, folder)
        if made is None:
            note(line, f"{found[0][:80]} needs a template: it is kept as text")
        written, end = made or (found[0], found.end())
        out += [text[position : found.start()], written]
        line += text.count("\n", found.start(), end)
        position = end
    return "".join([*out, text[position:]])


def _liquid(text: str, found: re.Match[str], folder: Folder) -> Made | None:
    if found["value"] is not None:
        made = _value(found["value"].strip(), folder)
        return None if made is None else (made, found.end())
    name, rest = found["name"], found["rest"].strip()
    if name in ("raw", "highlight", "comment"):
        return _enclosed(text, found, rf"\{{%-?\s*end{name}\s*-?%\}}", name, rest.partition(" ")[0])
    address = folder.linked(rest) if name in ("post_url", "link") else ""
    return (address, found.end()) if address else None


def _value(expression: str, folder: Folder) -> str | None:
    if expression in ("site.baseurl", "site.url"):
        return folder.base if expression == "site.baseurl" else ""
    found = _RELATIVE.fullmatch(expression)
    return f"{folder.base}/{found[1].lstrip('/')}" if found else None


def _hugo(text: str, found: re.Match[str], folder: Folder) -> Made | None:
    name, attrs = found["name"], _attributes(found["rest"])
    if found["quoted"]:
        return found[0].replace("/*", "", 1).replace("*/", "", 1), found.end()
    if name == "highlight":
        return _enclosed(text, found, r"\{\{[<%]\s*/highlight\s*[>%]\}\}", name, attrs.get("0", ""))
    if name in ("ref", "relref"):
        address = folder.linked(attrs.get("0", ""))
        return (address, found.end()) if address else None
    if name in _EMBEDDED and (key := attrs.get("id") or "/".join(attrs[n] for n in ("0", "1") if n in attrs)):
        return f"\n\n::embed{{url={json.dumps(_EMBEDDED[name].format(key))}}}\n\n", found.end()
    return (_figure(attrs), found.end()) if name == "figure" and attrs.get("src") else None


def _figure(attrs: dict[str, str]) -> str:
    caption = attrs.get("caption") or attrs.get("title") or ""
    return f"\n\n::image[{caption}]{{src={json.dumps(attrs['src'])} alt={json.dumps(attrs.get('alt', ''))}}}\n\n"


def _enclosed(text: str, found: re.Match[str], ending: str, name: str, language: str) -> Made | None:
    end = re.compile(ending).search(text, found.end())
    if end is None:
        return None
    inner = text[found.end() : end.start()]
    made = {"raw": inner, "comment": "", "highlight": _fenced(inner, language)}
    return made[name], end.end()


def _fenced(code: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"\n{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"


def _attributes(text: str) -> dict[str, str]:
    """A shortcode's values by name, and by number those without one."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        key = name or str(sum(1 for one in found if one.isdigit()))
        found[key] = double or single or bare
    return found
