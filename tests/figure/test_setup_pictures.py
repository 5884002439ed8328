"""The set-up picture of every listed exercise: up to date, whole, upright, on the floor, and true to its file."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import numpy as np
import pytest

from posecheck.app.screen.pictures import picture_of
from posecheck.body.skeleton import INDEX, MIRROR, N_LANDMARKS
from posecheck.disk.library import DEMONSTRATION, FILE_NAME, SETUP_PICTURE, exercise_ids, load_exercise
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import load_track
from posecheck.figure.room import distance_of, height_of, metres
from posecheck.figure.setup_picture import FLOOR, HEIGHT, WIDTH, postures, setup_picture
from posecheck.figure.stills import Stills, middle, stills_of
from posecheck.rules.exercise.definition import Body, CameraView
from posecheck.rules.exercise.setup_picture import Setup
from scripts import make_setup_pictures

SVG = "{http://www.w3.org/2000/svg}"
FOLDER = resource_folder("reference_poses")
MOST_BYTES = 20_000
NUMBERS = {"two": 2, "three": 3}

every_exercise = pytest.mark.parametrize("name", exercise_ids())
every_moved = pytest.mark.parametrize("name", [n for n in exercise_ids() if make_setup_pictures.stills(n)])
"""Those whose movement is known; a new one is drawn by its body position."""


@lru_cache
def root(name: str) -> ElementTree.Element:
    return ElementTree.fromstring((FOLDER / name / SETUP_PICTURE).read_bytes())


@lru_cache
def moments(name: str) -> Stills:
    stills = make_setup_pictures.stills(name)
    assert stills is not None
    return stills


def figures(name: str) -> list[list[np.ndarray]]:
    """Return the outlines of the people in a picture, as points along them: pale first, strong last."""
    groups = [g for g in root(name).iter(f"{SVG}g") if g.get("stroke-width") == "2"]
    return [[outline(path.get("d", "")) for path in group] for group in groups]


def outline(path: str) -> np.ndarray:
    """Return points along a path of lines, circular arcs and cubic curves (all that the figures are made of)."""
    here, points = np.zeros(2), []
    for letter, rest in re.findall(r"([MLCAZ])([^MLCAZ]*)", path):
        v = [float(n) for n in re.findall(r"-?[\d.]+", rest)]
        if letter == "C":
            a, b, c, d = here, np.array(v[:2]), np.array(v[2:4]), np.array(v[4:])
            points += [
                (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
                for t in np.linspace(0, 1, 9)
            ]
        elif letter == "A":
            points += arc(here, np.array(v[5:]), v[0], large=bool(v[3]))
        here = here if letter == "Z" else np.array(v[-2:])
        points.append(here)
    return np.array(points)


def arc(start: np.ndarray, end: np.ndarray, radius: float, *, large: bool) -> list[np.ndarray]:
    """Return points along an arc that turns with falling angle (sweep flag 0), as every arc of the figures does."""
    half = (end - start) / 2
    aside = max(radius**2 - half @ half, 0.0) ** 0.5
    normal = np.array([-half[1], half[0]]) / max(np.linalg.norm(half), 1e-9)
    centre = start + half + normal * aside * (1 if large else -1)
    first, last = (np.arctan2(*(p - centre)[::-1]) for p in (start, end))
    turn = (last - first) % (2 * np.pi) - 2 * np.pi
    return [
        centre + radius * np.array([np.cos(first + turn * t), np.sin(first + turn * t)]) for t in np.linspace(0, 1, 9)
    ]


def test_an_arc_is_followed_the_short_or_the_long_way_round() -> None:
    start, end = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    short, long = arc(start, end, 1.0, large=False), arc(start, end, 1.0, large=True)
    assert np.linalg.norm(short - np.zeros(2), axis=1) == pytest.approx(np.ones(9))
    assert sum(np.linalg.norm(b - a) for a, b in pairwise(short)) == pytest.approx(np.pi / 2, abs=0.02)
    assert sum(np.linalg.norm(b - a) for a, b in pairwise(long)) == pytest.approx(np.pi * 1.5, abs=0.1)


@every_exercise
def test_the_picture_is_what_the_script_draws(name: str) -> None:
    there = (FOLDER / name / SETUP_PICTURE).read_text(encoding="utf-8")
    assert there == make_setup_pictures.picture(name), "run python -m scripts.refresh"
    assert len(there.encode()) < MOST_BYTES


@every_exercise
def test_the_picture_is_whole_and_is_told_to_those_who_hear_it(name: str) -> None:
    exercise, svg = load_exercise(name), root(name)
    assert svg.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == exercise.title
    assert exercise.camera in (svg.findtext(f"{SVG}desc") or "")


@every_exercise
def test_it_has_no_words_but_the_two_lengths(name: str) -> None:
    """So that it serves every language: no word, and no decimal point or comma."""
    exercise = load_exercise(name)
    said = [text.text for text in root(name).iter(f"{SVG}text")]
    assert said == [metres(distance_of(exercise)), f"{height_of(exercise) * 100:.0f} cm"]
    assert not any("." in text for text in said if text)
    for text in root(name).iter(f"{SVG}text"):
        wide = 0.65 * float(text.get("font-size", "")) * len(text.text or "")
        assert float(text.get("x", "")) + wide < WIDTH, "not cut off at the right"


@every_exercise
def test_people_are_inside_the_frame_and_on_the_floor(name: str) -> None:
    shown = figures(name)
    assert len(shown) in (1, 2)
    points = np.vstack([outline for figure in shown for outline in figure])
    assert points.min() > 4
    assert points[:, 0].max() < 452, "room for the view from above"
    assert points[:, 1].max() == pytest.approx(FLOOR, abs=0.5)


@every_moved
def test_nobody_stands_on_the_head(name: str) -> None:
    exercise = load_exercise(name)
    start, end = postures(exercise, moments(name))
    head, hip, foot = (middle(start.points, part)[1] for part in ("ear", "hip", "ankle"))
    if exercise.body in ("standing", "kneeling", "sitting"):
        assert head < hip, "y points down"
        assert exercise.body != "standing" or hip < foot
    else:
        assert abs(head - hip) < 0.25 * start.unit
    assert np.isfinite(end.points).all()


@every_moved
def test_lying_faces_look_up_on_the_back_and_down_on_the_belly(name: str) -> None:
    exercise = load_exercise(name)
    nose, ear = moments(name).start.points[0], middle(moments(name).start.points, "ear")
    if exercise.body == "supine":
        assert nose[1] < ear[1]
    if exercise.body == "prone":
        assert nose[1] > ear[1]


@every_exercise
def test_the_camera_stands_where_the_exercise_says(name: str) -> None:
    """Distance and height in the picture are those of the sentence about the camera."""
    exercise = load_exercise(name)
    said = re.search(r"(two|three)( and a half)?( to three)? metres", exercise.camera)
    assert said, exercise.camera
    nearest = NUMBERS[said[1]] + (0.5 if said[2] else 0)
    assert nearest <= distance_of(exercise) <= (3 if said[3] else nearest)
    span = re.search(r"([\d.]+) to ([\d.]+) m\b", exercise.camera.replace("half a metre", "0.5"))
    if span:
        assert float(span[1]) <= height_of(exercise) <= float(span[2])


def test_every_movement_that_is_seen_has_an_arrow() -> None:
    """Only what no camera sees has no pale start: drawing the belly in, tilting the pelvis; their arrow is told."""
    moved = [name for name in exercise_ids() if make_setup_pictures.stills(name)]
    still = {name for name in moved if len(figures(name)) == 1}
    assert all(load_exercise(name).kind == "guided" and load_exercise(name).picture.press for name in still)


@pytest.mark.parametrize("body", get_args(Body))
@pytest.mark.parametrize("view", ["side", "front"])
def test_an_exercise_without_a_demonstration_shows_its_body_position(body: Body, view: CameraView) -> None:
    exercise = replace(load_exercise(exercise_ids()[0]), body=body, view=view, picture=Setup())
    svg = ElementTree.fromstring(setup_picture(exercise, None))
    (figure,) = (g for g in svg.iter(f"{SVG}g") if g.get("stroke-width") == "2")
    points = np.vstack([outline(path.get("d", "")) for path in figure])
    assert points[:, 1].max() == pytest.approx(FLOOR, abs=0.5)
    assert points.min() > 4
    assert points[:, 0].max() < 452


def test_a_demonstration_without_a_picture_is_drawn(tmp_path: Path) -> None:
    """A therapist's own folder: a clip of the right version, and no picture."""
    folder = tmp_path / "own"
    folder.mkdir()
    exercise = load_exercise("standing_forward_bend")
    (folder / FILE_NAME).write_text((FOLDER / exercise.id / FILE_NAME).read_text(encoding="utf-8"), encoding="utf-8")
    generic = picture_of(exercise, folder)
    (folder / DEMONSTRATION).write_bytes((FOLDER / exercise.id / DEMONSTRATION).read_bytes())
    drawn = picture_of(exercise, folder)
    assert drawn != generic
    svg = ElementTree.fromstring(drawn)
    assert len([g for g in svg.iter(f"{SVG}g") if g.get("stroke-width") == "2"]) == 2, "start and end"
    (folder / DEMONSTRATION).write_bytes(b"not a track")
    assert picture_of(exercise, folder) == generic
    (folder / SETUP_PICTURE).write_text("<svg/>", encoding="utf-8")
    assert picture_of(exercise, folder) == "<svg/>", "their own picture comes first"


