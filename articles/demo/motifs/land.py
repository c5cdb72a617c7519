"""Covers of open country: dunes and orchards."""

from collections.abc import Callable
from math import cos, pi, sin
from random import Random

from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, blend, over, ridge, tint


def rolling(r: Random, base: float, swell: float, length: float) -> Callable[[float], float]:
    """A smooth random skyline around y = `base`, `swell` high, with waves about `length` long."""
    waves = [(swell / (k + 1), length / (k * 0.8 + 1), r.uniform(0, 2 * pi)) for k in range(3)]
    return lambda x: base + sum(height * sin(2 * pi * x / long + phase) for height, long, phase in waves) / 1.6


def dunes(p: Press, r: Random) -> None:
    """Dunes one behind the other under a low sun, each with its lit and its shaded side."""
    p.wash(-20, -20, 1620, 620, tint(LIGHT, 0.05), over(tint(LIGHT, 0.8), tint(WARM, 0.1)))
    sun = (r.uniform(250, 1350), r.uniform(200, 400))
    p.disc(sun, r.uniform(90, 190), r.choice([WARM, BARE, WARM]))
    lit: list[Tones] = [tint(LIGHT, 0.9), tint(WARM, 0.45), over(LIGHT, tint(WARM, 0.75)), tint(MID, 0.9)]
    shade: list[Tones] = [tint(WARM, 0.5), over(WARM, tint(MID, 0.15)), over(WARM, MID), over(MID, tint(DARK, 0.95))]
    side = r.choice([-1, 1])
    for i in range(4):
        _dune(p, r, 400 + i * 135, r.uniform(120, 210), lit[i], shade[i], side)
        side = -side


def _dune(p: Press, r: Random, base: float, rise: float, lit: Tones, shade: Tones, side: int) -> None:
    peak = r.uniform(350, 1250)
    swell = rolling(r, 0, 26, 1500)

    def height(x: float) -> float:
        away = abs(x - peak) / (620 if (x - peak) * side < 0 else 430)
        return base + rise * (away**1.25 if away < 1 else 1 + (away - 1) * 0.35) - rise / 2 + swell(x)

    edge = ridge(height)
    p.polygon([*edge, (1620, 1020), (-20, 1020)], lit)
    p.band(edge, 190, blend(lit, BARE, 0.55), lit)
    top, bend, lean = height(peak), r.uniform(60, 130), r.uniform(80, 260)
    fold = [
        (peak + side * (lean * t - bend * sin(t * 2 * pi) * (0.3 + t)), top + t * (1030 - top))
        for t in (k / 30 for k in range(31))
    ]
    slope = [point for point in edge if (point[0] - peak) * side > 0]
    outer = slope if side > 0 else slope[::-1]
    p.polygon([*fold[::-1], (peak, top), *outer, (800 + side * 830, 1030)], shade)
    for k in range(1, 6):
        wind = [(x - side * (k * 34 + k * k * 3), y + k * 13) for x, y in fold[4:]]
        p.line(wind, blend(lit, shade, 0.32), 2.2)


def orchard(p: Press, r: Random) -> None:
    """Rows of round trees running over hills to a house or a sun."""
    p.wash(-20, -20, 1620, 460, tint(LIGHT, 0.75), tint(LIGHT, 0.1))
    p.disc((r.uniform(250, 1350), r.uniform(150, 260)), r.uniform(70, 120), WARM)
    far = ridge(rolling(r, 380, 50, 1100))
    p.polygon([*far, (1620, 1020), (-20, 1020)], tint(MID, 0.55))
    p.band(far, 120, tint(MID, 0.85), tint(MID, 0.4))
    field = ridge(rolling(r, 470, 28, 1700))
    p.polygon([*field, (1620, 1020), (-20, 1020)], over(LIGHT, tint(WARM, 0.12)))
    vanish = (r.uniform(300, 1300), 400.0)
    _furrows(p, vanish, field)
    for row in range(6):
        nearness = (row + 1) / 6
        y = 480 + 430 * nearness**1.6
        size, gap = 16 + 92 * nearness**1.5, 60 + 250 * nearness**1.45
        first = vanish[0] % gap + (gap / 2 if row % 2 else 0) - 2 * gap
        for k in range(int(1900 / gap) + 3):
            _tree(p, r, (first + k * gap + r.uniform(-4, 4), y), size * r.uniform(0.92, 1.06))


def _furrows(p: Press, vanish: Point, field: list[Point]) -> None:
    for k in range(-14, 15):
        left, right = (vanish[0] + (k * 2 - 0.5) * 130, 1020.0), (vanish[0] + (k * 2 + 0.5) * 130, 1020.0)
        p.polygon([(vanish[0] + k * 14, 500), left, right], over(LIGHT, tint(WARM, 0.45)))


def _tree(p: Press, r: Random, foot: Point, size: float) -> None:
    x, y = foot
    p.disc((x + size * 0.5, y + size * 0.06), size * 1.0, over(MID, tint(LIGHT, 1)), 0.2)
    p.polygon(
        [(x - size * 0.09, y), (x - size * 0.05, y - size), (x + size * 0.05, y - size), (x + size * 0.09, y)], DARK
    )
    crown = (x, y - size * 1.35)
    p.disc(crown, size * 0.82, over(MID, DARK) if r.random() < 0.12 else MID)
    p.ball(crown, size * 0.82, tint(MID, 0.75), over(MID, tint(DARK, 0.85)))
    for _ in range(7):
        angle, far = r.uniform(0, 2 * pi), size * r.uniform(0.15, 0.62)
        p.disc((crown[0] + far * cos(angle), crown[1] + far * sin(angle)), size * 0.085, WARM)
