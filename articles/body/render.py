"""A document as small semantic HTML, which `from_html` can read back."""

import re
from collections.abc import Iterable, Mapping
from itertools import takewhile

from . import urls
from .document import Doc, anchor, attrs_of, text_of
from .figures import RenderedAsset, Source, picture, player, pointer
from .markup import attributes, escape, escape_text, exact, link, sanitize, tag

__all__ = ["RenderedAsset", "Source", "render", "render_inline", "sanitize"]

EXACT = "pre-wrap"  # class of text whose spaces and last line break a browser would otherwise drop
BLANK = "blank"  # class of a text block that is meant to be empty
_FRAGILE = re.compile(r"^ | $|[\t\n]|  |\0 | \0|\0$")
_MARK_TAGS = {
    "strong": "strong",
    "em": "em",
    "strikethrough": "s",
    "highlight": "mark",
    "subscript": "sub",
    "superscript": "sup",
    "code": "code",
}


def render(doc: Doc, assets: Mapping[str, RenderedAsset] | None = None) -> str:
    """The HTML of a checked document; assets by id. A picture that is not among them is a link, so that no page asks
    a third party for anything. The result is unchanged by `sanitize`, and `from_html` gives `doc` back from it."""
    return sanitize(_Renderer(assets or {}).document(doc))


def render_inline(nodes: Iterable[Doc]) -> str:
    """The HTML of inline nodes, without endnotes: footnotes are left out."""
    plain = [node for node in nodes if node["type"] != "footnote"]
    return sanitize(_Renderer({}).inline(plain))


def _shape(node: Doc) -> str | None:
    """The class that keeps a text block as it is: BLANK, or EXACT where a browser would lose spaces or a last break."""
    content = node.get("content")
    if not content:
        return BLANK
    if len(content) == 1 and "text" in content[0]:
        return EXACT if _FRAGILE.search(content[0]["text"]) else None
    shown = "".join({"text": child.get("text"), "hard_break": "\0"}.get(child["type"]) or "x" for child in content)
    return EXACT if _FRAGILE.search(shown) else None


