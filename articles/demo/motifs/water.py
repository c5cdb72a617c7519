"""Covers at the water's edge: tides, harbours and bridges."""

from math import cos, pi, sin
from random import Random

from articles.demo.motifs.land import rolling
from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, over, ridge, tint


def tides(p: Press, r: Random) -> None:
    """Swells stacked like the curves of a tide table, under the phases of the moon or under one full moon."""
    p.wash(-20, -20, 1620, 560, tint(LIGHT, 0.7), tint(LIGHT, 0.05))
    r.choice([_phases, _phases, _full_moon])(p, r)
    colours: list[tuple[Tones, Tones]] = [
        (tint(LIGHT, 1), tint(LIGHT, 0.45)),
        (WARM, tint(WARM, 0.35)),
        (tint(MID, 0.8), over(LIGHT, tint(MID, 0.3))),
        (MID, tint(MID, 0.4)),
        (over(MID, tint(DARK, 0.6)), MID),
        (DARK, over(MID, tint(DARK, 0.45))),
    ]
    length, drift, swell, lag = r.uniform(560, 1300), r.uniform(0, 900), r.uniform(16, 74), r.uniform(0.15, 0.5)
    for i, (crest, trough) in enumerate(colours):

        def height(x: float, i: int = i) -> float:
            wave = sin(2 * pi * (x + drift + i * length * lag) / length)
            return 455 + i * 92 + swell * (wave + 0.35 * sin(4 * pi * (x + drift * 0.6 - i * 140) / length))

        edge = ridge(height)
        p.polygon([*edge, (1620, 1020), (-20, 1020)], trough)
        p.band(edge, 150, crest, trough)
        p.line([(x, y + 16) for x, y in edge], BARE, 3)


def _full_moon(p: Press, r: Random) -> None:
    moon, radius = (r.uniform(350, 1250), r.uniform(260, 340)), r.uniform(150, 190)
    p.disc(moon, radius * 1.3, tint(LIGHT, 0.95))
    p.ball(moon, radius, BARE, tint(LIGHT, 0.7))


def _phases(p: Press, r: Random) -> None:
    count = r.choice([5, 7, 9])
    gap, y, first = 1600 / (count + 1), r.uniform(170, 230), r.randrange(4)
    radius = min(70.0, gap * 0.34)
    for k in range(count):
        _moon(p, (gap * (k + 1), y), radius, (k / (count - 1) + first / 4) % 1)


def _moon(p: Press, centre: Point, radius: float, phase: float) -> None:
    x, y = centre
    p.disc(centre, radius, over(MID, tint(DARK, 0.5)))
    turns = [pi * t / 24 - pi / 2 for t in range(25)]
    bulge, side = cos(2 * pi * phase) * radius, 1 if phase < 0.5 else -1
    rim = [(x + side * radius * cos(t), y + radius * sin(t)) for t in turns]
    inner = [(x + side * bulge * cos(t), y + radius * sin(t)) for t in reversed(turns)]
    p.polygon(rim + inner, BARE)


def harbour(p: Press, r: Random) -> None:
    """Gabled houses on a quay, boats before them, and all of it again in the water."""
    p.wash(-20, -20, 1620, 520, tint(LIGHT, 0.15), tint(LIGHT, 0.8))
    p.disc((r.uniform(200, 1400), r.uniform(150, 270)), r.uniform(60, 110), r.choice([BARE, WARM]))
    hill = ridge(rolling(r, 400, 70, 1300))
    p.polygon([*hill, (1620, 620), (-20, 620)], tint(MID, 0.5))
    p.band(hill, 130, tint(MID, 0.75), tint(MID, 0.35))
    water = 600.0
    p.wash(-20, water, 1620, 1020, over(LIGHT, tint(MID, 0.35)), over(MID, tint(DARK, 0.5)))
    x = -40.0
    while x < 1620:
        width, height = r.uniform(90, 170), r.uniform(130, 270)
        _house(p, r, x, width, height, water - 26)
        x += width
    p.rectangle(-20, water - 26, 1620, water, DARK)
    _ripples(p, r, water)
    for _ in range(3):
        _boat(p, r, r.uniform(120, 1480), r.uniform(690, 890))


