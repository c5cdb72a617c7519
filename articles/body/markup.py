"""Writing HTML: escaping, tags, and the allow list that all output passes through."""

import re
from collections.abc import Mapping

import nh3

from . import urls
from .document import UNWANTED

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\xa0": "&nbsp;"})
_TAGS = set(
    """a aside audio blockquote br caption code div em figcaption figure h2 h3 h4 hr img li mark ol p picture pre s
    section source span strong sub sup table tbody td th thead tr ul video""".split()
)
_ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "role"},
    "a": {"href", "title", "rel", "download"},
    "audio": {"src", "controls", "preload"},
    "div": {"tabindex", "aria-label"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "source": {"srcset", "sizes", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "video": {"src", "controls", "preload", "width", "height", "poster"},
}


def sanitize(markup: str) -> str:
    """`markup` reduced to the elements, attributes and addresses that `render` makes."""
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"data-"},
        url_schemes=set(urls.SCHEMES),
        link_rel=None,
        clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    )


def escape(text: str) -> str:
    """`text` for an attribute, as HTML's own serialisation writes it; characters that no page can hold are left out."""
    return escape_text(text).replace('"', "&quot;")


def escape_text(text: str) -> str:
    """`text` for the content of an element."""
    return (
        UNWANTED.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
    )


def attributes(values: Mapping[str, object]) -> str:
    """` name="value"` for each value that is neither None nor empty."""
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items() if value not in (None, ""))


def tag(name: str, inner: str, /, **values: object) -> str:
    """An element; `class_` and `data_id` stand for `class` and `data-id`."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in values.items()}
    return f"<{name}{attributes(given)}>{inner}</{name}>"


def exact(name: str, value: str) -> str:
    """A data attribute for a value that cannot be read back from the text shown, else nothing."""
    return "" if value and re.sub(r"[ \t\n]+", " ", value).strip(" ") == value else f' data-{name}="{escape(value)}"'


def link(url: str, text: str, name: str, download: bool = False) -> str:
    """A link that stands alone, showing `text`, which is the attribute `name` of its block, or else the address."""
    href = {"href": url if urls.is_safe(url) else None, "rel": "noopener" if urls.is_absolute(url) else None}
    saves = ' download=""' if download else ""
    return f"<a{attributes(href)}{saves}{exact(name, text)}>{escape_text(text or url)}</a>"
