"""The page "Score a clip": a clip or saved track goes in, the report and its files come out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import streamlit as st

from posecheck.app.screen.choices import choose_exercise, exercise_in, sample_clips, side_choice
from posecheck.app.screen.result_panel import downloads, report_frame
from posecheck.app.screen.shown_error import for_visitors
from posecheck.app.screen.what_is_it import keep_track, kept_track, recognise_clip, recognised, recognition_panel
from posecheck.app.visit.result_files import Files, result_files
from posecheck.body.pose import PoseTrack
from posecheck.body.smoothing import smooth_track
from posecheck.clips.scoring import Request, judge, make_request, read_clip
from posecheck.disk.track_file import is_track, save_track
from posecheck.errors import PosecheckError
from posecheck.language import words
from posecheck.result.judgement import Result

T = TypeVar("T")
SCORED: Final = "scored"
PAGE: Final = "score"
KINDS: Final = ("mp4", "mov", "mkv", "webm", "avi", "npz")
OWN: Final = ""
"""In the list of clips: a file of the visitor's own."""
SIDES: Final = ("tell", "left", "right")


@dataclass(frozen=True, slots=True)
class Scored:
    """A clip that was scored, ready to be shown: the result and all that was made of it."""

    result: Result
    files: Files
    track: bytes
    video: bytes | None


def score_page() -> None:
    """Draw the page."""
    st.title(words("page_score"))
    left, right = st.columns(2, gap="large")
    with left:
        clip = _choose_clip()
    with right:
        named = None if clip is None else recognised(clip) or exercise_in(clip.name)
        exercise = choose_exercise(PAGE, suggested=named)
        if st.button(words("what_am_i_doing"), key="what_is_it", disabled=clip is None) and _find_out(clip):
            st.rerun()
        recognition_panel(clip, page=PAGE)
        side = None
        if exercise.sides:
            side = st.segmented_control(words("side"), list(SIDES), default="tell", format_func=side_choice)
        with_video = st.toggle(words("make_video"), value=True)
    if st.button(words("score_it"), type="primary", disabled=clip is None) and clip is not None:
        request = make_request(exercise, side=cast("Any", side if side in ("left", "right") else None))
        st.session_state[SCORED] = _score(clip, request, with_video=with_video)
    scored: Scored | None = st.session_state.get(SCORED)
    if scored is not None:
        _show(scored)


def _choose_clip() -> Path | Any | None:
    """Return the path of a sample, or an uploaded file."""
    samples = sample_clips()
    name = OWN
    if samples:
        name = st.selectbox(words("clip"), [OWN, *samples], format_func=lambda name: name or words("own_file"))
    if name in samples:
        st.video(str(samples[name]), muted=True)
        return samples[name]
    st.caption(words("how_to_film"))
    return st.file_uploader(words("choose_file"), type=list(KINDS))


def _score(clip: Any, request: Request, *, with_video: bool) -> Scored | None:
    """Score a clip with a bar that shows how far it is; say what is wrong where it cannot be read."""

    def score(path: Path, track: PoseTrack, folder: Path) -> Scored:
        return _scored(path, request, track, folder, with_video=with_video)

    return _watched(clip, score, outline=request.needs_outline, doing=words("drawing"))


def _find_out(clip: Any) -> bool:
    """Find out which exercise a clip shows; return whether it could be read."""

    def find_out(_path: Path, _track: PoseTrack, _folder: Path) -> bool:
        recognise_clip(clip, page=PAGE)
        return True

    return _watched(clip, find_out, outline=True, doing=words("recognising")) or False


def _watched(clip: Any, then: Callable[[Path, PoseTrack, Path], T], *, outline: bool, doing: str) -> T | None:
    """Read a clip, unless that was done just before, and go on with its path, its track and a folder to work in."""
    bar = st.progress(0.0, words("watching_clip"))

    def progress(done_s: float, total_s: float) -> None:
        bar.progress(0.7 * min(done_s / total_s, 1.0) if total_s > 0 else 0.0, words("watching_clip"))

    try:
        with tempfile.TemporaryDirectory(prefix="posecheck-") as name:
            folder = Path(name)
            path = clip if isinstance(clip, Path) else _stored(clip, folder)
            track = kept_track(clip, outline=outline)
            if track is None:
                track = read_clip(path, outline=outline, on_progress=progress)
                keep_track(clip, track)
            bar.progress(0.7, doing)
            return then(path, track, folder)
    except PosecheckError as error:
        st.error(for_visitors(error))
        return None
    finally:
        bar.empty()


def _scored(path: Path, request: Request, track: PoseTrack, folder: Path, *, with_video: bool) -> Scored:
    from posecheck.clips.moments import annotated_frames, evidence_pictures
    from posecheck.report.annotated import write_video

    smoothed = smooth_track(track)
    result = judge(request, smoothed)
    pictures = evidence_pictures(path, request, smoothed, result)
    files = result_files(result, request.exercise, stem=path.stem, pictures=pictures)
    save_track(track, folder / "made_track.npz")
    video = None
    if with_video and not is_track(path):
        write_video(folder / "made_video.mp4", annotated_frames(path, request, smoothed, result))
        video = (folder / "made_video.mp4").read_bytes()
    return Scored(result, files, (folder / "made_track.npz").read_bytes(), video)


def _stored(upload: Any, folder: Path) -> Path:
    """Return the path of an uploaded file; only the last part of its name is used."""
    own = folder / "upload"
    own.mkdir()
    path = own / Path(upload.name).name
    path.write_bytes(upload.getbuffer())
    return path


def _show(scored: Scored) -> None:
    st.divider()
    downloads(scored.files, key="score")
    stem = scored.files.stem
    one, two, _ = st.columns(3)
    one.download_button(words("file_track"), scored.track, f"{stem}.npz", key="score_track", width="stretch")
    if scored.video is not None:
        two.download_button(words("file_video"), scored.video, f"{stem}_annotated.mp4", "video/mp4", width="stretch")
        with st.expander(words("watch_video")):
            st.video(scored.video, muted=True)
    report_frame(scored.files)
