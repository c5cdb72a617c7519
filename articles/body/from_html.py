"""HTML of any origin as a document: what `render` writes, WordPress, Ghost, Word, Google Docs, and everything else."""

from collections.abc import Callable, Mapping

from .document import MAX_BYTES, MAX_DEPTH, Doc, DocumentTooLarge, canonical, check, empty
from .html_blocks import Blocks
from .html_tree import parse

Picture = Callable[[str, Mapping[str, str]], str | None]


def from_html(markup: str, picture: Picture | None = None) -> Doc:
    """The document that `markup` describes: `from_html(render(doc)) == doc`, and any other HTML becomes a valid
    document with all its text. `picture(src, attributes)` may give the id of the asset that holds a picture.
    Raises DocumentTooLarge."""
    if len(markup) > 4 * MAX_BYTES:
        raise DocumentTooLarge(f"The HTML is longer than {4 * MAX_BYTES // 1048576} MB: split it in parts.")
    blocks = read_html(markup, picture)
    doc = canonical({"type": "doc", "content": blocks}) if blocks else empty()
    check(doc)
    return doc


def read_html(markup: str, picture: Picture | None = None) -> list[Doc]:
    """The blocks that `markup` describes, not yet canonical; none where it shows nothing."""
    return Blocks(parse(markup), picture).document(MAX_DEPTH)
