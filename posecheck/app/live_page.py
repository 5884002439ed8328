"""The page "Live": choose and place the laptop, then the camera watches and posecheck talks, then the result."""

from __future__ import annotations

from typing import Any, Final, cast

import streamlit as st

from posecheck.app import webcam
from posecheck.app.browser import OK, ask_for_camera, camera_problem, keep_last_set, last_set
from posecheck.app.choices import choose_exercise, exercise_in, sample_clips
from posecheck.app.live_plan import rest_between
from posecheck.app.live_view import LiveView, Say
from posecheck.app.panels import live_panel, placing
from posecheck.app.result_panel import result_files, results_panel
from posecheck.app.speech import speak
from posecheck.app.unfinished import Found, find, judge_again
from posecheck.app.visit import Plan, Visit
from posecheck.result import Kind
from posecheck.rules.cues import CueSettings
from posecheck.rules.exercise import Dose
from posecheck.skeleton import Side
from posecheck.wording import words

VISIT: Final = "visit"
PROBLEM: Final = "camera_problem"
FOUND: Final = "found_again"
LOOK_EVERY_S: Final = 0.2
SLOW_FPS: Final = 12

_SIDES: Final[dict[str, tuple[Side, ...]]] = {"Both": ("left", "right"), "Left": ("left",), "Right": ("right",)}
_STRICT: Final = {"Gently": "gentle", "Normally": "normal", "Strictly": "strict"}
_TALK: Final = {"A little": "little", "Normally": "normal", "A lot": "much"}

WAITING: Final = LiveView("guide", "Press Start under the picture.", "Then step back, until all of you can be seen.")
AGAIN: Final = LiveView(
    "guide", "The camera went off. Press Start again.", "It may need two tries while this computer is busy."
)
NO_PICTURE: Final = LiveView(
    "paused",
    "No picture comes from the camera.",
    "Plug it in, and close other programs that use it. Then press the button below: what you have done is saved, and "
    "Once more goes on from there.",
)
HIDDEN: Final = LiveView("paused", "Paused: this page is hidden.", "Bring it to the front to go on.")
BEGINNING: Final = LiveView("guide", "One moment …", "The camera goes on, and I am getting ready.")


def live_page() -> None:
    """Draw the page in the state the visitor is in."""
    visit: Visit | None = st.session_state.get(VISIT)
    found: Found | None = st.session_state.get(FOUND)
    if found is not None:
        _again(found)
    elif visit is None:
        _begin()
    elif visit.ended_before_it_began:
        st.session_state[VISIT] = Visit(visit.plan, again=True)
        st.rerun()
    elif visit.over:
        _result(visit)
    else:
        _watch(visit)


def _begin() -> None:
    """Choose, place the laptop, switch the camera on."""
    st.title("Live")
    _offer_last_set()
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.subheader("1 \N{MIDDLE DOT} What you will do")
        plan = _choose()
    with right:
        st.subheader("2 \N{MIDDLE DOT} Where to put the laptop")
        placing(plan.exercise)
        st.subheader("3 \N{MIDDLE DOT} Camera")
        answer = ask_for_camera("Switch the camera on")
        if answer == OK:
            st.session_state.pop(PROBLEM, None)
            st.session_state[VISIT] = Visit(plan)
            st.rerun()
        elif answer:
            st.session_state[PROBLEM] = answer
        if problem := st.session_state.get(PROBLEM):
            what, remedy = camera_problem(problem)
            st.error(f"**{what}** {remedy}")
        st.caption("From here on you need no keys: posecheck tells you what to do. Space stops.")


def _choose() -> Plan:
    shown = next(iter(sample_clips().values()), None)  # whoever is new here can watch this one on the next page
    exercise = choose_exercise("live", suggested=None if shown is None else exercise_in(shown.name))
    st.markdown(exercise.purpose)
    side: str | None = "Both"
    if exercise.sides:
        side = st.segmented_control("Side", list(_SIDES), default="Both", required=True)
    level = st.segmented_control(
        "Level",
        list(exercise.doses),
        default=next(iter(exercise.doses)),
        required=True,
        format_func=str.capitalize,
    )
    dose = exercise.doses[level or next(iter(exercise.doses))]
    st.caption(_how_much(dose, kind=exercise.kind, sides=bool(exercise.sides)))
    with st.expander("How posecheck talks"):
        voice = st.toggle("Voice", value=True)
        sounds = st.toggle("Sounds", value=True)
        strict = st.segmented_control("It corrects", list(_STRICT), default="Normally", required=True)
        talk = st.segmented_control("It says", list(_TALK), default="Normally", required=True)
    settings = CueSettings(cast("Any", _STRICT[strict]), cast("Any", _TALK[talk]), voice)
    sides = _SIDES[side or "Both"] if exercise.sides else ()
    return Plan(exercise, sides, level or next(iter(exercise.doses)), settings, sounds)


