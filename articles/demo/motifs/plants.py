"""Covers of what grows: pressed plants, tree rings, and walls of field stones."""

from math import cos, hypot, pi, sin
from random import Random

from articles.demo.motifs.land import rolling
from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, blend, over, ridge, tint


def botanic(p: Press, r: Random) -> None:
    """Stems with paired leaves before a disc, as on a herbarium sheet."""
    p.wash(-20, -20, 1620, 1020, tint(LIGHT, r.choice([0.3, 0.9])), tint(LIGHT, 0.1))
    p.disc((r.uniform(520, 1080), r.uniform(400, 520)), r.uniform(280, 380), r.choice([WARM, tint(WARM, 0.55), LIGHT]))
    greens: list[tuple[Tones, Tones]] = [
        (MID, over(MID, tint(DARK, 0.7))),
        (over(MID, tint(LIGHT, 1)), MID),
        (DARK, over(MID, DARK)),
    ]
    r.shuffle(greens)
    count = r.choice([5, 6, 7])
    for k in range(count):
        spread = (k / (count - 1) - 0.5) * 2
        lean = spread * r.uniform(100, 260)
        _stem(p, r, (800 + spread * 430, 1030), lean, r.uniform(640, 900) * (1 - 0.22 * abs(spread)), greens[k % 3])


def _stem(p: Press, r: Random, root: Point, lean: float, tall: float, green: tuple[Tones, Tones]) -> None:
    def along(t: float) -> Point:
        return root[0] + lean * t * t, root[1] - tall * t

    kind = r.choice(["long", "round", "fern"])
    pairs, size = {"long": (9, 190), "round": (8, 135), "fern": (22, 170)}[kind]
    plump = {"long": 0.17, "round": 0.4, "fern": 0.1}[kind]
    p.line([along(t / 20) for t in range(21)], green[1], 9)
    for k in range(2, pairs + 1):
        t = k / (pairs + 0.6)
        long = size * (sin(pi * min(0.97, t * 0.82 + 0.14)) ** 0.7)
        for side in (-1, 1):
            angle = -pi / 2 + lean * t / tall + side * (1.15 - 0.45 * t)
            _leaf(p, along(t), angle, long, plump, green, side)
    end = along(1)
    if r.random() < 0.6:
        _flower(p, end, r.uniform(40, 64))
    else:
        _leaf(p, along(0.98), -pi / 2 + lean / tall, size * 0.6, plump, green, 1)


def _leaf(
    p: Press, base: Point, angle: float, long: float, plump: float, green: tuple[Tones, Tones], side: int
) -> None:
    ux, uy = cos(angle), sin(angle)

    def edge(sign: int) -> list[Point]:
        places = []
        for k in range(13):
            t = k / 12
            wide = sign * long * plump * sin(pi * t**0.8)
            places.append((base[0] + ux * long * t - uy * wide, base[1] + uy * long * t + ux * wide))
        return places

    p.polygon([*edge(side), base], green[0])
    p.polygon([*edge(-side), base], green[1])
    if plump > 0.12:
        p.line([base, (base[0] + ux * long * 0.93, base[1] + uy * long * 0.93)], BARE, 3)


def _flower(p: Press, centre: Point, size: float) -> None:
    for k in range(9):
        _leaf(p, centre, 2 * pi * k / 9, size * 1.5, 0.24, (WARM, over(WARM, tint(MID, 0.35))), 1)
    p.disc(centre, size * 0.36, DARK)
    p.disc(centre, size * 0.2, LIGHT)


def rings(p: Press, r: Random) -> None:
    """The cross-section of a trunk: pith off-centre, thick years and thin ones, a crack, the bark."""
    p.wash(-20, -20, 1620, 1020, tint(LIGHT, 0.95), tint(LIGHT, 0.4))
    pith = (r.uniform(420, 1180), r.uniform(330, 640))
    waves = [(k, r.uniform(0.01, 0.09 / k), r.uniform(0, 2 * pi)) for k in range(1, 8)]
    heart = over(WARM, tint(MID, 0.35))
    reach, years = r.uniform(560, 760), []
    at = reach
    while at > 8:
        years.append(at)
        at -= r.choice([9, 13, 18, 26, 34])
    for far, tones in ((reach + 52, DARK), (reach + 34, over(WARM, DARK)), (reach + 10, BARE)):
        p.polygon(_ring(pith, far, waves), tones)
    for i, year in enumerate(years):
        wood = blend(tint(WARM, 0.16), tint(WARM, 0.85), (1 - year / reach) ** 1.3)
        p.polygon(_ring(pith, year, waves), heart if i % 2 else over(wood, tint(MID, 0.12)))
        p.polygon(_ring(pith, year - (4 if i % 3 else 7), waves), wood)
    _crack(p, r, pith, reach)


