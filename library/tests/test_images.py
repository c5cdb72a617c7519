"""Pictures turned upright and freed of what they tell; bombs, fakes and damage refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from library import images

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is not there")


def encoded(image: Image.Image, format: str = "JPEG", **options: object) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out


def decoded(picture: images.Encoded) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def with_exif(orientation: int) -> io.BytesIO:
    """64 × 32, the left half red and the right half blue as stored."""
    image = Image.new("RGB", (64, 32), "red")
    image.paste("blue", (32, 0, 64, 32))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(image, exif=exif, comment=b"a secret", quality=95)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"), [(1, (64, 32), (8, 16)), (3, (64, 32), (56, 16)), (6, (32, 64), (16, 8))]
)
def test_a_picture_is_upright_afterwards(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    picture = images.upright(with_exif(orientation))
    assert (picture.width, picture.height) == size == decoded(picture).size
    red, _, blue = decoded(picture).convert("RGB").getpixel(red_at)  # type: ignore[misc]
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_is_told_about_the_maker(format: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Nosy Maker"
    exif.get_ifd(0x8825)[1] = "N"
    source = encoded(Image.new("RGB", (16, 16)), format, exif=exif, xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    assert b"Nosy Maker" in source.getvalue()
    picture = images.upright(source)
    assert not decoded(picture).getexif()
    assert b"Nosy" not in picture.data
    assert b"secret" not in picture.data


def test_a_comment_and_what_hides_behind_the_end_are_gone() -> None:
    source = encoded(Image.new("P", (8, 8)), "GIF", comment=b"secret")
    source.seek(0, io.SEEK_END)
    source.write(b"<script>alert(1)</script>")
    picture = images.upright(source)
    assert b"secret" not in picture.data
    assert b"script" not in picture.data


@pytest.mark.parametrize("format", ["GIF", "WEBP"])
def test_a_moving_picture_keeps_moving(format: str) -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    source = encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    moving = decoded(images.upright(source))
    assert getattr(moving, "n_frames", 1) == 3


def test_a_film_that_is_too_long_keeps_its_first_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_MOVING_PIXELS", 100)
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    source = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert getattr(decoded(images.upright(source)), "n_frames", 1) == 1


def test_transparency_stays() -> None:
    picture = images.upright(encoded(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "PNG"))
    assert decoded(picture).getpixel((1, 1)) == (255, 0, 0, 0)


def test_inks_become_light() -> None:
    picture = images.upright(encoded(Image.new("CMYK", (8, 8), (0, 0, 0, 0)), "JPEG"))
    assert decoded(picture).mode == "RGB"


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.7", b"BM" + b"\0" * 60])
def test_what_is_no_picture_is_named_so(data: bytes) -> None:
    with pytest.raises(images.NotAPicture):
        images.upright(io.BytesIO(data))


def test_a_damaged_picture_is_refused() -> None:
    whole = encoded(Image.effect_noise((200, 200), 80), "PNG").getvalue()
    with pytest.raises(images.Unsafe, match="damaged"):
        images.upright(io.BytesIO(whole[: len(whole) // 2]))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_too_many_pixels_are_refused_unopened() -> None:
    with pytest.raises(images.Unsafe, match="limit is 60 million"):
        images.upright(encoded(Image.new("1", (8000, 8000)), "PNG"))


def test_renditions_are_the_widths_that_the_picture_fills() -> None:
    def widths(width: int) -> list[int]:
        return [made.width for made in images.renditions(encoded(Image.new("RGB", (width, 100))))]

    assert [widths(width) for width in (300, 480, 700, 1600, 4000)] == [
        [300],
        [480],
        [480, 700],
        [480, 960, 1600],
        [480, 960, 1600],
    ]


def test_renditions_keep_the_shape() -> None:
    made = list(images.renditions(encoded(Image.new("RGB", (3000, 1501)))))
    assert [(one.format, one.width, one.height) for one in made] == [
        ("webp", 480, 240),
        ("webp", 960, 480),
        ("webp", 1600, 801),
    ]
    assert all(decoded(one).size == (one.width, one.height) for one in made)


@needs_corpora
@pytest.mark.parametrize("name", ["Landscape_1", "Landscape_6", "Landscape_8", "Portrait_3", "gps-orient6"])
def test_real_photographs_end_upright_and_without_a_position(name: str) -> None:
    with (CORPORA / "images" / f"{name}.jpg").open("rb") as source:
        picture = images.upright(source)
    assert (picture.width > picture.height) == name.startswith("Landscape")
    assert not decoded(picture).getexif()


@needs_corpora
@pytest.mark.parametrize("name", ["bomb-13000x13000-rgb.png", "html.png", "svg-onload.svg", "svg-script.svg"])
def test_hostile_files_are_no_pictures(name: str) -> None:
    with (
        (CORPORA / "hostile" / name).open("rb") as source,
        pytest.raises((images.NotAPicture, images.Unsafe)),
    ):
        images.upright(source)
