"""Covers and portraits drawn by code: the same motif and seed always give the same picture."""

from io import BytesIO

from PIL import Image

from articles.demo.motifs import bench, faces, land, maps, plants, sky, town, water
from articles.demo.press import Inks, Press, dice

MOTIFS = {
    "botanic": plants.botanic,
    "bridge": water.bridge,
    "chart": maps.chart,
    "contours": maps.contours,
    "dials": bench.dials,
    "dunes": land.dunes,
    "dusk": town.dusk,
    "harbour": water.harbour,
    "medina": town.medina,
    "night": sky.night,
    "orchard": land.orchard,
    "rain": sky.rain,
    "rings": plants.rings,
    "tides": water.tides,
    "tools": bench.tools,
    "vessels": bench.vessels,
    "wall": plants.wall,
}
PALETTES = (
    Inks("#f6efe2", "#a9cdd3", "#e4572e", "#3b8686", "#1f2d48"),  # north
    Inks("#f7ecdc", "#f3c567", "#e2583e", "#6f8f5b", "#26343c"),  # harvest
    Inks("#f5ebe0", "#f1b5a5", "#d9483b", "#6c5b8c", "#232a4d"),  # dusk
    Inks("#f3eee3", "#cfd8b0", "#eda63a", "#3f8f82", "#173b45"),  # spring
    Inks("#f1ece4", "#b8c4d6", "#f08a5d", "#5577a0", "#28304a"),  # storm
    Inks("#f8eee0", "#f0d19a", "#c8553d", "#4f7c8a", "#2b2d42"),  # clay
)
PORTRAIT_PALETTES = (
    Inks("#f6efe2", "#a9cdd3", "#d98a5b", "#3b8686", "#1f2d48"),
    Inks("#f7ecdc", "#f3c567", "#d27a52", "#6f8f5b", "#26343c"),
    Inks("#f5ebe0", "#f1b5a5", "#cc7456", "#6c5b8c", "#232a4d"),
    Inks("#f1ece4", "#b8c4d6", "#dd9166", "#5577a0", "#28304a"),
)
LIMIT = 300_000  # bytes


def draw(motif: str, seed: int | str, size: tuple[int, int] = (1600, 1000)) -> Image.Image:
    """The cover of `motif` that belongs to `seed`, `size` pixels large; ValueError for a motif not in MOTIFS."""
    if motif not in MOTIFS:
        raise ValueError(f"There is no motif “{motif}”; the motifs are {', '.join(MOTIFS)}.")
    random = dice(f"{motif} {seed}")
    press = Press(size, (1600, 1000), random.choice(PALETTES), random)
    MOTIFS[motif](press, random)
    return press.printed()


def jpeg(motif: str, seed: int | str) -> bytes:
    """The cover as a file, as `save` makes it."""
    return save(draw(motif, seed))


def draw_portrait(seed: int | str) -> Image.Image:
    """The portrait that belongs to `seed`: 400 by 400 pixels."""
    random = dice(f"portrait {seed}")
    # Printed at twice the size, so that the grain does not swallow the face.
    press = Press((800, 800), (400, 400), random.choice(PORTRAIT_PALETTES), random)
    faces.face(press, random)
    return press.printed().reduce(2)


def save(image: Image.Image) -> bytes:
    """`image` as a JPEG under LIMIT bytes, of the best quality up to 85 that fits."""
    for quality in (85, 80, 75, 70, 60):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= LIMIT:
            break
    return out.getvalue()
