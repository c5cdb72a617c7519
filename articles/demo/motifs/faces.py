"""Portraits: heads of cut paper, half in the light, on a sheet of 400 by 400 units."""

from math import cos, pi, sin
from random import Random

from articles.demo.press import BARE, DARK, LIGHT, MID, WARM, Point, Press, Tones, over, tint

SKINS: list[tuple[Tones, Tones]] = [
    (tint(WARM, 0.2), tint(WARM, 0.5)),
    (tint(WARM, 0.42), over(tint(WARM, 0.75), tint(MID, 0.15))),
    (over(tint(WARM, 0.7), tint(MID, 0.3)), over(tint(WARM, 0.9), tint(DARK, 0.5))),
    (over(tint(WARM, 0.85), tint(DARK, 0.4)), over(WARM, tint(DARK, 0.75))),
]
MIDDLE = 200.0


def face(p: Press, r: Random) -> None:
    """A head and shoulders: skin, hair, dress and spectacles as the dice fall."""
    ground = r.choice([LIGHT, tint(MID, 0.55), WARM, BARE])
    p.wash(-10, -10, 410, 410, ground, tint(ground, 0.7))
    if r.random() < 0.7:
        p.disc((MIDDLE + r.choice([-60, 60]), 170), 150, BARE if ground != BARE else LIGHT)
    skin, shade = r.choice(SKINS)
    hair = r.choice([DARK, over(WARM, DARK), over(MID, tint(DARK, 0.5)), over(WARM, tint(DARK, 0.45))])
    dress = r.choice([MID, DARK, over(WARM, MID), LIGHT if ground != LIGHT else MID])
    style = r.choice([_bob, _crop, _bun, _curls, _long])
    style(p, hair, behind=True)
    _shoulders(p, r, dress)
    _head(p, skin, shade)
    if style in (_crop, _curls) and r.random() < 0.6:
        _beard(p, hair)
    _features(p, r, shade)
    style(p, hair, behind=False)
    if r.random() < 0.5:
        _spectacles(p)


def _half(centre: Point, wide: float, high: float, side: int) -> list[Point]:
    turns = [pi * t / 30 - pi / 2 for t in range(31)]
    return [(centre[0] + side * wide * cos(t), centre[1] + high * sin(t)) for t in turns]


def _shoulders(p: Press, r: Random, dress: Tones) -> None:
    p.polygon([(40, 410), (60, 340), (150, 305), (250, 305), (340, 340), (360, 410)], dress)
    p.polygon([(200, 305), (250, 305), (340, 340), (360, 410), (200, 410)], over(dress, tint(DARK, 0.4)))
    collar = r.choice([BARE, WARM, DARK])
    p.polygon([(150, 305), (200, 350), (172, 372), (136, 312)], collar)
    p.polygon([(250, 305), (200, 350), (228, 372), (264, 312)], collar)


def _head(p: Press, skin: Tones, shade: Tones) -> None:
    p.polygon([(168, 240), (232, 240), (238, 310), (200, 346), (162, 310)], shade)
    for side, tones in ((-1, skin), (1, shade)):
        p.disc((MIDDLE + side * 76, 186), 16, tones, 1.35)
        p.polygon(_half((MIDDLE, 178), 76, 96, side), tones)
    p.polygon([(MIDDLE, 268), (160, 252), (140, 200), (MIDDLE, 200)], skin)


def _features(p: Press, r: Random, shade: Tones) -> None:
    dark = over(MID, DARK)
    p.polygon([(200, 158), (200, 222), (178, 220)], shade)
    awake = r.random() < 0.5
    for x in (166, 234):
        if awake:
            p.disc((x, 176), 6.5, dark)
        else:
            p.line([(x + 13 * cos(a), 172 + 8 * sin(a)) for a in (pi * t / 8 for t in range(9))], dark, 4)
        p.line([(x - 17, 156), (x, 150), (x + 17, 155)], dark, 5)
    p.line(
        [(180, 244), (200, 249 + r.uniform(-3, 4)), (220, 243)], WARM if shade[3] < 0.7 and shade[1] < 0.8 else dark, 6
    )


def _beard(p: Press, hair: Tones) -> None:
    p.polygon(
        [
            *_half((MIDDLE, 190), 78, 94, 1)[15:],
            *_half((MIDDLE, 190), 78, 94, -1)[15:][::-1],
            (150, 226),
            (176, 230),
            (200, 224),
            (224, 230),
            (250, 226),
        ],
        hair,
    )
    p.disc((200, 246), 20, tint(WARM, 0.6), 0.3)


def _spectacles(p: Press) -> None:
    for x in (166, 234):
        p.line([(x + 25 * cos(pi * t / 15), 178 + 23 * sin(pi * t / 15)) for t in range(31)], DARK, 4.5)
    p.line([(191, 174), (209, 174)], DARK, 4.5)


def _cap(p: Press, hair: Tones, brow: float, wide: float = 82) -> None:
    arc = [(MIDDLE - wide * cos(pi * t / 30), 168 - 96 * sin(pi * t / 30)) for t in range(31)]
    p.polygon(
        [*arc, (MIDDLE + wide * 0.86, brow + 30), (250, brow - 4), (176, brow - 16), (MIDDLE - wide * 0.86, brow + 34)],
        hair,
    )


def _bob(p: Press, hair: Tones, behind: bool) -> None:
    if behind:
        p.disc((MIDDLE, 176), 108, hair, 1.06)
        p.rectangle(92, 176, 308, 276, hair)
    else:
        _cap(p, hair, 126, 86)


def _crop(p: Press, hair: Tones, behind: bool) -> None:
    if not behind:
        _cap(p, hair, 128, 80)


def _bun(p: Press, hair: Tones, behind: bool) -> None:
    if behind:
        p.disc((MIDDLE + 8, 62), 42, hair)
        p.disc((MIDDLE, 158), 90, hair)
    else:
        _cap(p, hair, 122, 84)


def _curls(p: Press, hair: Tones, behind: bool) -> None:
    count = 11
    for k in range(count):
        angle = pi * (1.02 + k / (count - 1) * 0.96)
        place = (MIDDLE + 84 * cos(angle), 150 + 84 * sin(angle))
        p.disc(place, 32 if behind else 24, hair)
    if not behind:
        p.disc((MIDDLE, 98), 52, hair, 0.55)


def _long(p: Press, hair: Tones, behind: bool) -> None:
    if behind:
        p.polygon([(104, 170), (130, 84), (200, 62), (270, 84), (296, 170), (320, 372), (80, 372)], hair)
    else:
        for side in (-1, 1):
            p.polygon(
                [
                    (MIDDLE, 72),
                    (MIDDLE + side * 60, 84),
                    (MIDDLE + side * 92, 170),
                    (MIDDLE + side * 80, 214),
                    (MIDDLE + side * 62, 140),
                ],
                hair,
            )
