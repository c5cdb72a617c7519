"""What has to be known of a whole export before its first post: who wrote, which terms and files there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from transfer.formats.wordpress.reading import Malformed, Record, records
from transfer.formats.wordpress.shortcodes import Attachment
from transfer.pieces import Named

MAX_PARENTS = 20


@dataclass
class Site:
    """An export's index. `base` is the old site's address, `counts` its items by type."""

    title: str = ""
    base: str = ""
    authors: dict[str, str] = field(default_factory=dict)  # names by login
    categories: dict[str, Record] = field(default_factory=dict)  # by nicename
    tags: dict[str, Record] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)  # by id
    attached: dict[str, list[Attachment]] = field(default_factory=lambda: defaultdict(list))  # by the post's id
    attachment_pages: set[str] = field(default_factory=set)
    reused: dict[str, str] = field(default_factory=dict)  # texts of reusable blocks, by id
    counts: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    language: str = ""

    # ---- the Library that texts refer to

    def attachment(self, key: str) -> Attachment | None:
        return self.attachments.get(key)

    def attached_to(self, key: str) -> list[Attachment]:
        return self.attached.get(key, [])

    def reusable(self, key: str) -> str:
        return self.reused.get(key, "")

    def is_page_of_a_file(self, url: str) -> bool:
        return url.rstrip("/") in self.attachment_pages

    # ---- addresses and terms

    @property
    def others(self) -> int:
        """How many items are no attachments."""
        return self.counts.total() - self.counts["attachment"]

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or ""

    @property
    def root(self) -> str:
        """The path under which the old site lay, without a slash at its end."""
        return urlsplit(self.base).path.rstrip("/")

    def lineage(self, nicename: str) -> list[str]:
        """The category's nicename, its parent's, and so on up to the top."""
        found = [nicename]
        while len(found) < MAX_PARENTS and (category := self.categories.get(found[-1])):
            parent = category.get("category_parent")
            if not parent or parent in found:
                break
            found.append(parent)
        return found

    def category(self, nicename: str, name: str) -> Named:
        known = self.categories.get(nicename)
        path = unquote("/".join(reversed(self.lineage(nicename))))
        about = known.get("category_description") if known else ""
        named = (known.get("cat_name") if known else "") or name or nicename
        return Named(f"category:{nicename}", named, about, f"{self.root}/category/{path}/")

    def tag(self, nicename: str, name: str) -> Named:
        known = self.tags.get(nicename)
        about = known.get("tag_description") if known else ""
        named = (known.get("tag_name") if known else "") or name or nicename
        return Named(f"post_tag:{nicename}", named, about, f"{self.root}/tag/{unquote(nicename)}/")


def survey(path: Path) -> Site:
    """Reads the whole export once. Raises Malformed before anything has been written."""
    site = Site()
    for record in records(path):
        _COLLECT[record.kind](site, record)
    if not site.base:
        raise Malformed(1, "the export does not say which site it comes from (base_blog_url).")
    return site


def _channel(site: Site, record: Record) -> None:
    site.title, site.language = record.get("title"), record.get("language")
    site.base = (record.get("base_blog_url") or record.get("link") or record.get("base_site_url")).rstrip("/")


def _author(site: Site, record: Record) -> None:
    names = f"{record.get('author_first_name')} {record.get('author_last_name')}".strip()
    login = record.get("author_login")
    site.authors[login] = record.get("author_display_name") or names or login


def _category(site: Site, record: Record) -> None:
    site.categories[record.get("category_nicename")] = record


def _tag(site: Site, record: Record) -> None:
    site.tags[record.get("tag_slug")] = record


def _term(site: Site, record: Record) -> None:
    """Menus and custom taxonomies: nothing of them comes."""


def _item(site: Site, record: Record) -> None:
    kind, key = record.get("post_type"), record.get("post_id")
    site.counts[kind] += 1
    site.comments += record.comments
    if kind == "attachment":
        _attachment(site, record, key)
    elif kind == "wp_block":
        site.reused[key] = record.fields.get("content", "")


def _attachment(site: Site, record: Record, key: str) -> None:
    found = Attachment(
        key,
        url=record.get("attachment_url") or record.get("guid"),
        title=record.get("title"),
        alt="".join(record.meta.get("_wp_attachment_image_alt", [])[:1]),
        caption=record.get("excerpt"),
        parent=record.get("post_parent"),
        line=record.line,
    )
    site.attachments[key] = found
    site.attached[found.parent].append(found)
    site.attachment_pages.add(record.get("link").rstrip("/"))


_COLLECT = {
    "channel": _channel,
    "author": _author,
    "category": _category,
    "tag": _tag,
    "term": _term,
    "item": _item,
}
