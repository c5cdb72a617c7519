"""Changes of a document as ProseMirror steps: applied, found between two documents, and rebased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

from prosemirror.model import Fragment, Node, ReplaceError, Slice
from prosemirror.transform import Mapping, ReplaceStep, Step, Transform

from .document import Doc, InvalidDocument, canonical, node, schema

Steps = list[dict[str, Any]]


def apply(doc: Doc, steps: Steps) -> Doc:
    """The document after the steps. Raises InvalidDocument for a step that does not fit."""
    current = node(doc)
    for step in steps:
        current = _applied(current, _step(step))
    return _doc(current)


def steps_between(old: Doc, new: Doc) -> Steps:
    """The smallest steps that lead from `old` to `new`, block by block; in a changed block only the changed range.

    They are ordered from the end of the text to its beginning, so that each one's positions are those of `old`.
    """
    before, after = node(old), node(new)
    return _json(reversed(list(_changes(before, after))))


def rebase(doc: Doc, steps: Steps, over: Steps) -> tuple[Doc, Steps, Steps]:
    """Steps made without knowing of `over`, as they apply to `doc`, which has `over` in it already.

    Returns the new document, the rebased steps, and those of the given that no longer fit anywhere: the algorithm of
    prosemirror-collab's rebaseSteps.
    """
    made, past = [_step(step) for step in steps], [_step(step) for step in over]
    mapping = Mapping([*(step.get_map().invert() for step in reversed(made)), *(step.get_map() for step in past)])
    transform, dropped = Transform(node(doc)), []
    for position, step in enumerate(made):
        left = len(made) - position
        mapped = step.map(mapping.slice(left))
        if mapped is None or not _try(transform, mapped):
            dropped.append(steps[position])
            continue
        mapping.append_map(mapped.get_map())
        mapping.set_mirror(left - 1, len(mapping.maps) - 1)
    return _doc(transform.doc), _json(transform.steps), dropped


def touched_blocks(doc: Doc, steps: Steps) -> set[str]:
    """The ids of the top-level blocks of `doc` that the steps change or take away."""
    after = {_id(block): block for block in apply(doc, steps)["content"]}
    return {_id(block) for block in canonical(doc)["content"] if after.get(_id(block)) != block}


def _doc(root: Node) -> Doc:
    return canonical(dict(root.to_json()))


def _json(steps: Iterable[Step]) -> Steps:
    return [dict(step.to_json()) for step in steps]


def _id(block: Doc) -> str:
    return str((block.get("attrs") or {}).get("id"))


def _step(step: dict[str, Any]) -> Step:
    try:
        return Step.from_json(schema, step)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidDocument(f"A step cannot be read: {error}.") from error


def _applied(doc: Node, step: Step) -> Node:
    try:
        result = step.apply(doc)
    except ValueError as error:  # prosemirror raises where the closed node would break the schema
        raise InvalidDocument(f"A step does not fit: {error}.") from error
    if result.doc is None:
        raise InvalidDocument(f"A step does not fit: {result.failed}.")
    return result.doc


def _try(transform: Transform, step: Step) -> bool:
    try:
        return not transform.maybe_step(step).failed
    except ValueError:
        return False


def _changes(before: Node, after: Node) -> Iterator[ReplaceStep]:
    old, new = list(before.content.content), list(after.content.content)
    starts = [0, *accumulate(block.node_size for block in old)]
    matcher = SequenceMatcher(None, [_key(block) for block in old], [_key(block) for block in new], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield ReplaceStep(starts[i], starts[j], Slice(Fragment.from_(new[k:m]), 0, 0))
            continue
        for place, one, other in zip(starts[i:j], old[i:j], new[k:m], strict=True):
            yield from _block_steps(before, place, one, other)


def _key(block: Node) -> str:
    """What makes two blocks the same one: the id, or everything where there is none."""
    return str(block.attrs.get("id") or json.dumps(block.to_json(), sort_keys=True))


def _block_steps(doc: Node, at: int, before: Node, after: Node) -> list[ReplaceStep]:
    if before.eq(after):
        return []
    return [_inner_step(doc, at, before, after) or _whole_step(at, before, after)]


def _whole_step(at: int, before: Node, after: Node) -> ReplaceStep:
    return ReplaceStep(at, at + before.node_size, Slice(Fragment.from_(after), 0, 0))


def _inner_step(doc: Node, at: int, before: Node, after: Node) -> ReplaceStep | None:
    """A step that replaces only what differs inside a block, or None where the block's own markup differs."""
    if not before.same_markup(after) or before.is_leaf:
        return None
    start = before.content.find_diff_start(after.content, 0)
    ends = before.content.find_diff_end(after.content, before.content.size, after.content.size)
    if start is None or ends is None:
        return None
    overlap = max(0, start - min(ends["a"], ends["b"]))
    inside = at + 1
    step = ReplaceStep(inside + start, inside + ends["a"] + overlap, after.slice(start, ends["b"] + overlap))
    try:
        result = step.apply(doc).doc
    except (ValueError, ReplaceError):
        return None
    changed = result.node_at(at) if result is not None else None
    return step if changed is not None and changed.eq(after) else None
