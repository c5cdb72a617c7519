"""Covers of the sky: star trails, moonlit nights and rain."""

from math import cos, pi, sin
from random import Random

from articles.demo.motifs.land import rolling
from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, over, ridge, tint


def night(p: Press, r: Random) -> None:
    """Stars over dark woods: either trails around the pole or a moon among single stars."""
    p.wash(-20, -20, 1620, 620, over(MID, DARK), over(MID, tint(DARK, 0.45)))
    p.wash(-20, 620, 1620, 860, over(MID, tint(DARK, 0.45)), over(tint(MID, 0.4), tint(WARM, 0.9)))
    r.choice([_trails, _moonlight])(p, r)
    far = ridge(rolling(r, 760, 60, 900))
    p.polygon([*far, (1620, 1020), (-20, 1020)], over(MID, tint(DARK, 0.75)))
    ground = rolling(r, 880, 34, 1200)
    p.polygon([*ridge(ground), (1620, 1020), (-20, 1020)], over(MID, DARK))
    hut = r.uniform(350, 1250)
    for _ in range(54):
        x = r.uniform(-10, 1610)
        if abs(x - hut) > 120:
            _pine(p, (x, ground(x) + 20), r.uniform(70, 190))
    _hut(p, hut, ground(hut) + 20)


def _trails(p: Press, r: Random) -> None:
    pole = (r.uniform(450, 1150), r.uniform(180, 420))
    for _ in range(150):
        radius, start, sweep = 30 + 1100 * r.random() ** 0.75, r.uniform(0, 2 * pi), r.uniform(0.35, 0.75)
        arc = [
            (pole[0] + radius * cos(start + sweep * t / 20), pole[1] + radius * sin(start + sweep * t / 20))
            for t in range(21)
        ]
        p.line(arc, r.choice([BARE, BARE, tint(LIGHT, 0.9), WARM, tint(MID, 0.6)]), r.choice([2, 2.5, 3, 4.5]))
    p.disc(pole, 6, BARE)


def _moonlight(p: Press, r: Random) -> None:
    for _ in range(170):
        p.disc(
            (r.uniform(0, 1600), 780 * r.random() ** 1.3),
            r.choice([1.5, 2, 2, 3, 4.5]),
            r.choice([BARE, BARE, LIGHT, WARM]),
        )
    moon, radius = (r.uniform(300, 1300), r.uniform(200, 330)), r.uniform(95, 140)
    for k in range(3, 0, -1):
        p.disc(moon, radius * (1 + k * 0.45), over(MID, tint(DARK, 0.95 - (3 - k) * 0.22)))
    p.disc(moon, radius, BARE)
    p.ball(moon, radius, BARE, tint(LIGHT, 0.95))
    for _ in range(9):
        angle, far = r.uniform(0, 2 * pi), radius * r.uniform(0.1, 0.75)
        p.disc(
            (moon[0] + far * cos(angle), moon[1] + far * sin(angle)), radius * r.uniform(0.04, 0.13), tint(LIGHT, 0.85)
        )


def _pine(p: Press, foot: Point, size: float) -> None:
    x, y = foot
    for k in range(4):
        top, width = y - size + k * size * 0.2, size * (0.12 + k * 0.055)
        p.polygon([(x, top), (x + width, top + size * 0.36), (x - width, top + size * 0.36)], over(MID, DARK))


def _hut(p: Press, x: float, y: float) -> None:
    p.rectangle(x - 55, y - 62, x + 55, y, over(WARM, DARK))
    p.polygon([(x - 72, y - 58), (x - 40, y - 112), (x + 40, y - 112), (x + 72, y - 58)], DARK)
    p.rectangle(x - 30, y - 42, x - 6, y - 16, WARM)
    p.rectangle(x + 14, y - 42, x + 38, y, WARM)
    p.rectangle(x + 24, y - 138, x + 38, y - 104, DARK)


def rain(p: Press, r: Random) -> None:
    """Cut-paper clouds, with rain falling from them on hills or on the sea."""
    p.wash(-20, -20, 1620, 700, tint(LIGHT, 0.95), tint(LIGHT, 0.2))
    if r.random() < 0.6:
        p.disc((r.uniform(250, 1350), r.uniform(160, 300)), r.uniform(90, 150), WARM)
    slant = r.choice([-1, 1]) * r.uniform(0.2, 0.45)
    for i, tones in enumerate([tint(MID, 0.45), tint(MID, 0.75), over(MID, tint(DARK, 0.35))]):
        edge = ridge(rolling(r, 690 + i * 85, 48, 1000 - i * 150))
        p.polygon([*edge, (1620, 1020), (-20, 1020)], tint(tones, 0.65))
        p.band(edge, 110, tones, tint(tones, 0.6))
    for i in range(3):
        centre = (r.uniform(150, 550) + i * r.uniform(380, 480), r.uniform(190, 380))
        _shower(p, r, centre, slant)
    for i in range(3):
        _cloud(p, r, (r.uniform(60, 420) + i * 480, 190 + i % 2 * 110), r.uniform(180, 270), dark=i % 2 == 0)
    _house_of_rain(p, r)


def _shower(p: Press, r: Random, centre: Point, slant: float) -> None:
    for _ in range(95):
        x, y, length = centre[0] + r.uniform(-330, 330), centre[1] + r.uniform(20, 560), r.uniform(30, 120)
        p.line([(x, y), (x - slant * length, y + length)], r.choice([BARE, BARE, DARK, MID]), r.choice([2, 3]))


def _cloud(p: Press, r: Random, centre: Point, size: float, dark: bool) -> None:
    x, y = centre
    body, rim = (over(MID, tint(DARK, 0.75)), tint(MID, 0.85)) if dark else (BARE, tint(LIGHT, 0.85))
    bumps = [
        (x + size * (k / 2.4 - 1.05), y - size * 0.34 * (1 - abs(k - 2.5) / 3.4) + r.uniform(-14, 14)) for k in range(6)
    ]
    radii = [size * (0.24 + 0.17 * (1 - abs(k - 2.5) / 2.5)) for k in range(6)]
    for bump, radius in zip(bumps, radii, strict=True):
        p.disc(bump, radius + 5, BARE)
    p.line([(x - size * 1.02, y + size * 0.08), (x + size * 0.98, y + size * 0.08)], BARE, size * 0.36)
    for bump, radius in zip(bumps, radii, strict=True):
        p.ball(bump, radius, rim if dark else body, body if dark else rim)
    p.line([(x - size * 1.02, y + size * 0.08), (x + size * 0.98, y + size * 0.08)], body if dark else rim, size * 0.32)


def _house_of_rain(p: Press, r: Random) -> None:
    x, y = r.uniform(250, 1350), r.uniform(850, 900)
    p.rectangle(x - 60, y - 70, x + 60, y, BARE)
    p.polygon([(x - 60, y), (x - 60, y - 70), (x - 20, y - 128), (x + 20, y - 70), (x + 20, y)], WARM)
    p.polygon([(x - 20, y - 128), (x + 44, y - 128), (x + 84, y - 66), (x + 20, y - 66)], DARK)
    p.line([(x - 66, y - 62), (x - 20, y - 128), (x + 24, y - 62)], DARK, 8)
    p.rectangle(x - 32, y - 50, x - 8, y - 20, DARK)