def _ring(pith: Point, far: float, waves: list[tuple[int, float, float]]) -> list[Point]:
    points = []
    for k in range(120):
        a = 2 * pi * k / 120
        away = far * (1 + sum(depth * (far / 700) * sin(n * a + phase) for n, depth, phase in waves))
        points.append((pith[0] + away * 1.12 * cos(a), pith[1] + away * 0.94 * sin(a)))
    return points


def _crack(p: Press, r: Random, pith: Point, reach: float) -> None:
    angle = r.uniform(0, 2 * pi)
    for turn in (0, 2.2, 4.1):
        a, far = angle + turn, reach * r.uniform(0.3, 0.75)
        ux, uy = cos(a), sin(a)
        middle = (pith[0] + ux * far * 0.5 - uy * 12, pith[1] + uy * far * 0.5 + ux * 12)
        p.polygon(
            [pith, middle, (pith[0] + ux * far, pith[1] + uy * far), (middle[0] + uy * 18, middle[1] - ux * 18)], DARK
        )


def wall(p: Press, r: Random) -> None:
    """A dry-stone wall: courses of field stones, copes on top, a hill behind."""
    p.wash(-20, -20, 1620, 420, tint(LIGHT, 0.85), tint(LIGHT, 0.2))
    p.disc((r.uniform(250, 1350), r.uniform(120, 200)), r.uniform(60, 100), WARM)
    hill = ridge(rolling(r, 270, 60, 1300))
    p.polygon([*hill, (1620, 1020), (-20, 1020)], tint(MID, 0.6))
    p.band(hill, 160, MID, tint(MID, 0.5))
    top = rolling(r, 380, 16, 1600)
    p.polygon([*ridge(top), (1620, 1020), (-20, 1020)], over(MID, DARK))
    x = -30.0
    while x < 1620:
        width = r.uniform(34, 62)
        _stone(p, r, (x, top(x) - r.uniform(62, 84)), width, 92)
        x += width + 5
    y = 24.0
    while y < 700:
        height, x = r.uniform(58, 92) + y * 0.04, r.uniform(-90, -20)
        while x < 1620:
            width = r.uniform(80, 210)
            _stone(p, r, (x, top(x) + y), width, height + r.uniform(-6, 4))
            x += width + 8
        y += height + 7


def _stone(p: Press, r: Random, corner: Point, width: float, height: float) -> None:
    x, y = corner
    cut = min(width, height) * 0.2
    jut = [r.uniform(0.2, 1.3) * cut for _ in range(8)]
    points = [
        (x + jut[0], y + r.uniform(0, 6)),
        (x + width - jut[1], y + r.uniform(0, 6)),
        (x + width, y + jut[2]),
        (x + width - r.uniform(0, 6), y + height - jut[3]),
        (x + width - jut[4], y + height),
        (x + jut[5], y + height),
        (x + r.uniform(0, 6), y + height - jut[6]),
        (x, y + jut[7]),
    ]
    tones = r.choice(
        [
            tint(LIGHT, 0.9),
            tint(MID, 0.45),
            tint(MID, 0.75),
            over(LIGHT, tint(MID, 0.35)),
            tint(WARM, 0.35),
            BARE,
            over(tint(WARM, 0.6), tint(MID, 0.4)),
        ]
        + [WARM] * (r.random() < 0.3)
    )
    middle = (x + width / 2, y + height / 2)
    p.polygon(points, over(tones, tint(DARK, 0.6)))
    for k in range(5):
        size = 0.97 - k * 0.09
        lit = [
            (middle[0] + (px - middle[0]) * size - k * 1.2, middle[1] + (py - middle[1]) * size - 3 - k)
            for px, py in points
        ]
        p.polygon(lit, over(tones, tint(DARK, 0.28 - k * 0.07)))
    if hypot(width, height) > 150 and r.random() < 0.4:
        p.disc(
            (middle[0] + r.uniform(-30, 30), middle[1] + r.uniform(-12, 12)), r.uniform(7, 15), tint(LIGHT, 0.9), 0.7
        )
