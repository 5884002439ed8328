"""What am I doing? The exercise of a clip named from what is seen, or two to choose from where that is not sure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from posecheck.app.screen.choices import chosen_key, suggest_anew
from posecheck.body.pose import PoseTrack
from posecheck.clips.scoring import recognise_track
from posecheck.language import words
from posecheck.rules.recognition.naming import Recognition

SEEN: Final = "clip_seen"


@dataclass(slots=True)
class Seen:
    """A clip that was looked at: its track, and which exercise it may be (None before anybody asked)."""

    clip: str
    track: PoseTrack
    told: Recognition | None = None


def clip_name(clip: Any) -> str:
    """Return what tells one clip from another: its path, or the number of its upload."""
    return str(clip) if isinstance(clip, Path) else f"{clip.name} {clip.file_id}"


def keep_track(clip: Any, track: PoseTrack) -> None:
    """Keep the track of the clip that is looked at now, so that it is not read twice."""
    seen = _seen(clip)
    st.session_state[SEEN] = Seen(clip_name(clip), track, seen.told if seen else None)


def kept_track(clip: Any, *, outline: bool) -> PoseTrack | None:
    """Return the track of a clip where it was read just before, with what is needed of it."""
    seen = _seen(clip)
    return seen.track if seen and (seen.track.outline is not None or not outline) else None


def recognised(clip: Any) -> str | None:
    """Return the exercise that a clip was recognised as, None where it was not."""
    seen = _seen(clip)
    return seen.told.exercise if seen and seen.told else None


def recognise_clip(clip: Any, *, page: str) -> None:
    """Find out which exercise a clip shows; its track was kept."""
    seen = _seen(clip)
    if seen is not None:
        suggest_anew(page)
        seen.told = recognise_track(seen.track)


def recognition_panel(clip: Any, *, page: str) -> None:
    """Say which exercise it is, or offer the two that it may be."""
    seen = _seen(clip)
    if seen is None or seen.told is None:
        return
    told = seen.told
    if told.answer == "sure":
        st.success(words("recognised", title=told.likely[0].title))
    elif told.answer == "none":
        st.info(words("not_recognised_here"))
    else:
        st.info(words("not_sure_here"))
        for place, likely in zip(st.columns(2), told.likely[:2], strict=True):
            key = f"{page}_{likely.exercise}"
            place.button(likely.title, key=key, width="stretch", on_click=_choose, args=(page, likely.exercise))


def _choose(page: str, exercise: str) -> None:
    st.session_state[chosen_key(page)] = exercise


def _seen(clip: Any) -> Seen | None:
    seen: Seen | None = st.session_state.get(SEEN)
    return seen if seen is not None and clip is not None and seen.clip == clip_name(clip) else None