@pytest.mark.parametrize("name", [n for n in exercise_ids() if (FOLDER / n / DEMONSTRATION).is_file()])
def test_the_person_is_the_one_of_the_demonstration(name: str) -> None:
    """The picture shows what the demonstration's track shows, as far as the pose model reads it.

    It now and then swaps the legs of somebody who lies down, so either way round counts. A file may choose another
    moment than the far end, which a track alone is not searched for: then both have the start position in common.
    """
    read = stills_of(load_track(FOLDER / name / DEMONSTRATION))
    assert read is not None
    which = "end" if load_exercise(name).picture.moment is None else "start"
    pair = (getattr(moments(name), which), getattr(read, which))
    true, seen = (still.points - middle(still.points, "hip") for still in pair)
    swapped = [MIRROR[i] for i in range(N_LANDMARKS)]
    knees_and_ankles = [INDEX[f"{s}_{p}"] for s in ("left", "right") for p in ("knee", "ankle")]
    off = min(np.linalg.norm((true - s)[knees_and_ankles], axis=1).mean() for s in (seen, seen[swapped]))
    assert off < 0.12
    assert np.linalg.norm(middle(true, "shoulder") - middle(seen, "shoulder")) < 0.08


def test_titles_are_escaped() -> None:
    exercise = replace(load_exercise(exercise_ids()[0]), title="Knees <& hips>")
    svg = ElementTree.fromstring(setup_picture(exercise, None))
    assert svg.findtext(f"{SVG}title") == "Knees <& hips>"