def _how_much(dose: Dose, *, kind: Kind, sides: bool) -> str:
    """Return a dose in words, "10 s, 3 times a side, 15 s of rest in between"."""
    if dose.seconds:
        return words("minutes", minutes=f"{dose.seconds / 60:g}")
    times = f"{dose.attempts} times" if dose.attempts > 1 else "once"
    parts = [f"{dose.hold_s:g} s"] if dose.hold_s > 0 else []
    parts.append(f"{times} a side" if sides else times)
    if dose.sets > 1:
        parts.append(f"{dose.sets} sets")
    if dose.attempts > 1 and rest_between(kind, dose) > 0:
        parts.append(f"{dose.rest_s:g} s of rest in between")
    return ", ".join(parts)


def _watch(visit: Visit) -> None:
    """Draw the camera picture on one side, the words on the other."""
    left, right = st.columns([58, 42], gap="medium")
    with left:
        camera = webcam.stream(f"camera_{visit.id}", visit.video, visit.video.close)
        visit.camera_is(camera.playing, connecting=camera.connecting)
    with right:
        _words(visit)
        label = "Stop and see the result" if camera.playing else "Back"
        if st.button(label, key="posecheck_stop", type="primary", width="stretch", icon=":material/stop_circle:"):
            _stop(visit)
            st.rerun()


@st.fragment(run_every=LOOK_EVERY_S)
def _words(visit: Visit) -> None:
    """Show and say the newest; runs by itself several times a second, the camera goes on meanwhile."""
    view = visit.look()
    settings = visit.plan.settings
    name, say = _to_say(visit, view)
    heard = speak(name, say, voice=settings.voice, sounds=visit.plan.sounds)
    visit.video.hide(heard.hidden)
    if heard.stop:
        _stop(visit)
    if visit.over or heard.stop:
        st.rerun()
    if visit.name:
        keep_last_set(visit.name)
    live_panel(_shown(visit, view, hidden=heard.hidden))
    if view is not None and view.stage == "set" and view.fps < SLOW_FPS:
        st.caption(f"This computer is busy: {view.fps:.0f} pictures a second. Close other programs.")
    if settings.voice and heard.silent:
        st.caption("This browser has no voice of its own. Watch the large words, and listen for the sounds.")


def _to_say(visit: Visit, view: LiveView | None) -> tuple[str, Say | None]:
    """Return what to say and within what it is numbered: nobody two metres away reads that the picture is gone."""
    if visit.no_picture():
        return f"{visit.id}_no_picture", Say(1, "guide", NO_PICTURE.headline, "attention")
    return visit.id, view.say if view else None


def _shown(visit: Visit, view: LiveView | None, *, hidden: bool) -> LiveView:
    """Return what to show: what the coach says, unless something is in the way."""
    if hidden:
        return HIDDEN
    if visit.playing_since is None:
        return BEGINNING if visit.connecting else AGAIN if visit.again else WAITING
    if visit.no_picture():
        return NO_PICTURE
    return view or BEGINNING


def _stop(visit: Visit) -> None:
    """End the set where it is; before anything was done, go back to the choice."""
    visit.video.close()
    visit.look()
    if not visit.results and not visit.error:
        st.session_state.pop(VISIT, None)


def _result(visit: Visit) -> None:
    """Show how it went. The page is the same whether the set was finished, stopped or broke off."""
    visit.video.close()
    visit.look()
    plan, view = visit.plan, visit.view
    speak(visit.id, view.say if view else None, voice=plan.settings.voice, sounds=plan.sounds, listening=False)
    keep_last_set("")
    st.title(plan.exercise.title)
    if error := visit.error or (view.error if view else ""):
        st.error(f"**Something went wrong. What you had done until then is here.** {error}")
    if not visit.files:
        visit.files = tuple(
            result_files(
                result,
                plan.exercise,
                stem=f"{visit.name or visit.id}_{number + 1}",
                pictures=visit.moments.pictures(number, result),
            )
            for number, result in enumerate(visit.results)
        )
    once_more, another, saved = st.columns([1, 1, 2], vertical_alignment="center")
    if once_more.button("Once more", type="primary", width="stretch"):
        st.session_state[VISIT] = Visit(plan)
        st.rerun()
    if another.button("Another exercise", width="stretch"):
        st.session_state.pop(VISIT)
        st.rerun()
    if visit.name:
        saved.caption(f"Saved on this computer as {visit.name}")
    results_panel(visit.results, visit.files, plan.exercise)


def _offer_last_set() -> None:
    """Offer the set whose result was not seen: the page was loaded anew, or the browser closed."""
    name = last_set()
    saved = find(name) if name else None
    if saved is None:
        return
    with st.container(border=True):
        st.markdown(f"**Your last set broke off.** What you did is kept: {len(saved.attempts)} finished so far.")
        see, drop, _ = st.columns([1, 1, 2])
        if see.button("See the result", type="primary", width="stretch"):
            st.session_state[FOUND] = judge_again(name)
            st.rerun()
        if drop.button("Not now", width="stretch"):
            keep_last_set("")


def _again(found: Found) -> None:
    """Show a set that was found again."""
    keep_last_set("")
    st.title(found.exercise.title)
    if st.button("Back to the start"):
        st.session_state.pop(FOUND)
        st.rerun()
    results_panel(found.results, found.files, found.exercise)
