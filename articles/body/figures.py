"""The HTML that shows an asset: a picture, a player, or a link where there is nothing to show."""

from dataclasses import dataclass

from .document import Doc
from .markup import attributes, escape, escape_text, exact, link, tag


@dataclass(frozen=True)
class Source:
    """One `<source>` of a picture: a srcset (`"/a-640.avif 640w, …"`) in one media type (`"image/avif"`)."""

    srcset: str
    type: str


@dataclass(frozen=True)
class RenderedAsset:
    """What a page needs to show an asset: where its file is, and for pictures its size and its other versions."""

    url: str
    width: int | None = None
    height: int | None = None
    srcset: str = ""
    sources: tuple[Source, ...] = ()
    sizes: str = "100vw"
    placeholder: str = ""
    poster: str = ""


def pointer(attrs: Doc, name: str) -> str:
    """A link to a file that is not shown here, or its name when there is no address."""
    if attrs["src"]:
        return link(attrs["src"], attrs[name], name)
    return f"<span{exact(name, attrs[name])}>{escape_text(attrs[name])}</span>"


def picture(asset: RenderedAsset, alt: str) -> str:
    sources = "".join(
        f"<source{attributes({'type': source.type, 'srcset': source.srcset, 'sizes': asset.sizes})}>"
        for source in asset.sources
    )
    values = {"src": asset.url, "srcset": asset.srcset, "sizes": asset.srcset and asset.sizes}
    size = {"width": asset.width, "height": asset.height, "loading": "lazy", "decoding": "async"}
    image = (
        f'<img{attributes(values)} alt="{escape(alt)}"{attributes({**size, "data-placeholder": asset.placeholder})}>'
    )
    return tag("picture", sources + image)


def player(kind: str, asset: RenderedAsset) -> str:
    size = {"width": asset.width, "height": asset.height, "poster": asset.poster} if kind == "video" else {}
    return f'<{kind}{attributes({"src": asset.url, **size})} controls="" preload="none"></{kind}>'