class _Renderer:
    """The state of one rendering: the notes met so far and the anchors given to headings."""

    def __init__(self, assets: Mapping[str, RenderedAsset]) -> None:
        self.assets = assets
        self.notes: list[Doc] = []
        self.anchors: dict[str, int] = {}

    def document(self, doc: Doc) -> str:
        return self.blocks(doc) + self.endnotes()

    def blocks(self, node: Doc) -> str:
        return "\n".join(self.block(child) for child in node.get("content", ()))

    def block(self, node: Doc) -> str:
        return str(getattr(self, node["type"])(node, attrs_of(node)))

    # ---- text

    def inline(self, nodes: Iterable[Doc]) -> str:
        out: list[str] = []
        active: list[Doc] = []
        for node in nodes:
            marks = _marks_around(node)
            if marks or active:
                kept = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(active, marks, strict=False))))
                out += [_mark_end(mark) for mark in reversed(active[kept:])]
                out += [_mark_start(mark) for mark in marks[kept:]]
            out.append(self.leaf(node))
            active = marks
        return "".join(out + [_mark_end(mark) for mark in reversed(active)])

    def leaf(self, node: Doc) -> str:
        if node["type"] == "text":
            return escape_text(node["text"])
        return "<br>" if node["type"] == "hard_break" else self.footnote(node)

    def footnote(self, node: Doc) -> str:
        self.notes.append(node)
        n = len(self.notes)
        link = f'<a id="fnref{n}" href="#fn{n}" role="doc-noteref">{n}</a>'
        return f'<sup class="footnote"{_held_link(node)}>{link}</sup>'

    def endnotes(self) -> str:
        if not self.notes:
            return ""
        items = "\n".join(self.endnote(n, note) for n, note in enumerate(self.notes, 1))
        return f'\n<section class="footnotes" role="doc-endnotes"><ol>\n{items}\n</ol></section>'

    def endnote(self, n: int, note: Doc) -> str:
        text = self.textblock("p", note)
        return f'<li id="fn{n}">{text} <a href="#fnref{n}" role="doc-backlink">↩</a></li>'

    def textblock(self, name: str, node: Doc, **values: object) -> str:
        return tag(name, self.inline(node.get("content", ())), class_=_shape(node), **values)

    def paragraph(self, node: Doc, attrs: Doc) -> str:
        return self.textblock("p", node, data_id=attrs["id"])

    def heading(self, node: Doc, attrs: Doc) -> str:
        name = anchor(" ".join(text_of(node).split()), self.anchors)
        return self.textblock(f"h{attrs['level']}", node, id=name, data_id=attrs["id"])

    def code_block(self, node: Doc, attrs: Doc) -> str:
        language = f"language-{attrs['language']}" if attrs["language"] else None
        text = text_of(node)
        code = tag("code", escape_text(text), class_=language)
        return tag(
            "pre", code, class_=EXACT if text.startswith("\n") or text.endswith("\n") else None, data_id=attrs["id"]
        )

    # ---- blocks of blocks

    def flow(self, node: Doc) -> str:
        """The blocks of a list item or cell; one plain paragraph, alone or before lists, without its `<p>`."""
        first, *rest = node["content"]
        lists = all(child["type"] in ("bullet_list", "ordered_list") for child in rest)
        plain = first["type"] == "paragraph" and not attrs_of(first)["id"]
        if not (plain and lists and (_shape(first) is None or (_shape(first) == BLANK and not rest))):
            return self.blocks(node)
        return self.inline(first.get("content", ())) + "".join(map(self.block, rest))

    def bullet_list(self, node: Doc, attrs: Doc) -> str:
        return tag("ul", f"\n{self.blocks(node)}\n", data_id=attrs["id"])

    def ordered_list(self, node: Doc, attrs: Doc) -> str:
        start = None if attrs["start"] == 1 else attrs["start"]
        return tag("ol", f"\n{self.blocks(node)}\n", start=start, data_id=attrs["id"])

    def list_item(self, node: Doc, attrs: Doc) -> str:
        return tag("li", self.flow(node), data_id=attrs["id"])

    def quote(self, node: Doc, attrs: Doc, class_: str = "quote") -> str:
        last = node["content"][-1]
        if last["type"] != "citation" and class_ == "quote":
            return tag("blockquote", self.blocks(node), data_id=attrs["id"])
        said = tag(
            "blockquote", self.blocks({"content": [one for one in node["content"] if one["type"] != "citation"]})
        )
        source = self.textblock("figcaption", last) if last["type"] == "citation" else ""
        return tag("figure", said + source, class_=class_, data_id=attrs["id"])

    def pull_quote(self, node: Doc, attrs: Doc) -> str:
        return self.quote(node, attrs, "pull-quote")

    def callout(self, node: Doc, attrs: Doc) -> str:
        kind = f"callout callout-{attrs['kind']}"
        return tag("aside", self.blocks(node), class_=kind, role="note", data_id=attrs["id"])

    def divider(self, node: Doc, attrs: Doc) -> str:
        return f"<hr{attributes({'data-id': attrs['id']})}>"

    # ---- tables

    def table(self, node: Doc, attrs: Doc) -> str:
        rows = node["content"]
        head = list(takewhile(lambda row: all(c["type"] == "table_header" for c in row.get("content", ())), rows[:-1]))
        body = tag("tbody", "\n".join(map(self.table_row, rows[len(head) :])))
        top = tag("thead", "\n".join(map(self.table_row, head))) if head else ""
        caption = f"<caption{exact('caption', attrs['caption'])}>{escape_text(attrs['caption'])}</caption>"
        table = tag("table", (caption if attrs["caption"] else "") + top + body)
        label = attrs["caption"] or text_of(rows[0])[:80]
        box = (
            f'<div class="table" role="region" tabindex="0"{attributes({"aria-label": label, "data-id": attrs["id"]})}>'
        )
        return f"{box}{table}</div>"

    def table_row(self, row: Doc) -> str:
        return tag("tr", "".join(map(self.cell, row.get("content", ()))))

    def cell(self, node: Doc) -> str:
        attrs = attrs_of(node)
        spans = {name: attrs[name] for name in ("colspan", "rowspan") if attrs[name] != 1}
        name = "th" if node["type"] == "table_header" else "td"
        return tag(name, self.flow(node), class_=attrs["align"] and f"align-{attrs['align']}", **spans)

    # ---- media

    def image(self, node: Doc, attrs: Doc) -> str:
        asset = self.assets.get(attrs["asset"] or "")
        hidden = attrs["alt"] if attrs["decorative"] and asset else ""
        shown = picture(asset, "" if attrs["decorative"] else attrs["alt"]) if asset else pointer(attrs, "alt")
        caption = self.caption_with_credit(node, attrs["credit"])
        extra = {"data-alt": hidden, "data-decorative": "true" if attrs["decorative"] else None}
        return self.figure("image", attrs, asset, shown + caption, extra)

    def figure(
        self, kind: str, attrs: Doc, asset: RenderedAsset | None, inner: str, extra: Mapping[str, object]
    ) -> str:
        width = "" if attrs.get("width", "text") == "text" else f" {attrs['width']}"
        values = {"class": kind + width, "data-asset": attrs["asset"], "data-src": asset and attrs["src"]}
        return f"<figure{attributes({**values, **extra, 'data-id': attrs['id']})}>{inner}</figure>"

    def caption_with_credit(self, node: Doc, credit: str) -> str:
        if not credit:
            return self.caption(node, {}) if node.get("content") else ""
        text = self.textblock("span", node, data_caption="true") + " " if node.get("content") else ""
        return tag("figcaption", text + tag("span", escape_text(credit), class_="credit", data_credit=credit))

    def caption(self, node: Doc, attrs: Doc) -> str:
        return self.textblock("figcaption", node)

    def gallery(self, node: Doc, attrs: Doc) -> str:
        return tag("figure", self.blocks(node), class_="gallery", data_id=attrs["id"])

    def audio(self, node: Doc, attrs: Doc) -> str:
        return self.player("audio", node, attrs)

    def video(self, node: Doc, attrs: Doc) -> str:
        return self.player("video", node, attrs)

    def player(self, kind: str, node: Doc, attrs: Doc) -> str:
        asset = self.assets.get(attrs["asset"] or "")
        shown = player(kind, asset) if asset else pointer(attrs, "title")
        title = {"data-title": attrs["title"] if asset else None}
        caption = self.caption(node, {}) if node.get("content") else ""
        return self.figure(kind, attrs, asset, shown + caption, title)

    def file(self, node: Doc, attrs: Doc) -> str:
        asset = self.assets.get(attrs["asset"] or "")
        shown = link(asset.url, attrs["title"], "title", download=True) if asset else pointer(attrs, "title")
        caption = self.caption(node, {}) if node.get("content") else ""
        return self.figure("file", attrs, asset, shown + caption, {})

    # ---- links that stand alone

    def embed(self, node: Doc, attrs: Doc) -> str:
        inner = link(attrs["url"], attrs["title"], "title")
        return tag("figure", inner, class_="embed", data_provider=attrs["provider"], data_id=attrs["id"])

    def bookmark(self, node: Doc, attrs: Doc) -> str:
        title = link(attrs["url"], attrs["title"], "title")
        about = attrs["description"]
        text = f"<p{exact('description', about)}>{escape_text(about)}</p>" if about else ""
        return tag("figure", title + text, class_="bookmark", data_id=attrs["id"])

    def button(self, node: Doc, attrs: Doc) -> str:
        return tag("p", link(attrs["url"], attrs["label"], "label"), class_="button", data_id=attrs["id"])


