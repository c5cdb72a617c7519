"""Small exports, made for a test, and what a test asks of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from django.db import connection

from articles.body import text
from transfer.formats.wordpress.reading import Record

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is not there")

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Old Site</title>
<link>https://old.example</link>
<language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
"""
AUTHOR = "<wp:author><wp:author_login>ada</wp:author_login><wp:author_email>ada@old.example</wp:author_email>"
AUTHOR += "<wp:author_display_name><![CDATA[Ada Byron]]></wp:author_display_name></wp:author>\n"
DATE = "2019-03-12 09:30:00"


def wxr(*elements: str) -> str:
    """An export that holds these elements, after one author, Ada."""
    return HEAD + AUTHOR + "".join(elements) + "</channel>\n</rss>\n"


def item(key: int = 1, content: str = "Hello.", *, terms: str = "", more: str = "", **fields: Any) -> str:
    """A published post of Ada's, unless the fields (post_type, status, title, post_name …) say otherwise."""
    slug = fields.pop("post_name", f"post-{key}")
    title, excerpt = fields.pop("title", f"Post {key}"), fields.pop("excerpt", "")
    link = fields.pop("link", f"https://old.example/2019/03/{slug}/")
    creator = fields.pop("creator", "ada")
    values = {"post_date": DATE, "post_date_gmt": DATE, "status": "publish", "post_type": "post", **fields}
    written = "".join(f"<wp:{name}>{escape(str(value))}</wp:{name}>\n" for name, value in values.items())
    return (
        f"<item>\n<title>{escape(title)}</title>\n<link>{escape(link)}</link>\n<dc:creator>{creator}</dc:creator>\n"
        f'<guid isPermaLink="false">https://old.example/?p={key}</guid>\n'
        f"<content:encoded><![CDATA[{content}]]></content:encoded>\n"
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>\n"
        f"<wp:post_id>{key}</wp:post_id>\n<wp:post_name>{escape(slug)}</wp:post_name>\n{written}{terms}{more}</item>\n"
    )


def term(domain: str, nicename: str, name: str) -> str:
    """A post's category, tag or format."""
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{name}]]></category>\n'


def category(nicename: str, name: str, parent: str = "", key: int = 0) -> str:
    """A category of the whole site."""
    return (
        f"<wp:category><wp:term_id>{key}</wp:term_id><wp:category_nicename>{nicename}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>\n"
    )


def meta(key: str, value: object) -> str:
    """A field of a post that WordPress or a plugin added."""
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>\n"


def attachment(key: int, url: str, parent: int = 0, **fields: Any) -> str:
    """A file of the site's library."""
    more = f"<wp:attachment_url>{escape(url)}</wp:attachment_url>\n" + fields.pop("more", "")
    fields = {"post_type": "attachment", "status": "inherit", "post_parent": parent, **fields}
    return item(key, "", more=more, **fields)


def record(**fields: Any) -> Record:
    """An item as it is read: published, unless the fields say otherwise."""
    terms, metas = fields.pop("terms", []), fields.pop("meta", {})
    values = {"post_id": "1", "status": "publish", "post_type": "post", "title": "A title", "post_date_gmt": DATE}
    return Record("item", 7, {**values, **fields}, {"content": 9}, terms, metas)


def rows() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest of all of them."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from "{table}" t')
            found[table] = cursor.fetchone()
    return found


def words(document: dict[str, Any]) -> str:
    """All the text of a document, on one line."""
    return " ".join(text.plain_text(document).split())
