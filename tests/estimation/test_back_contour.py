"""Outlines of shapes whose edge is known in closed form."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posecheck.body.pose import STATIONS
from posecheck.body.skeleton import INDEX, N_LANDMARKS
from posecheck.estimation.back_contour import _parts, _runs, trace_outline
from posecheck.rules.back.edge import SPANNED
from posecheck.rules.back.tangents import hollow_depth

H, W = 240, 320
HIP, CHORD = (0.7, 0.6), 0.3  # image heights
SEEN = np.ones(N_LANDMARKS)
Y, X = ((np.mgrid[:H, :W] + 0.5) / H).astype(float)
BETWEEN = (STATIONS >= 0) & (STATIONS <= 1)


def body(lean_deg: float = 0.0, **arms: tuple[float, float]) -> np.ndarray:
    """Landmarks of a trunk leaning to the right by degrees; everything else at the hips, or at (along, across)."""
    t = np.array([math.sin(math.radians(lean_deg)), -math.cos(math.radians(lean_deg))])
    n = np.array([-t[1], t[0]])
    hip = np.array(HIP)
    xy = np.tile(hip, (N_LANDMARKS, 1))
    for side in ("left", "right"):
        for part in ("shoulder", "elbow", "wrist", "index"):
            xy[INDEX[f"{side}_{part}"]] = hip + CHORD * t
    for name, (along, across) in arms.items():
        xy[INDEX[name]] = hip + CHORD * (along * t + across * n)
    return xy


def soft(distance: np.ndarray) -> np.ndarray:
    """A mask whose edge, 2 pixels wide, lies where a signed distance (image heights, positive inside) is 0."""
    return np.clip(0.5 + distance * H / 2, 0, 1)


def strip(lean_deg: float, left: float, right: float) -> np.ndarray:
    """A mask around a leaning chord: as wide to each side of it, in chord lengths."""
    t = np.array([math.sin(math.radians(lean_deg)), -math.cos(math.radians(lean_deg))])
    across = (X - HIP[0]) * -t[1] + (Y - HIP[1]) * t[0]
    return soft(np.minimum(right * CHORD - across, across + left * CHORD))


@pytest.mark.parametrize("lean", [0.0, 30.0, -50.0, 90.0, 180.0])
def test_rectangle_at_any_lean(lean: float) -> None:
    outline = trace_outline(strip(lean, 0.2, 0.35), body(lean), SEEN)
    assert np.nanmax(np.abs(outline[0] - 0.35)) < 0.004  # a quarter of a pixel
    assert np.nanmax(np.abs(outline[1] - 0.2)) < 0.004
    assert np.isfinite(outline).mean() > 0.8  # some stations lie off the picture


def test_disc() -> None:
    centre, radius = (HIP[0], HIP[1] - CHORD / 2), 0.8 * CHORD
    mask = soft(radius - np.hypot(X - centre[0], Y - centre[1]))
    half = np.sqrt(0.8**2 - (STATIONS - 0.5) ** 2)
    wide = (half > 0.1) & (half < 0.72)
    outline = trace_outline(mask, body(), SEEN)
    assert np.abs(outline[:, wide] - half[wide]).max() < 0.01
    assert np.isnan(outline[:, half > 0.75]).all()  # farther than is searched


def test_a_shirt_over_the_hollow_is_told_from_a_hollow() -> None:
    """A trunk with a hollow 0.09 chord lengths deep, bare and with its convex hull on the back's side filled."""
    along = (HIP[1] - Y) / CHORD
    back = 0.2 - 0.09 * np.exp(-(((along - 0.35) / 0.15) ** 2))
    across = (X - HIP[0]) / CHORD
    bare, shirt = (soft(np.minimum(b - across, across + 0.3) * CHORD) for b in (back, np.full_like(back, 0.2)))
    depth = [hollow_depth(trace_outline(mask, body(), SEEN)[0]) for mask in (bare, shirt)]
    assert depth[0] == pytest.approx(0.09, abs=0.01)
    assert depth[1] < 0.005 < SPANNED < depth[0]


def test_the_hollow_of_an_edge_without_its_ends_is_unknown() -> None:
    edge = np.full(len(STATIONS), 0.2)
    edge[STATIONS > 0.45] = np.nan
    assert math.isnan(hollow_depth(edge))


def test_small_hole_is_filled_and_a_window_is_not() -> None:
    mask = strip(0, 0.3, 0.3)
    hole = np.hypot(X - HIP[0] - 0.15 * CHORD, Y - HIP[1] + 0.4 * CHORD)
    small = trace_outline(np.minimum(mask, soft(hole - 0.03 * CHORD)), body(), SEEN)
    assert np.abs(small[:, BETWEEN] - 0.3).max() < 0.004
    large = trace_outline(np.minimum(mask, soft(hole - 0.11 * CHORD)), body(), SEEN)
    assert abs(large[0, np.abs(STATIONS - 0.4).argmin()] - 0.04) < 0.01


def test_second_blob_beside_the_body_does_not_count() -> None:
    mask = strip(0, 0.2, 0.2)
    alone = trace_outline(mask, body(), SEEN)
    blob = soft(0.1 * CHORD - np.hypot(X - HIP[0] - 0.35 * CHORD, Y - HIP[1] + 0.5 * CHORD))
    np.testing.assert_array_equal(trace_outline(np.maximum(mask, blob), body(), SEEN), alone)


