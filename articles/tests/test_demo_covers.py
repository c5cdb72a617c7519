"""The demo's covers and portraits: always the same, never alike, light enough for a first start."""

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from articles.demo import content, covers

SMALL = (320, 200)


def digest(image: Image.Image) -> str:
    return sha256(image.tobytes()).hexdigest()


def test_no_two_pictures_of_the_demo_are_alike() -> None:
    demo = content.load()
    drawings: list[content.Cover | content.Picture] = [piece.cover for piece in demo.pieces if piece.cover]
    drawings += [picture for piece in demo.pieces for picture in piece.pictures]
    digests = {digest(covers.draw(drawing.motif, drawing.seed, SMALL)) for drawing in drawings}
    assert len(digests) == len(drawings) >= 40


def test_no_two_authors_have_the_same_face() -> None:
    people = content.load().authors
    assert len({digest(covers.draw_portrait(person.portrait)) for person in people}) == len(people)


@pytest.mark.parametrize("motif", covers.MOTIFS)
def test_a_motif_and_a_seed_always_give_the_same_picture(motif: str) -> None:
    first, again, other = (covers.draw(motif, seed, SMALL) for seed in (7, "7", 8))
    assert first.size == SMALL
    assert digest(first) == digest(again) != digest(other)


@pytest.mark.parametrize("motif", covers.MOTIFS)
def test_a_saved_cover_is_a_jpeg_of_full_size_under_the_limit(motif: str) -> None:
    saved = covers.save(covers.draw(motif, "large"))
    assert len(saved) <= covers.LIMIT
    with Image.open(BytesIO(saved)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1000))


def test_another_motif_is_refused_with_the_list_of_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"no motif “gothic”; the motifs are botanic, bridge"):
        covers.draw("gothic", 1)
