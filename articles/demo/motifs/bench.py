"""Covers from the bench: vessels, tools and dials."""

from math import cos, pi, sin
from random import Random

from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, blend, over, tint


def vessels(p: Press, r: Random) -> None:
    """Jugs, bowls and bottles on a table, in light from a window."""
    wall = r.choice([tint(LIGHT, 0.6), tint(MID, 0.4), tint(WARM, 0.3)])
    p.wash(-20, -20, 1620, 740, wall, tint(wall, 0.45))
    lean = r.choice([-1, 1]) * 130
    for k in range(2):
        left = 420 + k * 330 - lean
        p.polygon([(left, 80), (left + 280, 80), (left + 280 + lean * 2, 560), (left + lean * 2, 560)], tint(BARE, 1))
    p.wash(-20, 700, 1620, 1020, over(WARM, tint(MID, 0.2)), over(WARM, tint(DARK, 0.55)))
    p.rectangle(-20, 700, 1620, 708, BARE)
    count = r.choice([4, 5, 6])
    glazes = [
        (BARE, tint(MID, 0.75)),
        (LIGHT, over(LIGHT, MID)),
        (tint(MID, 0.8), over(MID, DARK)),
        (WARM, over(WARM, DARK)),
        (over(MID, tint(DARK, 0.6)), DARK),
        (tint(WARM, 0.4), over(WARM, MID)),
    ]
    r.shuffle(glazes)
    for k in range(count):
        foot = (800 + (k - (count - 1) / 2) * (1240 / count) + r.uniform(-24, 24), r.uniform(770, 880))
        _vessel(p, r, foot, r.uniform(300, 540) if k % 2 else r.uniform(170, 330), glazes[k])


def _vessel(p: Press, r: Random, foot: Point, tall: float, glaze: tuple[Tones, Tones]) -> None:
    shape = r.choice(
        [
            (0.5, 0.85, 1, 0.8, 0.3, 0.24, 0.3),
            (0.55, 0.8, 1, 0.95, 0.7, 0.6, 0.66),
            (0.35, 0.7, 0.95, 1.05, 1.1, 1.12, 1.14),
            (0.7, 0.74, 0.74, 0.72, 0.34, 0.2, 0.24),
            (0.45, 0.6, 0.9, 1, 0.85, 0.5, 0.7),
        ]
    )
    wide = min(150.0, tall * 0.36) if shape[-1] < 1 else min(165, tall * 0.62)
    p.disc((foot[0] + wide * 0.55, foot[1] - 2), wide * 1.05, over(WARM, DARK), 0.13)
    if shape[-1] == 0.66:
        _handle(p, foot, wide, tall, glaze[1])
    steps = 12
    for step in range(steps):
        part = step / (steps - 1)
        right = [(foot[0] + wide * w * (1 - part * 1.35), y) for w, y in _profile(shape, foot[1], tall)]
        left = [(foot[0] - wide * w, y) for w, y in _profile(shape, foot[1], tall)]
        p.polygon(right + left[::-1], blend(glaze[1], glaze[0], min(1, part * 1.3)))
    p.disc((foot[0], foot[1] - tall), wide * shape[-1], over(MID, DARK), 0.16)
    p.disc((foot[0], foot[1]), wide * shape[0], glaze[1], 0.06)
    if r.random() < 0.45:
        for k in range(3):
            ring = [
                (foot[0] + wide * shape[2] * cos(a), foot[1] - tall * (0.36 + k * 0.06) + wide * 0.1 * sin(a))
                for a in (pi * t / 20 for t in range(21))
            ]
            p.line(ring, BARE if glaze[0] != BARE else DARK, 5)


def _profile(shape: tuple[float, ...], ground: float, tall: float) -> list[Point]:
    points = []
    for k in range(49):
        at = k / 48 * (len(shape) - 1)
        i = min(int(at), len(shape) - 2)
        ease = (1 - cos(pi * (at - i))) / 2
        points.append((shape[i] + (shape[i + 1] - shape[i]) * ease, ground - tall * k / 48))
    return points


