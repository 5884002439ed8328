"""What is drawn in batches or from a cache is, pixel by pixel, what plain single calls draw."""

import math

import cv2
import numpy as np
import pytest

from posecheck.overlay.arcs import _free_box
from posecheck.overlay.canvas import Canvas
from posecheck.overlay.style import ORANGE
from posecheck.overlay.text import text_mask

NAN = math.nan


@pytest.fixture
def random():
    return np.random.default_rng(5)


@pytest.fixture
def canvas(random):
    return Canvas(random.integers(0, 256, (120, 160, 3), np.uint8), 120.0)


def copy_of(canvas: Canvas) -> Canvas:
    return Canvas(canvas.image.copy(), canvas.scale)


def test_many_lines_are_single_lines_in_turn(canvas, random):
    one = copy_of(canvas)
    ends = random.uniform(-40, 200, (12, 2, 2))
    ends[3, 0, 0] = 1e6
    canvas.lines(ends, ORANGE, 5)
    for a, b in ends.tolist():
        one.line(a, b, ORANGE, 5)
    assert np.array_equal(canvas.image, one.image)


def test_many_dashed_lines_are_single_ones_and_what_is_missing_is_left_out(canvas, random):
    one, before = copy_of(canvas), canvas.image.copy()
    ends = random.uniform(0, 120, (9, 2, 2))
    ends[2, 1, 0] = NAN
    canvas.dashed(ends, ORANGE, 3)
    for a, b in ends.tolist():
        n = max(round(math.dist(a, b) / 20), 1) if math.isfinite(math.dist(a, b)) else 0
        for k in range(0, 2 * n, 2):
            p, q = (tuple(a[i] + (b[i] - a[i]) * j / (2 * n) for i in range(2)) for j in (k, k + 1))
            one.line(p, q, ORANGE, 3)
    assert np.array_equal(canvas.image, one.image)
    assert (canvas.image != before).any()


def test_nothing_dashed_is_no_error(canvas):
    before = canvas.image.copy()
    canvas.dashed(np.full((2, 2, 2), NAN), ORANGE, 3)
    canvas.dashed(np.zeros((0, 2, 2)), ORANGE, 3)
    assert np.array_equal(canvas.image, before)


@pytest.mark.parametrize("x", [-25, 10, 130])
def test_kept_text_is_blended_as_by_the_plain_formula(canvas, x):
    mask = text_mask("34°", 30)
    plain = canvas.image.astype(int)
    for row, column in np.ndindex(mask.shape):
        if 0 <= column + x < canvas.width and row + 7 < canvas.height:
            pixel = plain[row + 7, column + x]
            mix = pixel * (255 - int(mask[row, column])) + int(mask[row, column]) * np.array(ORANGE)
            pixel[:] = (mix + 128 + (mix >> 8)) >> 8
    for _ in range(2):  # the second time from the cache
        again = copy_of(canvas)
        assert again.text("34°", x, 7, 30, ORANGE) == mask.shape[1]
        assert np.array_equal(again.image, plain)


def test_a_plate_that_is_kept_looks_like_a_new_one(canvas):
    first, second = copy_of(canvas), copy_of(canvas)
    first.plate((5, 5, 90, 60), 0.78, radius=8)
    second.plate((5, 5, 90, 60), 0.78, radius=8)
    assert np.array_equal(first.image, second.image)
    corner, middle = first.image[5, 5], first.image[30, 40].astype(int)
    assert np.array_equal(corner, canvas.image[5, 5]), "round corners leave the picture"
    assert np.abs(middle - (0.22 * canvas.image[30, 40] + 0.78 * np.array([18, 22, 28]))).max() <= 1.5


def plain_box(canvas: Canvas, at, away, size):
    """The place of a label, one place after the other."""
    (width, height), best, least = size, None, math.inf
    toward = math.atan2(away[1] - at[1], away[0] - at[0])
    for gap in (1.0, 3.0, 6.0):
        for aside in (0, 35, -35, 70, -70, 110, -110, 180):
            cos, sin = math.cos(toward + math.radians(aside)), math.sin(toward + math.radians(aside))
            reach = gap * math.dist(at, away) + 4 + abs(cos) * width / 2 + abs(sin) * height / 2
            x0 = round(min(max(at[0] + reach * cos - width / 2, 0), max(canvas.width - width, 0)))
            y0 = round(min(max(at[1] + reach * sin - height / 2, 0), max(canvas.height - height, 0)))
            box = (x0, y0, x0 + width, y0 + height)
            others = sum(x0 < b[2] and b[0] < box[2] and y0 < b[3] and b[1] < box[3] for b in canvas.taken)
            cost = 4 * gap + abs(aside) / 35 + 1000 * others + canvas.busy_in(box)
            if cost < least:
                best, least = box, cost
    return best


def test_labels_stand_where_the_plain_search_puts_them(canvas, random):
    for trial in range(200):
        canvas.busy = random.uniform(-10, 170, (trial, 2))
        canvas.taken = [(x, y, x + 30, y + 20) for x, y in random.integers(0, 130, (trial % 5, 2)).tolist()]
        at, away = random.uniform(0, 150, (2, 2)).tolist()
        size = (25, 18) if trial % 7 else (200, 18)  # wider than the picture, too
        assert _free_box(canvas, at, away, size) == plain_box(canvas, at, away, size)


def test_shapes_of_many_points_are_fixed_as_single_ones(canvas, random):
    one, shapes = copy_of(canvas), random.uniform(0, 120, (6, 4, 2))
    for shape in canvas.fixed(shapes):
        canvas.fill_fixed(shape, ORANGE)
    for shape in shapes:
        cv2.fillConvexPoly(one.image, np.rint(shape * 16).astype(np.int32), ORANGE, cv2.LINE_AA, 4)
    assert np.array_equal(canvas.image, one.image)
