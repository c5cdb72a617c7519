"""A small printing press: four inks on paper, with grain, overprint and slight misregistration."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Tones = tuple[float, float, float, float]
"""How much of each of the four inks, 0 to 1. Several at once print over one another."""

BARE: Tones = (0, 0, 0, 0)
LIGHT: Tones = (1, 0, 0, 0)
WARM: Tones = (0, 1, 0, 0)
MID: Tones = (0, 0, 1, 0)
DARK: Tones = (0, 0, 0, 1)

OVERSAMPLING = 2
BLEED = 8  # pixels around the page, so that a plate printed out of register still covers it


class Inks(NamedTuple):
    """A paper and four inks, as CSS colours."""

    paper: str
    light: str
    warm: str
    mid: str
    dark: str


def tint(tones: Tones, amount: float) -> Tones:
    """`tones`, thinned to `amount` (0 to 1)."""
    light, warm, mid, dark = tones
    return light * amount, warm * amount, mid * amount, dark * amount


def over(*layers: Tones) -> Tones:
    """What is on the sheet when `layers` are printed over one another."""
    light, warm, mid, dark = (max(ink) for ink in zip(*layers, strict=True))
    return light, warm, mid, dark


def blend(start: Tones, end: Tones, part: float) -> Tones:
    """The tones a `part` (0 to 1) of the way from `start` to `end`."""
    light, warm, mid, dark = (a + (b - a) * part for a, b in zip(start, end, strict=True))
    return light, warm, mid, dark


class Press:
    """Draws in units of `units` (width, height) on a sheet that `printed` turns into a page of `size` pixels.

    A shape covers what lies under it, as in cut paper. Tones between 0 and 1 come out as grain.
    """

    def __init__(self, size: tuple[int, int], units: tuple[int, int], inks: Inks, random: Random) -> None:
        self.size, self.inks, self.random = size, inks, random
        self.scale = max(size[0] / units[0], size[1] / units[1]) * OVERSAMPLING
        self.origin = tuple(
            BLEED * OVERSAMPLING + (s * OVERSAMPLING - u * self.scale) / 2 for s, u in zip(size, units, strict=True)
        )
        sheet = ((size[0] + 2 * BLEED) * OVERSAMPLING, (size[1] + 2 * BLEED) * OVERSAMPLING)
        # CMYK is Pillow's mode of four bands: one band for each plate.
        self.sheet = Image.new("CMYK", sheet, BARE)
        self.pen = ImageDraw.Draw(self.sheet)

    def polygon(self, points: Sequence[Point], tones: Tones) -> None:
        """Fill a polygon."""
        self.pen.polygon([self._at(point) for point in points], fill=_ink(tones))

    def line(self, points: Sequence[Point], tones: Tones, width: float) -> None:
        """Draw a line with rounded corners and ends."""
        places = [self._at(point) for point in points]
        self.pen.line(places, fill=_ink(tones), width=max(1, round(width * self.scale)), joint="curve")
        if width > 3:
            for end in (points[0], points[-1]):
                self.disc(end, width / 2, tones)

    def disc(self, centre: Point, radius: float, tones: Tones, flatness: float = 1) -> None:
        """Fill a circle, or an ellipse whose height is `flatness` times its width."""
        x, y = centre
        box = [self._at((x - radius, y - radius * flatness)), self._at((x + radius, y + radius * flatness))]
        self.pen.ellipse(box, fill=_ink(tones))

    def rectangle(self, left: float, top: float, right: float, bottom: float, tones: Tones) -> None:
        """Fill an upright rectangle."""
        self.pen.rectangle([self._at((left, top)), self._at((right, bottom))], fill=_ink(tones))

    def wash(self, left: float, top: float, right: float, bottom: float, start: Tones, end: Tones) -> None:
        """Fill a rectangle from `start` at its top to `end` at its bottom."""
        self.band([(left, top), (right, top)], bottom - top, start, end)

    def band(self, edge: Sequence[Point], depth: float, start: Tones, end: Tones, steps: int = 24) -> None:
        """Fill the `depth` below `edge` from `start` to `end`, following the shape of the edge."""
        for step in range(steps):
            top, bottom = depth * step / steps, depth * (step + 1) / steps + 1
            upper = [(x, y + top) for x, y in edge]
            lower = [(x, y + bottom) for x, y in reversed(edge)]
            self.polygon(upper + lower, blend(start, end, step / (steps - 1)))

    def ball(self, centre: Point, radius: float, start: Tones, end: Tones, light: Point = (-0.5, -0.7)) -> None:
        """Fill a disc shaded from `end` at its rim to `start` at the side where the light comes from."""
        steps = 20
        for step in range(steps):
            part = step / steps
            shift = radius * part
            place = (centre[0] + light[0] * shift, centre[1] + light[1] * shift)
            self.disc(place, radius * (1 - part), blend(end, start, part))

    def printed(self) -> Image.Image:
        """The page: each plate in its ink, grainy, slightly out of register, over the paper."""
        page = Image.new("RGB", self.size, self.inks.paper)
        for plate, ink in zip(self.sheet.reduce(OVERSAMPLING).split(), self.inks[1:], strict=True):
            left, top = BLEED + self.random.randint(-2, 2), BLEED + self.random.randint(-2, 2)
            plate = plate.crop((left, top, left + self.size[0], top + self.size[1]))
            page = ImageChops.multiply(page, _inked(self._grained(plate), ink))
        return page

    def _at(self, point: Point) -> Point:
        return self.origin[0] + point[0] * self.scale, self.origin[1] + point[1] * self.scale

    def _grained(self, plate: Image.Image) -> Image.Image:
        grain = _grain(plate.size)
        grain = ImageChops.offset(grain, self.random.randrange(plate.width), self.random.randrange(plate.height))
        # Ink sits where tone and grain together pass the threshold; the slope keeps the edge of a dot soft.
        return ImageChops.add(plate, grain, scale=0.8, offset=round(128 - 255 / 0.8))


def dice(seed: str) -> Random:
    """Dice that always fall the same way for the same `seed`."""
    return Random(seed)  # noqa: S311 - pictures, not secrets


def ridge(height: Callable[[float], float], left: float = -20, right: float = 1620, step: float = 12) -> list[Point]:
    """The points of the curve y = `height`(x), from `left` to `right`."""
    count = int((right - left) / step) + 1
    return [(left + i * step, height(left + i * step)) for i in range(count + 1)]


def _ink(tones: Tones) -> tuple[int, int, int, int]:
    light, warm, mid, dark = (round(255 * min(1, max(0, tone))) for tone in tones)
    return light, warm, mid, dark


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int]) -> Image.Image:
    """Noise of fine grains, between 100 and 155, so that full ink stays full and bare paper bare."""
    noise = Image.frombytes("L", size, dice("grain").randbytes(size[0] * size[1]))
    noise = noise.filter(ImageFilter.GaussianBlur(1.1))
    return noise.point([min(155, max(100, round(128 + (v - 128) * 2.1))) for v in range(256)])


def _inked(plate: Image.Image, ink: str) -> Image.Image:
    bands = [plate.point([255 - v * (255 - c) // 255 for v in range(256)]) for c in ImageColor.getrgb(ink)[:3]]
    return Image.merge("RGB", bands)