def _handle(p: Press, foot: Point, wide: float, tall: float, tones: Tones) -> None:
    loop = [
        (foot[0] + wide * (0.7 + 0.75 * sin(pi * t / 20)), foot[1] - tall * (0.35 + 0.5 * t / 20)) for t in range(21)
    ]
    p.line(loop, tones, 20)


def tools(p: Press, r: Random) -> None:
    """Hand tools hung in a row on a board."""
    board = r.choice([tint(LIGHT, 0.85), tint(WARM, 0.45), tint(MID, 0.6), over(MID, tint(DARK, 0.7))])
    p.wash(-20, -20, 1620, 1020, board, tint(board, 0.8))
    for y in (333, 666):
        p.rectangle(-20, y, 1620, y + 4, over(board, tint(DARK, 0.5)))
    kinds = [_chisel, _mallet, _square, _dividers, _saw, _brush, _knife]
    r.shuffle(kinds)
    steel = (BARE, over(tint(LIGHT, 0.6), tint(MID, 0.25)))
    for k, kind in enumerate(kinds):
        x = 155 + k * 215
        p.disc((x, 118), 12, DARK)
        kind(p, (x, 130 + r.uniform(0, 50)), steel, r.choice([WARM, over(WARM, tint(MID, 0.5))]))


Steel = tuple[Tones, Tones]


def _grip(p: Press, x: float, top: float, bottom: float, wide: float, wood: Tones) -> None:
    p.rectangle(x - wide, top + wide, x + wide, bottom, wood)
    p.disc((x, top + wide), wide, wood)
    p.rectangle(x + wide * 0.25, top + wide, x + wide, bottom, over(wood, tint(DARK, 0.45)))
    p.rectangle(x - wide, bottom - 24, x + wide, bottom - 12, DARK)