def test_blob_on_the_chord_of_a_bowed_body_does_not_count() -> None:
    """A body bowed like a C around a gap: its edge toward the chord is negative, whatever lies in the gap."""
    centre = (HIP[0] - 0.3 * CHORD, HIP[1] - CHORD / 2)
    away = np.hypot(X - centre[0], Y - centre[1])
    bow = np.where(HIP[0] - 0.02 < X, soft(0.12 * CHORD - np.abs(away - 0.62 * CHORD)), 0)
    outline = trace_outline(bow, body(), SEEN)
    middle = np.abs(STATIONS - 0.5).argmin()
    outer, inner = (np.sqrt(r**2 - (STATIONS[middle] - 0.5) ** 2) - 0.3 for r in (0.74, 0.50))
    assert outline[0, middle] == pytest.approx(outer, abs=0.01)
    assert outline[1, middle] == pytest.approx(-inner, abs=0.01)


def test_picture_border_cuts() -> None:
    xy = body() - np.array([HIP[0] - 0.1, 0])
    mask = soft(np.minimum(X + 1, 0.1 + 0.2 * CHORD - X))
    outline = trace_outline(mask, xy, SEEN)
    assert np.abs(outline[0, BETWEEN] - 0.2).max() < 0.004
    assert np.isnan(outline[1]).all()


def test_arm_behind_the_back_hides_it() -> None:
    arm = {"right_elbow": (0.55, 0.2), "right_wrist": (0.2, 0.0), "right_index": (0.1, 0.0)}
    mask = np.maximum(
        strip(0, 0.2, 0.2), soft(0.06 * CHORD - np.hypot(X - HIP[0] - 0.2 * CHORD, Y - HIP[1] + 0.55 * CHORD))
    )
    outline = trace_outline(mask, body(**arm), SEEN)
    assert np.isnan(outline[0, np.abs(STATIONS - 0.55) < 0.08]).all()
    assert np.isfinite(outline[1, BETWEEN]).all()
    hidden = SEEN.copy()
    hidden[[INDEX[f"right_{part}"] for part in ("elbow", "wrist", "index")]] = 0.1
    assert np.isfinite(trace_outline(mask, body(**arm), hidden)[0, BETWEEN]).all()


def test_arm_in_front_of_the_trunk_hides_nothing() -> None:
    arm = {"right_elbow": (0.5, 0.05), "right_wrist": (0.1, -0.02), "right_index": (0.0, -0.02)}
    assert np.isfinite(trace_outline(strip(0, 0.2, 0.2), body(**arm), SEEN)[:, BETWEEN]).all()


@pytest.mark.parametrize("case", ["nobody", "far away", "no mask there", "a sliver"])
def test_nothing_to_see_is_nan(case: str) -> None:
    xy, mask = body(), strip(0, 0.2, 0.2)
    if case == "nobody":
        xy = np.full_like(xy, np.nan)
    elif case == "far away":
        xy = np.array(HIP) + (xy - np.array(HIP)) * 0.2
    elif case == "no mask there":
        mask = np.zeros_like(mask)
    else:
        mask = strip(0, 0.05, 0.05)
    assert np.isnan(trace_outline(mask, xy, SEEN)).all()


def test_mirrored_picture_swaps_the_sides() -> None:
    rng = np.random.default_rng(0)
    wavy = strip(20, 0.2, 0.3) * (1 + 0.1 * rng.normal(size=(H, W)))
    xy = body(20)
    outline = trace_outline(wavy, xy, SEEN)
    mirrored = trace_outline(wavy[:, ::-1], xy * [-1, 1] + [W / H, 0], SEEN)
    np.testing.assert_allclose(mirrored[::-1], outline, atol=1e-6)


def flooded(grid: np.ndarray) -> dict[tuple[int, int], int]:
    """The part that each cell belongs to, by plain flooding: cells of one part share an edge."""
    part: dict[tuple[int, int], int] = {}
    for start in zip(*np.nonzero(grid), strict=True):
        if start in part:
            continue
        part[start] = len(part)
        todo = [start]
        while todo:
            row, column = todo.pop()
            for cell in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                inside = 0 <= cell[0] < grid.shape[0] and 0 <= cell[1] < grid.shape[1]
                if inside and grid[cell] and cell not in part:
                    part[cell] = part[start]
                    todo.append(cell)
    return part


@given(arrays(np.bool_, st.tuples(st.integers(1, 7), st.integers(1, 9))))
def test_runs_of_one_part_are_those_that_a_flood_reaches(grid: np.ndarray) -> None:
    runs = _runs(grid)
    covered = np.zeros_like(grid)
    for row, first, past in zip(*runs, strict=True):
        assert not covered[row, first:past].any()
        covered[row, first:past] = True
        assert first == 0 or not grid[row, first - 1]
    assert np.array_equal(covered, grid)
    part, flood = _parts(runs, grid.shape[1]), flooded(grid)
    for i, (row, first, _) in enumerate(zip(*runs, strict=True)):
        for j, (other, begin, _) in enumerate(zip(*runs, strict=True)):
            assert (part[i] == part[j]) == (flood[row, first] == flood[other, begin])
    assert all(number == np.flatnonzero(part == number)[0] for number in part), "its first run gives a part its number"
