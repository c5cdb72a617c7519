"""The schema that Python and the browser share.

Beside ProseMirror's own keys an attribute in schema.json may name `values` (all that is allowed), `minimum` and
`maximum` (whole numbers between them) and `format` (one of `checking.FORMATS`).
"""

import json
import re
from pathlib import Path
from typing import Any

from prosemirror.model import Schema

Doc = dict[str, Any]  # ProseMirror JSON: a document, a node or a mark

SPEC: Doc = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
SCHEMA_VERSION: int = SPEC["version"]
schema: Schema[Any, Any] = Schema({"nodes": SPEC["nodes"], "marks": SPEC["marks"]})

# Controls, lone surrogates and noncharacters: neither HTML nor PostgreSQL's jsonb can hold them all.
UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
