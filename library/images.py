"""Pictures as they may be shown: opened with limits, upright, without what they tell about their maker. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MAX_PIXELS = Image.MAX_IMAGE_PIXELS = 60_000_000
MAX_MOVING_PIXELS = 100_000_000  # of all frames together; a longer film keeps its first frame
WIDTHS = (480, 960, 1600)
_SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "progressive": True},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 90, "method": 2},
    "AVIF": {"quality": 80, "speed": 8},
}
_KEPT_INFO = ("icc_profile", "transparency", "duration", "loop")
_RENDITION = {"quality": 80, "method": 2}


class NotAPicture(ValueError):
    """None of the formats that we show; the message is a sentence."""


class Unsafe(ValueError):
    """A picture that is broken, or too large to be opened; the message is a sentence."""


@dataclass(frozen=True)
class Encoded:
    """A picture as a file: `format` in small letters (jpeg, png, gif, webp, avif), its size in pixels."""

    data: bytes
    format: str
    width: int
    height: int


def upright(source: IO[bytes]) -> Encoded:
    """The picture in its own format: upright, without EXIF, position, comments or anything hidden behind its end.

    Raises NotAPicture and Unsafe.
    """
    image = _opened(source)
    try:
        frames = _frames(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unsafe("The picture is damaged and cannot be read.") from error
    moving = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    return _encoded(frames[0], image.format or "", **moving)


def renditions(source: IO[bytes]) -> Iterator[Encoded]:
    """An upright picture as WebP in the WIDTHS that it fills, narrowest first; a small one once in its own width."""
    image = _opened(source)
    whole, height = image.size
    widest = min(whole, WIDTHS[-1])
    image.draft("RGB", (widest, widest))  # a JPEG is decoded at the smallest scale that still holds this
    shown = image.convert("RGBA" if image.has_transparency_data else "RGB")
    for width in [width for width in WIDTHS if width < widest] + [widest]:
        size = (width, max(1, round(height * width / whole)))
        yield _encoded(shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=2), "WEBP", **_RENDITION)


def _opened(source: IO[bytes]) -> Image.Image:
    try:
        image = Image.open(source, formats=list(_SAVING))
    except UnidentifiedImageError:
        raise NotAPicture("It is not a JPEG, PNG, GIF, WebP or AVIF picture.") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unsafe("The picture is damaged, or too large to be opened.") from error
    if image.width * image.height > MAX_PIXELS:
        size, limit = f"{image.width:,} × {image.height:,}", MAX_PIXELS // 1_000_000
        raise Unsafe(f"The picture has {size} pixels; the limit is {limit} million.")
    return image


def _frames(image: Image.Image) -> list[Image.Image]:
    count = getattr(image, "n_frames", 1)
    if 1 < count <= MAX_MOVING_PIXELS // (image.width * image.height):
        return [_clean(frame.copy()) for frame in ImageSequence.Iterator(image)]
    image.seek(0)
    return [_clean(ImageOps.exif_transpose(image))]


def _clean(image: Image.Image) -> Image.Image:
    """What is seen of the picture, and nothing that is told about it."""
    image.info = {name: value for name, value in image.info.items() if name in _KEPT_INFO}
    if image.mode == "CMYK":
        image = image.convert("RGB")
        image.info.pop("icc_profile", None)  # it described inks
    return image


def _encoded(image: Image.Image, format: str, **options: Any) -> Encoded:
    out = io.BytesIO()
    image.save(out, format, **{**_SAVING[format], **options})
    return Encoded(out.getvalue(), format.lower(), image.width, image.height)
