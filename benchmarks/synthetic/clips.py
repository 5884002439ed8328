"""Rendered clips: pictures one by one, written as H.264 with their truth, kept so that nothing is rendered twice."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic.hand_held import moved_picture
from benchmarks.synthetic.scene import MakeRenderer, Scene
from benchmarks.synthetic.simulate import simulate
from benchmarks.synthetic.spec import ClipSpec, Truth, Variation
from benchmarks.synthetic.truth_file import read_truth, write_truth
from posecheck.body.skeleton import MIRROR, N_LANDMARKS

Picture = NDArray[np.uint8]

PICTURES_VERSION = 1
"""Raise it when the renderer draws something else: clips that were kept are then rendered again.

A changed movement, body or camera is noticed by itself (see `clip_key`).
"""

QUALITY = "27"
"""x264's constant rate factor: some loss, as clips from a telephone have after they were sent."""
PRESET = "medium"
MOST_FPS_DENOMINATOR = 1001
"""29.97 frames/s are 30000 / 1001."""
KEY_LENGTH = 16
KEY_DECIMALS = 5


class RenderedFrame(NamedTuple):
    """One picture: time in seconds, red green blue (height, width, 3), where the person is seen (height, width)."""

    time_s: float
    picture: Picture
    silhouette: NDArray[np.bool_]


def render_frames(spec: ClipSpec, *, renderer: MakeRenderer | None = None) -> Iterator[RenderedFrame]:
    """Yield the pictures of a clip, before they are encoded.

    Parameters
    ----------
    renderer
        What draws them; None for the light renderer.
    """
    for frame, _ in _frames(spec, simulate(spec), renderer):
        yield frame


def render_clip(spec: ClipSpec, path: Path, *, renderer: MakeRenderer | None = None) -> Truth:
    """Write a clip as H.264 in MP4 and return its truth, with what is hidden from the camera.

    Parameters
    ----------
    path
        The file to write; one that is there is replaced.
    renderer
        What draws the pictures; None for the light renderer.

    Raises
    ------
    ValueError
        Where width or height are odd, which H.264 in its usual colours cannot store.
    """
    if spec.width % 2 or spec.height % 2:
        raise ValueError(f"expected an even width and height, got {spec.width}x{spec.height}; add one pixel")
    truth = simulate(spec)
    visible = np.zeros((len(truth.time_s), N_LANDMARKS), bool)

    def pictures() -> Iterator[Picture]:
        for k, (frame, in_sight) in enumerate(_frames(spec, truth, renderer)):
            visible[k] = in_sight
            yield frame.picture

    _encode(path, spec, pictures())
    return simulate(spec, visible)


def flip_clip(clip: Path, truth: Truth, path: Path) -> Truth:
    """Write a kept clip with its pictures flipped and return the truth of that: quicker than to render it mirrored."""
    spec = replace(truth.spec, variation=replace(truth.spec.variation, mirrored=True))
    with av.open(str(clip)) as kept:
        shown = (np.ascontiguousarray(f.to_ndarray(format="rgb24")[:, ::-1]) for f in kept.decode(video=0))
        _encode(path, spec, shown)
    return simulate(spec, truth.visible)


def _encode(path: Path, spec: ClipSpec, pictures: Iterable[Picture]) -> None:
    rate = Fraction(spec.fps).limit_denominator(MOST_FPS_DENOMINATOR)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as clip:
        stream = clip.add_stream("libx264", rate=rate, options={"crf": QUALITY, "preset": PRESET})
        stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, "yuv420p"
        for k, rgb in enumerate(pictures):
            picture = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            picture.pts, picture.time_base = k, 1 / rate
            clip.mux(stream.encode(picture))
        clip.mux(stream.encode())


def cached_clip(spec: ClipSpec, folder: Path, *, renderer: MakeRenderer | None = None) -> tuple[Path, Truth]:
    """Return a clip and its truth from `folder`, rendered only where they are not there yet.

    Several processes may ask for clips in the same folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clip = clip_path(spec, folder)
    record = clip.with_suffix(".truth.npz")
    if clip.exists() and record.exists():
        return clip, read_truth(record)
    part, part_record = (kept.with_name(f"part_{os.getpid()}_{kept.name}") for kept in (clip, record))
    truth = _render_or_flip(spec, part, folder, renderer)
    write_truth(truth, part_record)
    # renamed at the end: what has its final name is whole
    part_record.replace(record)
    part.replace(clip)
    return clip, truth


def _render_or_flip(spec: ClipSpec, part: Path, folder: Path, renderer: MakeRenderer | None) -> Truth:
    if spec.variation.mirrored:
        plain = clip_path(replace(spec, variation=replace(spec.variation, mirrored=False)), folder)
        if plain.exists():
            return flip_clip(plain, read_truth(plain.with_suffix(".truth.npz")), part)
    return render_clip(spec, part, renderer=renderer)


def clip_path(spec: ClipSpec, folder: Path) -> Path:
    """Return where `cached_clip` keeps a clip, whether it is there or not."""
    return folder / f"{clip_name(spec)}_{clip_key(spec)}.mp4"


def clip_name(spec: ClipSpec) -> str:
    """Return a readable name for the clip, without suffix; the same for all cameras and variations."""
    return f"{spec.exercise}__{spec.fault or 'right'}__{spec.seed}"


def clip_key(spec: ClipSpec) -> str:
    """Return a short text that changes whenever the clip would.

    The simulated movement is part of it, so that a change to a body, an exercise or the camera needs no new version.
    """
    truth = simulate(spec)
    wanted = asdict(spec)
    if spec.home is None:
        del wanted["home"]  # clips from before there was a home keep their key
    for later in ("way_s", "falls"):
        if wanted["variation"][later] == getattr(Variation(), later):
            del wanted["variation"][later]
    asked = json.dumps([PICTURES_VERSION, QUALITY, PRESET, wanted, truth.body, truth.camera], sort_keys=True)
    digest = hashlib.sha256(asked.encode())
    for points in (truth.landmarks_m, truth.landmarks_px):
        digest.update((np.nan_to_num(points, nan=-1.0).round(KEY_DECIMALS) + 0.0).tobytes())
    return digest.hexdigest()[:KEY_LENGTH]


def _frames(
    spec: ClipSpec, truth: Truth, renderer: MakeRenderer | None
) -> Iterator[tuple[RenderedFrame, NDArray[np.bool_]]]:
    """Yield pictures as they are shown, and which true points are in sight before a mirrored picture is flipped."""
    scene = Scene(spec, renderer)
    mirrored = spec.variation.mirrored
    for k, time_s in enumerate(truth.time_s.tolist()):
        rendering = scene.render(time_s)
        points = truth.landmarks_m[k]
        if mirrored:  # the truth is that of the picture, the scene that of the room
            points = points[list(MIRROR)] * [-1.0, 1.0, 1.0]
        seen = scene.visible(points, rendering)
        held = moved_picture(spec, time_s, rendering.picture)
        picture, silhouette = scene.sensor.develop(held, k), rendering.silhouette
        if held is not rendering.picture:
            silhouette = moved_picture(spec, time_s, silhouette.astype(np.uint8)) > 0
        if mirrored:
            picture, silhouette = np.ascontiguousarray(picture[:, ::-1]), silhouette[:, ::-1]
        yield RenderedFrame(time_s, picture, silhouette), seen