def _chisel(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    p.polygon([(x - 22, y + 280), (x + 22, y + 280), (x + 30, y + 640), (x - 30, y + 690)], steel[0])
    p.polygon([(x + 6, y + 280), (x + 22, y + 280), (x + 30, y + 640), (x + 8, y + 660)], steel[1])
    _grip(p, x, y, y + 290, 32, wood)


def _mallet(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    p.rectangle(x - 17, y, x + 17, y + 600, wood)
    p.rectangle(x + 4, y, x + 17, y + 600, over(wood, tint(DARK, 0.45)))
    p.polygon([(x - 92, y + 470), (x + 92, y + 470), (x + 78, y + 660), (x - 78, y + 660)], over(wood, tint(DARK, 0.3)))
    p.polygon([(x - 92, y + 470), (x - 40, y + 470), (x - 40, y + 660), (x - 78, y + 660)], wood)
    for k in range(4):
        p.rectangle(x - 60, y + 500 + k * 38, x + 60, y + 503 + k * 38, DARK)


def _square(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    p.rectangle(x - 30, y, x + 30, y + 640, steel[0])
    p.rectangle(x + 18, y, x + 30, y + 640, steel[1])
    for k in range(30):
        p.rectangle(x - 30, y + 20 + k * 18, x - (6 if k % 5 == 0 else 18), y + 22 + k * 18, DARK)
    p.rectangle(x - 40, y + 580, x + 100, y + 650, wood)
    p.rectangle(x - 40, y + 628, x + 100, y + 650, over(wood, tint(DARK, 0.45)))


def _dividers(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    for side, tones in ((-1, steel[0]), (1, steel[1])):
        p.polygon(
            [
                (x - side * 8, y + 30),
                (x + side * 24, y + 30),
                (x + side * 96, y + 560),
                (x + side * 104, y + 700),
                (x + side * 74, y + 560),
            ],
            tones,
        )
    arc = [(x + 300 * sin(a), y + 60 + 300 * cos(a)) for a in (-0.34 + 0.034 * k for k in range(21))]
    p.line(arc, DARK, 8)
    p.disc((x, y + 30), 40, wood)
    p.disc((x, y + 30), 14, DARK)


def _saw(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    teeth = [(x + 78 + (12 if k % 2 else 0) - k * 0.9, y + 210 + k * 11) for k in range(46)]
    p.polygon([(x - 60, y + 190), (x + 78, y + 210), *teeth, (x + 8, y + 720), (x - 26, y + 720)], steel[0])
    p.polygon([(x - 60, y + 190), (x - 46, y + 190), (x - 14, y + 720), (x - 26, y + 720)], DARK)
    p.polygon([(x - 84, y + 10), (x + 64, y - 10), (x + 96, y + 190), (x + 60, y + 236), (x - 70, y + 226)], wood)
    p.polygon([(x - 40, y + 66), (x + 30, y + 56), (x + 44, y + 150), (x - 32, y + 156)], over(wood, DARK))


def _brush(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    _grip(p, x, y, y + 380, 20, wood)
    p.rectangle(x - 62, y + 376, x + 62, y + 470, steel[0])
    p.rectangle(x + 20, y + 376, x + 62, y + 470, steel[1])
    for k in range(26):
        p.line([(x - 58 + k * 4.6, y + 470), (x - 66 + k * 5.3, y + 640 + 16 * sin(k))], DARK if k % 3 else MID, 5)


def _knife(p: Press, at: Point, steel: Steel, wood: Tones) -> None:
    x, y = at
    p.polygon([(x - 28, y + 300), (x + 34, y + 300), (x + 34, y + 560), (x - 28, y + 700)], steel[0])
    p.polygon([(x + 14, y + 300), (x + 34, y + 300), (x + 34, y + 560), (x + 14, y + 606)], steel[1])
    _grip(p, x, y, y + 312, 30, wood)
    for k in range(3):
        p.disc((x, y + 90 + k * 70), 8, BARE)


def dials(p: Press, r: Random) -> None:
    """Faces of instruments overlapping one another: ticks, arcs and hands."""
    p.wash(-20, -20, 1620, 1020, tint(LIGHT, 0.85), tint(LIGHT, 0.35))
    faces = [
        (BARE, DARK, WARM),
        (over(MID, tint(DARK, 0.8)), BARE, WARM),
        (WARM, BARE, DARK),
        (tint(MID, 0.85), BARE, DARK),
        (LIGHT, DARK, WARM),
    ]
    r.shuffle(faces)
    places = [(330, 640, 330), (1270, 360, 350), (800, 860, 300), (720, 230, 250), (1330, 880, 210)]
    flip = r.random() < 0.5
    for (x, y, radius), face in zip(places, faces, strict=True):
        centre = (1600 - x if flip else x) + r.uniform(-40, 40), y + r.uniform(-40, 40)
        _dial(p, r, centre, radius * r.uniform(0.9, 1.08), face)


def _dial(p: Press, r: Random, centre: Point, radius: float, face: tuple[Tones, Tones, Tones]) -> None:
    x, y = centre
    ground, ink, hand = face

    def on(angle: float, far: float) -> Point:
        return x + radius * far * cos(angle), y + radius * far * sin(angle)

    p.disc(centre, radius * 1.05, DARK)
    p.disc(centre, radius, ground)
    start, sweep, count = r.uniform(0, 2 * pi), r.choice([2 * pi, 1.5 * pi]), r.choice([48, 60, 72])
    zone = [on(start + sweep * (0.55 + 0.3 * k / 20), 0.82) for k in range(21)]
    p.polygon([centre, *zone], over(ground, tint(hand, 0.45)))
    p.disc(centre, radius * 0.56, ground)
    for k in range(count + (sweep < 6)):
        angle, major = start + sweep * k / count, k % 6 == 0
        p.line([on(angle, 0.93), on(angle, 0.78 if major else 0.86)], ink, 6 if major else 2.5)
    for far in (0.56, 0.3):
        p.line([on(2 * pi * k / 60, far) for k in range(61)], ink, 2.5)
    needle = start + sweep * r.uniform(0.1, 0.9)
    p.polygon([on(needle, 0.86), on(needle + 1.57, 0.035), on(needle + pi, 0.22), on(needle - 1.57, 0.035)], hand)
    p.disc(centre, radius * 0.075, ink)
    p.disc(centre, radius * 0.03, ground)
