"""Changes of a document as ProseMirror steps: applied, found between two documents, and rebased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from prosemirror.model import Fragment, Node, ReplaceError, Slice
from prosemirror.transform import Mapping, ReplaceAroundStep, ReplaceStep, Step, Transform

from .alignment import opcodes
from .document import Doc, InvalidDocument, canonical, node, schema

Steps = list[dict[str, Any]]


def apply(doc: Doc, steps: Steps) -> Doc:
    """The document after the steps. Raises InvalidDocument for a step that does not fit."""
    current = node(doc)
    for step in steps:
        current = _applied(current, _step(step))
    return _doc(current)


def steps_between(old: Doc, new: Doc) -> Steps:
    """The smallest steps that lead from `old` to `new`: blocks that did not change are left alone, a block of another
    kind keeps its content, and in text only the changed range is replaced.

    They are ordered from the end of the text to its beginning, so that each one's positions are those of `old`.
    """
    return [dict(step.to_json()) for step in _changes(0, node(old), node(new))]


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


def _changes(start: int, before: Node, after: Node, depth: int = 0) -> Iterator[Step]:
    """Steps for the children of two nodes, the first of which begins at `start`; the last child first."""
    old, new = list(before.content.content), list(after.content.content)
    starts = list(accumulate((block.node_size for block in old), initial=start))
    for kind, i, j, k, m in reversed(opcodes([_key(block) for block in old], [_key(block) for block in new])):
        if kind == "equal" or (kind == "replace" and _same_blocks(old[i:j], new[k:m])):
            for at, one, other in reversed(list(zip(starts[i:j], old[i:j], new[k:m], strict=True))):
                yield from _block_steps(at, one, other) if depth == 0 else _inside(at, one, other, depth)
        else:
            yield ReplaceStep(starts[i], starts[j], Slice(Fragment.from_(new[k:m]), 0, 0))


def _key(block: Node) -> str:
    """What makes two blocks the same one: the id, or everything where there is none."""
    return str(block.attrs.get("id") or json.dumps(block.to_json(), sort_keys=True))


def _same_blocks(old: list[Node], new: list[Node]) -> bool:
    """Whether these are the same blocks rewritten, one by one; for blocks without ids."""
    alike = (a.type == b.type and a.attrs.get("id") == b.attrs.get("id") for a, b in zip(old, new, strict=False))
    return len(old) == len(new) and all(alike)


def _block_steps(at: int, before: Node, after: Node) -> list[Step]:
    """Steps for a block of the document, tried on a document that holds it alone; where the schema does not let them
    through one by one, the block is replaced."""
    steps = list(_inside(0, before, after, 1))
    try:
        current = schema.node("doc", None, [before])
        for step in steps:
            current = _applied(current, step)
        if current.first_child is not None and current.first_child.eq(after):
            return [_shifted(step, at) for step in steps]
    except (InvalidDocument, ReplaceError):
        pass
    return [_whole_step(at, before, after)]


def _inside(at: int, before: Node, after: Node, depth: int) -> Iterator[Step]:
    if before.eq(after):
        return
    if before.is_leaf or after.is_leaf:
        yield _whole_step(at, before, after)
        return
    if not before.same_markup(after):
        yield _new_markup_step(at, before, after)
    if after.type.inline_content:
        yield from _text_step(at + 1, before.content, after)
    else:
        yield from _changes(at + 1, before, after, depth + 1)


def _whole_step(at: int, before: Node, after: Node) -> Step:
    return ReplaceStep(at, at + before.node_size, Slice(Fragment.from_(after), 0, 0))


def _new_markup_step(at: int, before: Node, after: Node) -> Step:
    """Puts the content of a block into another kind of block; what others type in it meanwhile stays."""
    end = at + before.node_size
    frame = Slice(Fragment.from_(after.type.create(after.attrs, None, after.marks)), 0, 0)
    return ReplaceAroundStep(at, end, at + 1, end - 1, frame, 1, True)


def _text_step(start: int, before: Fragment, after: Node) -> Iterator[Step]:
    """Replaces the range of inline content that differs, if any."""
    first = before.find_diff_start(after.content, 0)
    ends = before.find_diff_end(after.content, before.size, after.content.size)
    if first is None or ends is None:
        return
    overlap = max(0, first - min(ends["a"], ends["b"]))
    yield ReplaceStep(start + first, start + ends["a"] + overlap, after.slice(first, ends["b"] + overlap))


def _shifted(step: Step, by: int) -> Step:
    given: dict[str, Any] = dict(step.to_json())
    places = [name for name in ("from", "to", "gapFrom", "gapTo") if name in given]
    return _step({**given, **{name: given[name] + by for name in places}})
