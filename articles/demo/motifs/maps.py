"""Covers that are maps: contour lines and weather charts."""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin
from random import Random

from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, over, tint

Outline = Callable[[float], list[Point]]
"""The closed line around a centre, at a distance of about so many units."""


def contours(p: Press, r: Random) -> None:
    """A walker's map: hills in layers of height, lakes, a path, a grid."""
    p.wash(-20, -20, 1620, 1020, tint(MID, 0.12), tint(MID, 0.25))
    hills = [(_outline(r, (r.uniform(60, 1540), r.uniform(60, 940))), r.uniform(280, 620)) for _ in range(5)]
    heights: list[Tones] = [
        tint(LIGHT, 0.4),
        tint(LIGHT, 0.75),
        over(tint(LIGHT, 0.9), tint(WARM, 0.1)),
        over(LIGHT, tint(WARM, 0.28)),
        over(LIGHT, tint(WARM, 0.5)),
        over(LIGHT, tint(WARM, 0.75)),
        WARM,
    ]
    steps = 14
    for step in range(steps):
        rings = [outline(reach - step * 44) for outline, reach in hills if reach - step * 44 > 16]
        for ring in rings:
            p.line([*ring, ring[0]], over(WARM, DARK), 8 if step % 5 == 0 else 4)
        for ring in rings:
            p.polygon(ring, heights[step * len(heights) // steps])
    _grid(p)
    _path(p, r)
    for outline, reach in hills[:3]:
        _summit(p, _middle(outline(reach)))


def _outline(r: Random, centre: Point) -> Outline:
    waves = [(k, r.uniform(0.02, 0.3 / k), r.uniform(0, 2 * pi)) for k in range(2, 6)]
    squash, turn = r.uniform(0.55, 0.95), r.uniform(0, pi)

    def at(distance: float) -> list[Point]:
        points = []
        for k in range(90):
            a = 2 * pi * k / 90
            far = distance * (1 + sum(depth * sin(n * a + phase) for n, depth, phase in waves))
            x, y = far * cos(a), far * sin(a) * squash
            points.append((centre[0] + x * cos(turn) - y * sin(turn), centre[1] + x * sin(turn) + y * cos(turn)))
        return points

    return at


def _middle(ring: list[Point]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _grid(p: Press) -> None:
    for x in range(100, 1600, 250):
        p.line([(x, -20), (x, 1020)], tint(MID, 0.9), 1.6)
    for y in range(0, 1001, 250):
        p.line([(-20, y), (1620, y)], tint(MID, 0.9), 1.6)


def _path(p: Press, r: Random) -> None:
    height, phase, rise = r.uniform(300, 700), r.uniform(0, 6), r.uniform(80, 170)
    for k in range(72):
        here, there = (
            (x, height + rise * sin(x / 210 + phase) + rise * 0.5 * sin(x / 97)) for x in (k * 24 - 40, k * 24 - 27)
        )
        p.line([here, there], DARK, 6)


def _summit(p: Press, place: Point) -> None:
    x, y = place
    p.disc(place, 26, BARE)
    p.polygon([(x, y - 15), (x + 14, y + 10), (x - 14, y + 10)], DARK)


def chart(p: Press, r: Random) -> None:
    """A weather chart: a coast, isobars round a low and a high, fronts and wind arrows."""
    p.wash(-20, -20, 1620, 1020, tint(LIGHT, 0.85), tint(LIGHT, 0.5))
    _coasts(p, r)
    side = r.choice([-1, 1])
    low, high = (
        (800 - side * r.uniform(250, 420), r.uniform(380, 560)),
        (800 + side * r.uniform(380, 520), r.uniform(420, 640)),
    )
    _winds(p, low)
    for centre, tones, gap in ((high, tint(MID, 0.95), 78), (low, over(MID, tint(DARK, 0.8)), 46)):
        outline = _outline(r, centre)
        for k in range(1, 12):
            ring = outline(k * gap)
            p.line([*ring, ring[0]], tones, 5 if k % 4 == 1 else 3)
    _front(p, low, side * 0.9, WARM, round_teeth=True)
    _front(p, low, side * 2.0, DARK, round_teeth=False)
    p.disc(low, 34, DARK)
    p.disc(low, 15, BARE)
    p.disc(high, 34, WARM)
    p.disc(high, 15, BARE)


def _coasts(p: Press, r: Random) -> None:
    for centre in (
        (r.uniform(-80, 260), r.uniform(0, 950)),
        (r.uniform(1250, 1680), r.uniform(50, 950)),
        (r.uniform(500, 1000), r.choice([-40, 1050])),
    ):
        outline = _outline(r, centre)
        far = r.uniform(260, 430)
        for k in range(4):
            p.polygon(outline(far + 42 - k * 14), tint(LIGHT, 1 - k * 0.22))
        p.polygon(outline(far), over(tint(WARM, 0.28), tint(LIGHT, 0.2)))


def _winds(p: Press, low: Point) -> None:
    for row in range(9):
        for column in range(15):
            x, y = 60 + column * 106 + row % 2 * 53, 50 + row * 113
            away = hypot(x - low[0], y - low[1])
            if away < 90:
                continue
            heading = atan2(y - low[1], x - low[0]) - pi / 2 - 0.35
            long = 34
            tip = (x + long * cos(heading), y + long * sin(heading))
            p.line([(x, y), tip], MID, 3)
            p.disc((x, y), 5, MID)
            for k in range(3 if away < 330 else 2 if away < 620 else 1):
                start = (tip[0] - k * 9 * cos(heading), tip[1] - k * 9 * sin(heading))
                p.line([start, (start[0] + 15 * cos(heading + 2), start[1] + 15 * sin(heading + 2))], MID, 3)


def _front(p: Press, low: Point, bearing: float, tones: Tones, round_teeth: bool) -> None:
    curve = [
        (low[0] + t * 17 * cos(bearing * (1 - t / 190)) * 1.15, low[1] + t * 13 * abs(sin(bearing)) + t * t * 0.05)
        for t in range(2, 48)
    ]
    p.line(curve, tones, 8)
    for k in range(5, len(curve) - 3, 6):
        (x, y), (nx, ny) = curve[k], curve[k + 3]
        long = hypot(nx - x, ny - y)
        ux, uy = (nx - x) / long, (ny - y) / long
        ox, oy = (uy, -ux) if bearing > 0 else (-uy, ux)
        if round_teeth:
            arc = [pi * a / 12 for a in range(13)]
            p.polygon(
                [(x + 24 * (ux * cos(a) + ox * sin(a)), y + 24 * (uy * cos(a) + oy * sin(a))) for a in arc], tones
            )
        else:
            p.polygon([(x - ux * 24, y - uy * 24), (x + ux * 24, y + uy * 24), (x + ox * 34, y + oy * 34)], tones)
