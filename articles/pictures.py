"""What a rendered body shows of the library: its ready pictures and files."""

from __future__ import annotations

from typing import Any

from articles.body.render import RenderedAsset
from library.models import Asset

TEXT_WIDTH = "(min-width: 48rem) 42rem, 100vw"


def rendered_assets(found: list[dict[str, Any]]) -> dict[str, RenderedAsset]:
    """By id, those of a document's assets that are ready; `found` is what `document.assets_in` gives. One query."""
    assets = Asset.objects.filter(uuid__in={one["asset"] for one in found}, state=Asset.State.READY)
    return {str(asset.uuid): _rendered(asset) for asset in assets}


def _rendered(asset: Asset) -> RenderedAsset:
    return RenderedAsset(
        url=asset.url, width=asset.width or None, height=asset.height or None, srcset=asset.srcset, sizes=TEXT_WIDTH
    )
