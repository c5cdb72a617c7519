"""Covers of towns: tall ones at dusk and old ones in the sun."""

from math import cos, pi, sin
from random import Random

from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, over, tint


def dusk(p: Press, r: Random) -> None:
    """A city after sunset, in three depths of blocks with lamps in their windows."""
    p.wash(-20, -20, 1620, 520, over(MID, tint(LIGHT, 0.6)), over(LIGHT, tint(WARM, 0.45)))
    p.wash(-20, 520, 1620, 820, over(LIGHT, tint(WARM, 0.45)), over(tint(LIGHT, 0.4), WARM))
    p.disc((r.uniform(250, 1350), r.uniform(170, 420)), r.uniform(80, 150), r.choice([BARE, WARM]))
    depths = [
        (tint(MID, 0.55), tint(MID, 0.4), tint(LIGHT, 0.9), 330, 620),
        (over(MID, tint(DARK, 0.4)), MID, WARM, 260, 530),
        (over(MID, DARK), over(MID, tint(DARK, 0.7)), WARM, 130, 370),
    ]
    for depth, (wall, foot, lamp, low, high) in enumerate(depths):
        x = -60.0
        while x < 1620:
            width = r.uniform(80, 150) + depth * 26
            top = 1000 - r.uniform(low, high) * (1.15 if r.random() < 0.15 else 1)
            _block(p, r, (x, top), width, wall, foot, lamp, depth)
            x += width + (r.choice([0, 0, 14, 40]) if depth else r.choice([0, 24]))


def _block(p: Press, r: Random, corner: Point, width: float, wall: Tones, foot: Tones, lamp: Tones, depth: int) -> None:
    x, top = corner
    _roof(p, r, corner, width, wall)
    p.wash(x, top, x + width, 1020, wall, foot)
    columns, size = int(width / (22 + 6 * depth)), 7 + 3 * depth
    gap = width / columns
    lit = r.uniform(0.12, 0.5)
    y = top + 26
    while y < 1000:
        for column in range(columns):
            if r.random() < lit:
                left = x + gap * (column + 0.5) - size / 2
                p.rectangle(left, y, left + size, y + size * 1.5, lamp if r.random() < 0.8 else BARE)
        y += size * 2.9


def _roof(p: Press, r: Random, corner: Point, width: float, wall: Tones) -> None:
    x, top = corner
    kind = r.randrange(6)
    if kind == 0:
        p.line([(x + width / 2, top), (x + width / 2, top - r.uniform(50, 120))], wall, 5)
    elif kind == 1:
        p.polygon([(x, top + 1), (x + width, top + 1), (x + width, top - width * 0.4)], wall)
    elif kind == 2:
        p.rectangle(x + width * 0.2, top - 34, x + width * 0.8, top + 1, wall)
    elif kind == 3:
        _tank(p, (x + width / 2, top), min(34, width / 4), wall)
    elif kind == 4:
        p.disc((x + width / 2, top + 2), width / 2, wall, 0.7)


def _tank(p: Press, foot: Point, size: float, wall: Tones) -> None:
    x, y = foot
    for lean in (-0.8, 0.8):
        p.line([(x + lean * size * 0.7, y - size), (x + lean * size, y)], wall, 4)
    p.rectangle(x - size, y - size * 2.4, x + size, y - size * 0.9, wall)
    p.polygon([(x - size * 1.15, y - size * 2.4), (x, y - size * 3.2), (x + size * 1.15, y - size * 2.4)], wall)


def medina(p: Press, r: Random) -> None:
    """Flat roofs, wind towers, a dome and palms, in strong sun."""
    p.wash(-20, -20, 1620, 700, tint(LIGHT, 0.95), tint(LIGHT, 0.15))
    p.disc((r.uniform(300, 1300), r.uniform(180, 300)), r.uniform(120, 180), WARM)
    walls = [
        (tint(WARM, 0.28), tint(WARM, 0.5)),
        (BARE, tint(WARM, 0.6)),
        (tint(WARM, 0.7), over(WARM, tint(MID, 0.7))),
        (over(WARM, tint(MID, 0.35)), over(WARM, DARK)),
    ]
    for depth in range(4):
        base, x = 560 + depth * 130, r.uniform(-120, 0)
        if depth == 1:
            _dome(p, (r.uniform(350, 1250), base - 60), r.uniform(90, 130))
        while x < 1620:
            width, height = r.uniform(120, 230), r.uniform(60, 200)
            lit, shade = walls[depth]
            _cube(p, r, (x, base - height), width, lit, shade)
            if r.random() < 0.26:
                _wind_tower(p, (x + width * 0.25, base - height), lit, shade)
            x += width
        for _ in range(2):
            _palm(p, r, (r.uniform(60, 1540), base + 40), 130 + depth * 45)


def _cube(p: Press, r: Random, corner: Point, width: float, lit: Tones, shade: Tones) -> None:
    x, top = corner
    split = x + width * r.uniform(0.55, 0.75)
    p.wash(x, top, split, 1020, lit, tint(lit, 0.75))
    p.wash(split, top, x + width, 1020, shade, tint(shade, 0.8))
    for _ in range(r.randrange(3)):
        px, py = r.uniform(x + 20, split - 40), top + r.uniform(30, 70)
        _opening(p, (px, py), r.uniform(16, 24))
    if r.random() < 0.4:
        for k in range(int(width / 26)):
            p.rectangle(x + k * 26, top - 10, x + k * 26 + 14, top + 1, lit if x + k * 26 < split else shade)


def _opening(p: Press, corner: Point, width: float) -> None:
    x, y = corner
    p.disc((x + width / 2, y + 2), width / 2, over(MID, DARK))
    p.rectangle(x, y, x + width, y + width * 1.5, over(MID, DARK))


def _wind_tower(p: Press, foot: Point, lit: Tones, shade: Tones) -> None:
    x, y = foot
    p.rectangle(x, y - 150, x + 52, y + 4, lit)
    p.rectangle(x + 52, y - 150, x + 84, y + 4, shade)
    p.rectangle(x - 6, y - 160, x + 90, y - 148, over(WARM, tint(DARK, 0.6)))
    for k in range(3):
        p.rectangle(x + 8 + k * 15, y - 136, x + 16 + k * 15, y - 66, over(MID, DARK))


def _dome(p: Press, centre: Point, radius: float) -> None:
    x, y = centre
    p.ball(centre, radius, tint(MID, 0.5), over(MID, tint(DARK, 0.5)))
    p.rectangle(x - radius, y, x + radius, y + 200, BARE)
    p.line([(x, y - radius), (x, y - radius - 46)], DARK, 5)
    p.disc((x, y - radius - 46), 9, WARM)


def _palm(p: Press, r: Random, foot: Point, size: float) -> None:
    x, y = foot
    lean = r.uniform(-0.2, 0.2) * size
    trunk = [(x + lean * (t / 10) ** 2, y - size * t / 10) for t in range(11)]
    p.line(trunk, over(WARM, DARK), size * 0.06)
    crown = trunk[-1]
    for k in range(9):
        angle = pi * (0.02 + k * 0.12)
        tip = (crown[0] + size * 0.55 * cos(angle), crown[1] - size * 0.28 * sin(angle) + size * 0.22 * abs(cos(angle)))
        bend = (crown[0] + size * 0.3 * cos(angle), crown[1] - size * 0.34 * sin(angle) - size * 0.04)
        p.polygon([crown, bend, tip, (bend[0], bend[1] + size * 0.1)], MID if k % 2 else over(MID, tint(DARK, 0.8)))
