from __future__ import annotations

import numpy as np
import pytest

from posecheck.body.skeleton import INDEX
from posecheck.estimation.people import Body, count_people, is_same_body, paint_out, separate

SIZE = (300, 400)


def body(x: float, *, seen: float = 0.8, trunk: float = 0.25, size: tuple[int, int] = SIZE) -> Body:
    """A body whose trunk is around `x`, with a mask over it."""
    xy = np.full((33, 2), [x, 0.5], np.float32)
    for name, dy in (("shoulder", -trunk / 2), ("hip", trunk / 2)):
        for side, dx in (("left", -0.02), ("right", 0.02)):
            xy[INDEX[f"{side}_{name}"]] += [dx, dy]
    mask = np.zeros(size, np.float32)
    middle = int(x * size[0])
    mask[size[0] // 4 : -size[0] // 4, max(middle - 20, 0) : middle + 20] = 1
    return Body(xy, np.full(33, seen, np.float32), mask)


class Finder:
    """Finds the one body nearest to the left whose place has not been painted over."""

    def __init__(self, *places: float, seen: float = 0.8, once: bool = False) -> None:
        self.places = places
        self.seen = seen
        self.once = once
        self.calls = 0

    def __call__(self, rgb: np.ndarray) -> list[Body]:
        self.calls += 1
        size = (rgb.shape[0], rgb.shape[1])
        free = [x for x in self.places if rgb[size[0] // 2, int(x * size[0])].min() == 255]
        if self.once and self.calls > 2:
            free = free[:1] if len(free) == len(self.places) else []
        return [body(x, seen=0.9 if x == self.places[0] else self.seen, size=size) for x in free[:1]]


def white(size: tuple[int, int] = SIZE) -> np.ndarray:
    rgb = np.full((*size, 3), 255, np.uint8)
    rgb[::2, ::5] = 0  # so that the mean colour is not white
    rgb[size[0] // 2] = 255
    return rgb


def test_nobody_and_one() -> None:
    assert count_people(white(), Finder()) == 0
    alone = Finder(0.5)
    assert count_people(white(), alone) == 1
    assert alone.calls == 2, "no third look while there is no second person"


@pytest.mark.parametrize("size", [SIZE, (600, 800), (2160, 3840)])
def test_a_second_person_is_found_behind_the_first(size: tuple[int, int]) -> None:
    assert count_people(white(size), Finder(0.4, 1.0)) == 2


def test_what_is_badly_seen_or_seen_only_once_is_a_thing() -> None:
    assert count_people(white(), Finder(0.4, 1.0, seen=0.5)) == 1
    assert count_people(white(), Finder(0.4, 1.0, once=True)) == 1


def test_the_left_over_of_the_first_body_is_not_another() -> None:
    assert is_same_body(body(0.5), body(0.6))
    assert not is_same_body(body(0.5), body(0.8))
    assert len(separate([body(0.5), body(0.52), body(0.9), body(0.91)])) == 2


def test_painting_covers_the_mask_and_a_margin_with_the_colour_around() -> None:
    rgb = np.full((*SIZE, 3), 80, np.uint8)
    mask = body(0.5).mask
    rgb[mask > 0] = 255
    painted = paint_out(rgb, [mask])
    assert (painted == 80).all()
    assert rgb.max() == 255, "the picture itself stays"
    everything = paint_out(rgb, [np.ones(SIZE, np.float32)])
    assert everything.shape == rgb.shape