def _house(p: Press, r: Random, x: float, width: float, height: float, ground: float) -> None:
    wall = r.choice([WARM, tint(WARM, 0.6), over(LIGHT, tint(WARM, 0.3)), BARE, over(WARM, MID), tint(MID, 0.9), DARK])
    dark_wall = wall in (DARK, over(WARM, MID))
    top, rise = ground - height, r.choice([50, 70, 0.5 * width])
    roof = r.choice([DARK, over(MID, tint(DARK, 0.6)), over(WARM, tint(DARK, 0.5))])
    p.rectangle(x, top, x + width, ground, wall)
    if r.random() < 0.65:
        p.polygon([(x, top), (x + width / 2, top - rise), (x + width, top)], wall)
        for a, b in (
            ((x - 5, top + 5), (x + width / 2, top - rise)),
            ((x + width / 2, top - rise), (x + width + 5, top + 5)),
        ):
            p.line([a, b], roof, 11)
    else:
        p.polygon([(x - 6, top), (x + 14, top - rise), (x + width - 14, top - rise), (x + width + 6, top)], roof)
    p.rectangle(x + width * 0.72, top - rise - 8, x + width * 0.84, top - rise * 0.35, roof)
    columns, rows = max(2, int(width / 46)), int(height / 62)
    pane = BARE if dark_wall else over(MID, tint(DARK, 0.85))
    for row in range(rows):
        for column in range(columns):
            left = x + width * (column + 0.5) / columns - 9
            y = top + 22 + row * 60
            p.rectangle(left, y, left + 18, y + 30, WARM if r.random() < 0.15 and dark_wall else pane)
    p.rectangle(x, top, x + 2, ground, over(MID, tint(DARK, 0.5)))
    _reflection(p, r, x, width, height, wall)


def _reflection(p: Press, r: Random, x: float, width: float, height: float, wall: Tones) -> None:
    y = 606.0
    while y < 606 + height * 0.9:
        fade = (y - 600) / height
        inset = width * fade * r.uniform(0.0, 0.5)
        p.rectangle(
            x + inset + r.uniform(-8, 8), y, x + width - inset + r.uniform(-8, 8), y + 7, over(tint(LIGHT, 0.8), wall)
        )
        y += 12 + fade * 10


def _ripples(p: Press, r: Random, water: float) -> None:
    for _ in range(90):
        y = water + 20 + 380 * r.random() ** 0.8
        x, length = r.uniform(-50, 1600), r.uniform(20, 120) * (y - water) / 200
        p.line([(x, y), (x + length, y)], r.choice([BARE, over(MID, DARK), LIGHT]), 3)


def _boat(p: Press, r: Random, x: float, y: float) -> None:
    size = 0.25 + (y - 600) / 340
    hull, long, side = r.choice([WARM, DARK, BARE]), 150 * size, r.choice([-1, 1])
    p.line([(x - side * long * 0.05, y), (x - side * long * 0.05, y - long * 1.9)], DARK, 5 * size)
    sail = [(x, y - long * 1.8), (x + side * long * 0.75, y - long * 0.3), (x, y - long * 0.3)]
    p.polygon(sail, r.choice([BARE, WARM]))
    p.polygon(
        [
            (x - side * long * 0.1, y - long * 1.5),
            (x - side * long * 0.5, y - long * 0.3),
            (x - side * long * 0.1, y - long * 0.3),
        ],
        tint(LIGHT, 0.9),
    )
    p.polygon(
        [
            (x - long * 0.85, y - long * 0.18),
            (x + long * 0.85, y - long * 0.18),
            (x + long * 0.55, y + long * 0.14),
            (x - long * 0.6, y + long * 0.14),
        ],
        hull,
    )
    p.polygon(
        [
            (x - long * 0.66, y + long * 0.02),
            (x + long * 0.7, y + long * 0.02),
            (x + long * 0.55, y + long * 0.14),
            (x - long * 0.6, y + long * 0.14),
        ],
        over(MID, DARK),
    )


