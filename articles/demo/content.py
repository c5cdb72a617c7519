"""The demo publication as data: publication.yaml and the files of pieces/, read and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

FOLDER = Path(__file__).parent

T = TypeVar("T")


class DemoError(ValueError):
    """The demo's files do not agree with one another; the message names the file and what is wrong in it."""


class State(StrEnum):
    """Where a piece stands at the first start."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    UNPUBLISHED = "unpublished"
    TRASHED = "trashed"


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address: of a person, or in the navigation."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the publication."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series of pieces."""

    slug: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Person:
    """An author. `portrait` is a seed for `covers.draw_portrait`; `email` is that of a demo user, or None."""

    slug: str
    name: str
    role: str
    bio: str
    portrait: str
    links: tuple[Link, ...] = ()
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture for `covers.draw(motif, seed)`, and the words that belong to it."""

    motif: str
    seed: str
    alt: str
    credit: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a body. `asset` is the id that the body uses until it is given that of the real asset."""

    asset: str
    motif: str
    seed: str


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """What the draft of a published piece has that readers do not see yet."""

    title: str
    standfirst: str
    note: str
    body_append: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece, naming its section, tags, authors and series by slug. `body` is Markdown for `articles.body.markdown`.

    Time is counted from the first start: `days_ago` for what has happened, `in_days` for what is scheduled.
    """

    slug: str
    title: str
    standfirst: str
    section: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    state: State
    body: str
    cover: Cover | None = None
    pictures: tuple[Picture, ...] = ()
    series: str | None = None
    part: int | None = None
    language: str = "en"
    days_ago: int = 0
    in_days: int = 0
    note: str = ""
    draft_changes: DraftChanges | None = None

    def moment(self, start: datetime) -> datetime:
        """Nine o'clock on the day of this piece, in the time zone of `start`, the first start."""
        day = start + timedelta(days=self.in_days - self.days_ago)
        return day.replace(hour=9, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole publication; pieces are ordered from the oldest to the newest."""

    name: str
    tagline: str
    language: str
    time_zone: str
    accent: str
    navigation: tuple[Link, ...]
    sections: tuple[Section, ...]
    authors: tuple[Person, ...]
    tags: tuple[Tag, ...]
    series: tuple[Series, ...]
    pieces: tuple[Piece, ...] = field(repr=False)


def load(folder: Path = FOLDER) -> Demo:
    """The demo publication in `folder`. Raises DemoError where a file is malformed or names something that is not."""
    values = _yaml((folder / "publication.yaml").read_text(encoding="utf-8"), "publication.yaml")
    people = [{**person, "links": _many(Link, person.get("links", ()), "authors")} for person in values["authors"]]
    pieces = [_piece(path) for path in sorted((folder / "pieces").glob("*.md"))]
    demo = _made(
        Demo,
        {
            **values,
            "navigation": _many(Link, values["navigation"], "navigation"),
            "sections": _many(Section, values["sections"], "sections"),
            "authors": _many(Person, people, "authors"),
            "tags": _many(Tag, values["tags"], "tags"),
            "series": _many(Series, values["series"], "series"),
            "pieces": tuple(sorted(pieces, key=lambda piece: (piece.in_days - piece.days_ago, piece.slug))),
        },
        "publication.yaml",
    )
    for piece in demo.pieces:
        _check(piece, demo)
    return demo


def _piece(path: Path) -> Piece:
    opening, _, rest = path.read_text(encoding="utf-8").partition("---\n")
    matter, fence, body = rest.partition("\n---\n")
    if opening or not fence:
        raise DemoError(f"{path.name}: the file must begin with front matter between two lines of “---”.")
    values = _yaml(matter, path.name)
    if values.get("state") not in list(State):
        raise DemoError(f"{path.name}: the state must be one of {', '.join(State)}, not {values.get('state')!r}.")
    cover, changes = values.get("cover"), values.get("draft_changes")
    return _made(
        Piece,
        {
            **values,
            "slug": path.stem,
            "state": State(values["state"]),
            "authors": tuple(values.get("authors", ())),
            "tags": tuple(values.get("tags", ())),
            "cover": _made(Cover, {"seed": path.stem, **cover}, path.name) if cover else None,
            "pictures": _many(Picture, values.get("pictures", ()), path.name),
            "draft_changes": _made(DraftChanges, changes, path.name) if changes else None,
            "body": body.strip() + "\n",
        },
        path.name,
    )


def _check(piece: Piece, demo: Demo) -> None:
    _known("section", [piece.section], demo.sections, piece)
    _known("author", piece.authors, demo.authors, piece)
    _known("tag", piece.tags, demo.tags, piece)
    _known("series", [piece.series] if piece.series else [], demo.series, piece)
    if (piece.series is None) != (piece.part is None):
        raise DemoError(f"{piece.slug}.md: a series needs a part, and a part a series.")
    if (piece.state is State.SCHEDULED) != (piece.in_days > 0) or piece.days_ago * piece.in_days:
        raise DemoError(f"{piece.slug}.md: a scheduled piece, and no other, needs “in_days” above 0.")


def _known(kind: str, slugs: Iterable[str], things: Iterable[Section | Person | Tag | Series], piece: Piece) -> None:
    known = {thing.slug for thing in things}
    for slug in slugs:
        if slug not in known:
            raise DemoError(f"{piece.slug}.md: there is no {kind} “{slug}” in publication.yaml.")


def _yaml(text: str, where: str) -> dict[str, Any]:
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DemoError(f"{where}: {error}") from error
    if not isinstance(values, dict):
        raise DemoError(f"{where}: keys and values were expected.")
    return values


def _many(kind: type[T], items: Iterable[Mapping[str, Any]], where: str) -> tuple[T, ...]:
    return tuple(_made(kind, item, where) for item in items)


def _made(kind: type[T], values: Mapping[str, Any], where: str) -> T:
    known = {f.name: f.default is MISSING for f in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(values.keys() - known.keys())
    missing = sorted(name for name, required in known.items() if required and name not in values)
    if unknown or missing:
        problem = f"unknown {', '.join(unknown)}" if unknown else f"missing {', '.join(missing)}"
        raise DemoError(f"{where}: {kind.__name__} has {problem}.")
    return kind(**values)
