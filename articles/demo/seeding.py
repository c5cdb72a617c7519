"""Makes the demo publication, through the services that editors use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any
from zoneinfo import ZoneInfo

from articles.body import document, markdown
from articles.demo import content, covers
from articles.models import Article, Author, Section, Series, Tag
from articles.services import coediting, drafting, organising, publishing
from articles.services.organising import AnyTerm
from library import services as library
from library.models import Asset
from people import roles
from people.models import User

PASSWORD = "masthead-demo"  # noqa: S105  (printed at every start; these accounts exist on loopback only)
ACCOUNTS = {
    "admin@example.com": roles.ADMINISTRATOR,
    "editor@example.com": roles.EDITOR,
    "author@example.com": roles.AUTHOR,
    "contributor@example.com": roles.CONTRIBUTOR,
}


def seed(*, with_accounts: bool) -> int:
    """Makes the demo publication and returns the number of its pieces; accounts only where they cannot be reached."""
    demo = content.load()
    seeding = _Seeding(demo, _accounts(demo) if with_accounts else {})
    seeding.places()
    seeding.pieces()
    return len(demo.pieces)


def _accounts(demo: content.Demo) -> dict[str, User]:
    names = {person.email: person.name for person in demo.authors if person.email}
    return {email: _account(email, role, names.get(email, role.title())) for email, role in ACCOUNTS.items()}


def _account(email: str, role: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=role == roles.ADMINISTRATOR)
    roles.assign(user, role)
    return user


class _Seeding:
    """The demo on its way into the database: rows by slug."""

    def __init__(self, demo: content.Demo, accounts: dict[str, User]) -> None:
        self.demo = demo
        self.accounts = accounts
        self.start = datetime.now(ZoneInfo(demo.time_zone))
        self.editor = accounts.get("editor@example.com")

    def places(self) -> None:
        """The settings, sections, tags, series and authors."""
        demo = self.demo
        organising.change_publication(
            by=self.editor,
            version=1,
            name=demo.name,
            tagline=demo.tagline,
            language=demo.language,
            time_zone=demo.time_zone,
            accent=demo.accent,
            navigation=[{"label": link.label, "url": link.url} for link in demo.navigation],
        )
        self.sections = {one.slug: self._section(place, one) for place, one in enumerate(demo.sections)}
        self.tags = {tag.slug: self._term(Tag, tag.slug, tag.name) for tag in demo.tags}
        self.series = {one.slug: self._term(Series, one.slug, one.title, one.description) for one in demo.series}
        self.authors = {person.slug: self._author(person) for person in demo.authors}

    def _section(self, place: int, one: content.Section) -> Section:
        return self._term(Section, one.slug, one.name, one.description, position=place)

    def _term(self, model: type[AnyTerm], slug: str, name: str, description: str = "", **fields: Any) -> AnyTerm:
        return organising.create_term(model, by=self.editor, name=name, slug=slug, description=description, **fields)

    def _author(self, person: content.Person) -> Author:
        portrait = covers.save(covers.draw_portrait(person.portrait))
        return organising.create_author(
            by=self.editor,
            name=person.name,
            slug=person.slug,
            biography=person.bio,
            links=[{"label": link.label, "url": link.url} for link in person.links],
            picture=library.add_picture(portrait, f"{person.slug}.jpg", by=self.editor, is_decorative=True),
            user=self.accounts.get(person.email or ""),
        )

    def pieces(self) -> None:
        """Every piece as it stands at the first start. Covers are drawn by all processors."""
        plates = [plate for piece in self.demo.pieces for plate in (piece.cover, *piece.pictures) if plate]
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as workers:
            self.drawn = workers.map(covers.jpeg, [plate.motif for plate in plates], [plate.seed for plate in plates])
            for piece in self.demo.pieces:
                self._piece(piece)

    def _piece(self, piece: content.Piece) -> None:
        author = self.authors[piece.authors[0]]
        by = author.user or self.editor
        fields = dict(self._fields(piece))
        if piece.cover:
            fields["cover_id"] = self._cover(piece.slug, piece.cover, by).pk
        body = self._with_pictures(piece, by)
        article = drafting.create(by=by, body=markdown.from_markdown(body), **fields)
        drafting.touch(article, by, at=min(piece.moment(self.start), self.start))
        getattr(self, f"_{piece.state}")(article, piece)

    def _fields(self, piece: content.Piece) -> Iterator[tuple[str, Any]]:
        yield from {"title": piece.title, "standfirst": piece.standfirst, "language": piece.language}.items()
        yield "section_id", self.sections[piece.section].pk
        yield "tag_ids", [self.tags[slug].pk for slug in piece.tags]
        yield "author_ids", [self.authors[slug].pk for slug in piece.authors]
        if piece.state is not content.State.DRAFT:
            yield "slug", piece.slug
        if piece.series:
            yield from {"series_id": self.series[piece.series].pk, "series_part": piece.part}.items()
        if piece.days_ago and piece.state is not content.State.DRAFT:
            yield "pub_date", piece.moment(self.start)

    def _cover(self, slug: str, cover: content.Cover, by: User | None) -> Asset:
        about = {"alt": cover.alt, "credit": cover.credit, "caption": cover.caption}
        return library.add_picture(next(self.drawn), f"{slug}.jpg", by=by, title=cover.alt[:80], **about)

    def _with_pictures(self, piece: content.Piece, by: User | None) -> str:
        """The text, naming the assets made of its pictures where it named their places."""
        body = piece.body
        for picture in piece.pictures:
            asset = library.add_picture(next(self.drawn), f"{piece.slug}-{picture.seed}.jpg", by=by)
            body = body.replace(picture.asset, str(asset.uuid))
        return body

    def _published(self, article: Article, piece: content.Piece) -> None:
        publishing.publish(article, by=self.editor)
        if piece.draft_changes:
            self._change(article, piece.draft_changes)

    def _change(self, article: Article, changes: content.DraftChanges) -> None:
        """Leaves changes in the draft that readers do not see yet."""
        fields = {"title": changes.title, "standfirst": changes.standfirst}
        drafting.change(article, by=self.editor, version=article.draft.version, **fields)
        text = markdown.to_markdown(document.without_ids(coediting.read(article)[1]))
        longer = markdown.from_markdown(f"{text}\n\n{changes.body_append}")
        coediting.replace(article, by=self.editor, new=longer)

    def _scheduled(self, article: Article, piece: content.Piece) -> None:
        publishing.schedule(article, by=self.editor, at=piece.moment(self.start))

    def _draft(self, article: Article, piece: content.Piece) -> None:
        """A draft stays as it was made."""

    def _unpublished(self, article: Article, piece: content.Piece) -> None:
        publishing.publish(article, by=self.editor)
        publishing.unpublish(article, by=self.editor)

    def _trashed(self, article: Article, piece: content.Piece) -> None:
        drafting.trash(article, by=self.editor)
