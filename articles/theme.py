"""The publication's one colour, and the text on it."""

from __future__ import annotations


def stylesheet(accent: str) -> str:
    """The tokens that follow from an accent of the form #rrggbb."""
    return f":root {{\n  --accent: {accent};\n  --on-accent: {text_on(accent)};\n}}\n"


def text_on(colour: str) -> str:
    """White or black, whichever stands out more on `colour` (#rrggbb)."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (#rrggbb), 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