def _marks_around(node: Doc) -> list[Doc]:
    """The marks to write around a node: a footnote is a link itself, and holds that of its text as data."""
    marks: list[Doc] = node.get("marks") or []
    return [mark for mark in marks if mark["type"] != "link"] if node["type"] == "footnote" else marks


def _held_link(footnote: Doc) -> str:
    """The link around a footnote as data: a link cannot stand in a link."""
    found = [attrs_of(mark) for mark in footnote.get("marks") or [] if mark["type"] == "link"]
    given = [(name, value) for attrs in found for name, value in attrs.items() if value is not None]
    return "".join(f' data-{name}="{escape(value)}"' for name, value in given)


def _mark_start(mark: Doc) -> str:
    kind, attrs = mark["type"], attrs_of(mark)
    if kind in _MARK_TAGS:
        return f"<{_MARK_TAGS[kind]}>"
    if kind == "small_caps":
        return '<span class="small-caps">'
    return f"<a{_link_attributes(attrs)}>" if kind == "link" else f"<span{attributes(attrs)}>"


def _mark_end(mark: Doc) -> str:
    return f"</{'a' if mark['type'] == 'link' else _MARK_TAGS.get(mark['type'], 'span')}>"


def _link_attributes(attrs: Doc) -> str:
    href = attrs["href"]
    rel = " ".join(filter(None, [attrs["rel"], "noopener" if urls.is_absolute(href) else None]))
    title = "" if attrs["title"] is None else f' title="{escape(attrs["title"])}"'
    return attributes({"href": href if urls.is_safe(href) else None}) + title + attributes({"rel": rel})
