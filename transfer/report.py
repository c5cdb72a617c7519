"""What an import tells: how many items came, changed or could not, and where to look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Report:
    """Every item is counted once, by its kind and what became of it; notes tell what is different now, and where."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    facts: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many items there were."""
        return sum(counter.total() for counter in self.outcomes.values())

    def count(self, kind: str, outcome: str, number: int = 1) -> None:
        """So many more items of this kind ("posts") with this outcome ("new")."""
        self.outcomes[kind][outcome] += number

    def note(self, place: str, sentence: str) -> None:
        """Something at `place` (a line, a file) is not as it was; the same sentence gathers its places."""
        self.notes[sentence].append(place)

    def fail(self, kind: str, place: str, sentence: str) -> None:
        """An item at `place` could not be imported."""
        self.count(kind, "could not be imported")
        self.failures.append(f"{place}: {sentence}")

    def lines(self) -> Iterator[str]:
        """The whole report, line by line."""
        yield f"{self.total:,} items:"
        for kind, counter in self.outcomes.items():
            yield f"  {kind}: {_counted(counter)}"
        yield from _section("Also", self.facts)
        yield from _section("Worth a look", [f"{text} ({_joined(places)})" for text, places in self.notes.items()])
        yield from _section("Could not be imported", self.failures)


def _counted(counter: Counter[str]) -> str:
    """'3 published', or '3 (2 published, 1 unchanged)'."""
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in counter.items())
    return outcomes if len(counter) == 1 else f"{counter.total():,} ({outcomes})"


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"{title}:"
        yield from (f"  {entry}" for entry in entries)


def _joined(places: list[str]) -> str:
    """'line 3', 'lines 3, 8 and 12', or the names of files."""
    once = list(dict.fromkeys(places))
    many = len(once) > 1
    if many and all(place.startswith("line ") for place in once):
        return "lines " + _listed([place.removeprefix("line ") for place in once])
    return _listed(once)


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