def bridge(p: Press, r: Random) -> None:
    """A bridge over a valley: arches, a suspended deck, or a bow."""
    p.wash(-20, -20, 1620, 640, tint(LIGHT, 0.85), tint(WARM, 0.12))
    p.disc((r.uniform(300, 1300), r.uniform(190, 330)), r.uniform(110, 170), WARM)
    for i, tones in enumerate([tint(LIGHT, 0.9), tint(MID, 0.5), tint(MID, 0.85)]):
        edge = ridge(rolling(r, 430 + i * 75, 75 - i * 12, 900 - i * 120))
        p.polygon([*edge, (1620, 1020), (-20, 1020)], tint(tones, 0.6))
        p.band(edge, 150, tones, tint(tones, 0.5))
    p.wash(-20, 800, 1620, 1020, over(LIGHT, tint(MID, 0.4)), over(MID, tint(DARK, 0.3)))
    [_arches, _suspended, _bow][r.randrange(3)](p, r)
    for side in (-1, 1):
        bank = rolling(r, 0, 14, 400)
        edge = ridge(lambda x, s=side, b=bank: 1000 - 330 * max(0.0, (s * (x - 800) - 470) / 350) ** 1.2 + b(x))  # type: ignore[misc]
        p.polygon([*edge, (1620, 1020), (-20, 1020)], over(MID, DARK))


def _arches(p: Press, r: Random) -> None:
    deck, count = r.uniform(370, 450), r.choice([3, 4, 5, 6])
    span = 1640 / count
    stone = over(DARK, tint(WARM, 0.7))
    radius = span * 0.4
    spring = deck + 50 + radius
    for k in range(count + 1):
        x = -20 + k * span
        left = [(x - span / 2 + radius * sin(t), spring - radius * cos(t)) for t in (pi * a / 60 for a in range(31))]
        right = [(2 * x - px, y) for px, y in reversed(left)]
        p.polygon(
            [
                (x - span / 2 - 2, deck),
                *left,
                (x - span * 0.12, 850),
                (x + span * 0.12, 850),
                *right,
                (x + span / 2 + 2, deck),
            ],
            stone,
        )
        p.polygon(
            [(x + span * 0.02, spring), (x + span * 0.1, spring), (x + span * 0.12, 850), (x + span * 0.03, 850)],
            over(WARM, tint(DARK, 0.55)),
        )
        p.band([(x - span * 0.12, 850), (x + span * 0.12, 850)], 120, over(MID, DARK), over(MID, tint(DARK, 0.2)))
        p.rectangle(x - span * 0.14, 842, x + span * 0.14, 854, DARK)
    p.rectangle(-20, deck - 16, 1620, deck + 8, DARK)
    p.rectangle(-20, deck + 8, 1620, deck + 14, WARM)


def _suspended(p: Press, r: Random) -> None:
    deck, top, left, right = r.uniform(600, 650), r.uniform(170, 240), r.uniform(330, 430), r.uniform(1170, 1270)
    half = (right - left) / 2
    middle = (left + right) / 2

    def cable(x: float) -> float:
        if left <= x <= right:
            return deck - 40 - (deck - 40 - top) * ((x - middle) / half) ** 2
        away = (left - x if x < left else x - right) / half
        return top + (deck - top) * min(1.0, away * 0.95)

    for k in range(-20, 90):
        x = middle + k * half / 22 - half
        p.line([(x, cable(x)), (x, deck)], DARK, 2)
    p.line(ridge(cable), DARK, 8)
    for x in (left, right):
        p.polygon([(x - 16, top - 20), (x + 16, top - 20), (x + 26, 880), (x - 26, 880)], WARM)
        p.polygon([(x + 2, top - 20), (x + 16, top - 20), (x + 26, 880), (x + 4, 880)], over(WARM, DARK))
    p.rectangle(-20, deck, 1620, deck + 22, DARK)
    p.rectangle(-20, deck - 4, 1620, deck, BARE)


def _bow(p: Press, r: Random) -> None:
    deck, rise, left, right = r.uniform(600, 660), r.uniform(240, 330), 240.0, 1360.0
    arc = ridge(lambda x: deck + 60 - (rise + 60) * (1 - ((x - 800) / 560) ** 2), left, right)
    for k in range(1, 18):
        x = left + k * (right - left) / 18
        p.line([(x, deck + 60 - (rise + 60) * (1 - ((x - 800) / 560) ** 2)), (x, deck)], DARK, 4)
    p.line(arc, WARM, 30)
    p.line([(x, y + 11) for x, y in arc], over(WARM, DARK), 9)
    p.rectangle(-20, deck, 1620, deck + 26, DARK)
    p.rectangle(-20, deck - 5, 1620, deck, BARE)
    for x in (left, right):
        p.polygon([(x - 46, deck + 26), (x + 46, deck + 26), (x + 60, 900), (x - 60, 900)], over(WARM, DARK))
