"""Covers that are maps: contour lines and weather charts."""

from collections.abc import Callable
from math import atan2, ceil, cos, hypot, pi, sin
from random import Random

from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, over, tint

Outline = Callable[[float], list[Point]]
"""The closed line around a centre, at a distance of about so many units."""
Field = Callable[[float, float], float]
"""A height, such as the pressure of the air, at each place."""


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
    """A weather chart of the northern half: isobars round a low and a high, its fronts, and winds along the isobars."""
    p.wash(-20, -20, 1620, 1020, tint(LIGHT, 0.85), tint(LIGHT, 0.6))
    _coasts(p, r)
    side = r.choice([-1, 1])
    low = (800 - side * r.uniform(250, 400), r.uniform(330, 480))
    high = (800 + side * r.uniform(400, 540), r.uniform(480, 680))
    pressure = _pressure(r, low, high)
    low, high = min(_around(low), key=lambda at: pressure(*at)), max(_around(high), key=lambda at: pressure(*at))
    _isobars(p, pressure)
    _winds(p, pressure, low)
    _front(p, [(low[0] + 70 * t - 250 * t * t, low[1] + 620 * t) for t in (k / 40 for k in range(41))], DARK)
    warm = [(low[0] + 560 * t, low[1] + 90 * t + 230 * t * t) for t in (k / 40 for k in range(41))]
    _front(p, warm, WARM, round_teeth=True)
    for centre, tones in ((low, DARK), (high, WARM)):
        p.disc(centre, 34, tones)
        p.disc(centre, 15, BARE)


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
        p.polygon(outline(far), tint(WARM, 0.16))


def _pressure(r: Random, low: Point, high: Point) -> Field:
    phase, tilt, reach = r.uniform(0, 2 * pi), r.uniform(-0.4, 0.4), r.uniform(330, 430)

    def at(x: float, y: float) -> float:
        ripple = 22 * sin(x / 210 + phase) * cos(y / 170 + phase)
        deep = 300 / (1 + (hypot(x - low[0], (y - low[1]) * 1.1) / reach) ** 2)
        tall = 210 / (1 + (hypot((x - high[0]) * 0.8, y - high[1]) / 480) ** 2)
        return tall - deep + ripple + tilt * (x - 800) / 8 + (y - 500) / 14

    return at


def _around(place: Point) -> list[Point]:
    return [(place[0] + x, place[1] + y) for x in range(-150, 151, 10) for y in range(-150, 151, 10)]


def _isobars(p: Press, pressure: Field, step: int = 24, gap: int = 14) -> None:
    """Marching squares: in each cell of the grid, a line between the edges that a level crosses."""
    columns, rows = range(-20, 1660, step), range(-20, 1060, step)
    values: dict[Point, float] = {(x, y): pressure(x, y) for x in columns for y in rows}
    for x in columns[:-1]:
        for y in rows[:-1]:
            corners: list[Point] = [(x, y), (x + step, y), (x + step, y + step), (x, y + step)]
            heights = [values[corner] for corner in corners]
            for level in range(ceil(min(heights) / gap), ceil(max(heights) / gap)):
                ends = _crossings(corners, heights, level * gap)
                tones = over(MID, tint(DARK, 0.8)) if level < 0 else tint(MID, 0.95)
                for start, end in zip(ends[::2], ends[1::2], strict=True):
                    p.line([start, end], tones, 5 if level % 4 == 0 else 3)


def _crossings(corners: list[Point], heights: list[float], level: float) -> list[Point]:
    places = []
    for i in range(4):
        (x, y), (nx, ny), a, b = corners[i], corners[i - 3], heights[i], heights[i - 3]
        if (a < level) != (b < level):
            part = (level - a) / (b - a)
            places.append((x + (nx - x) * part, y + (ny - y) * part))
    return places


def _winds(p: Press, pressure: Field, low: Point) -> None:
    """Arrows along the isobars, low pressure on their left, with a barb more where the lines are closer."""
    for row in range(8):
        for column in range(13):
            x, y = 70 + column * 122 + row % 2 * 61, 60 + row * 128
            if hypot(x - low[0], y - low[1]) < 110:
                continue
            slope = (pressure(x + 5, y) - pressure(x - 5, y)) / 10, (pressure(x, y + 5) - pressure(x, y - 5)) / 10
            # A barbed shaft points to where the wind comes from.
            _barb(p, (x, y), atan2(slope[0], -slope[1]), 1 + min(3, int(hypot(*slope) / 0.16)))


def _barb(p: Press, place: Point, heading: float, barbs: int) -> None:
    ux, uy = cos(heading), sin(heading)
    tip = (place[0] + 36 * ux, place[1] + 36 * uy)
    p.line([place, tip], MID, 3)
    p.disc(place, 5, MID)
    for k in range(barbs):
        start = (tip[0] - k * 9 * ux, tip[1] - k * 9 * uy)
        p.line([start, (start[0] + 15 * cos(heading + 1.2), start[1] + 15 * sin(heading + 1.2))], MID, 3)


def _front(p: Press, curve: list[Point], tones: Tones, round_teeth: bool = False) -> None:
    p.line(curve, tones, 8)
    for k in range(4, len(curve) - 2, 5):
        (x, y), (nx, ny) = curve[k], curve[k + 1]
        long = hypot(nx - x, ny - y)
        ux, uy = (nx - x) / long, (ny - y) / long
        turns = [pi * t / 12 for t in range(13)] if round_teeth else [0, pi / 2, pi]
        size = 24 if round_teeth else 28
        p.polygon(
            [(x + size * (ux * cos(t) + uy * sin(t)), y + size * (uy * cos(t) - ux * sin(t))) for t in turns], tones
        )
