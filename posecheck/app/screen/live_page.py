"""The page "Live": choose and place the laptop, then the camera watches and posecheck talks, then the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

import streamlit as st

from posecheck.app.coach.live_plan import rest_between
from posecheck.app.coach.live_view import LiveView, Say, Stage
from posecheck.app.screen.browser import OK, ask_for_camera, camera_problem, keep_last_set, last_set
from posecheck.app.screen.choices import choose_exercise, exercise_in, sample_clips, side_choice
from posecheck.app.screen.panels import live_panel, placing
from posecheck.app.screen.result_panel import results_panel
from posecheck.app.screen.speech import speak
from posecheck.app.screen.unfinished import Found, find, judge_again
from posecheck.app.visit import webcam
from posecheck.app.visit.live_words import in_live_words
from posecheck.app.visit.result_files import live_files
from posecheck.app.visit.visitor import Plan, Visit
from posecheck.body.skeleton import Side
from posecheck.language import words
from posecheck.report.words import dose_title
from posecheck.result.judgement import Kind
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose

VISIT: Final = "visit"
PROBLEM: Final = "camera_problem"
FOUND: Final = "found_again"
LOOK_EVERY_S: Final = 0.2
SLOW_FPS: Final = 12

_SIDES: Final[dict[str, tuple[Side, ...]]] = {"both": ("left", "right"), "left": ("left",), "right": ("right",)}
_STRICT: Final = ("gentle", "normal", "strict")
_TALK: Final = ("little", "normal", "much")


def live_page() -> None:
    """Draw the page in the state the visitor is in."""
    visit: Visit | None = st.session_state.get(VISIT)
    found: Found | None = st.session_state.get(FOUND)
    if found is not None:
        _again(found)
    elif visit is None:
        _begin()
    elif visit.ended_before_it_began or visit.never_connects():
        _start_anew(visit)
    elif visit.over:
        _result(visit)
    else:
        _watch(visit)


def _start_anew(visit: Visit) -> None:
    """Take a new camera session in place of one that came to nothing, and ask for another press of Start."""
    visit.video.close()
    st.session_state[VISIT] = Visit(visit.plan, again=True)
    st.rerun()


def _begin() -> None:
    """Choose, place the laptop, switch the camera on."""
    st.title(words("page_live"))
    _offer_last_set()
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.subheader(f"1 \N{MIDDLE DOT} {words('what_you_will_do')}")
        plan = _choose()
    with right:
        st.subheader(f"2 \N{MIDDLE DOT} {words('where_to_put')}")
        placing(plan.exercise)
        st.subheader(f"3 \N{MIDDLE DOT} {words('camera')}")
        answer = ask_for_camera(words("camera_on"))
        if answer == OK:
            st.session_state.pop(PROBLEM, None)
            st.session_state[VISIT] = Visit(plan)
            st.rerun()
        elif answer:
            st.session_state[PROBLEM] = answer
        if problem := st.session_state.get(PROBLEM):
            what, remedy = camera_problem(problem)
            st.error(f"**{what}** {remedy}")
        st.caption(words("no_keys"))


def _choose() -> Plan:
    shown = next(iter(sample_clips().values()), None)  # whoever is new here can watch this one on the next page
    exercise = choose_exercise("live", suggested=None if shown is None else exercise_in(shown.name))
    st.markdown(exercise.purpose)
    side: str | None = "both"
    if exercise.sides:
        side = st.segmented_control(words("side"), list(_SIDES), default="both", required=True, format_func=side_choice)
    level = st.segmented_control(
        words("level"),
        list(exercise.doses),
        default=next(iter(exercise.doses)),
        required=True,
        format_func=dose_title,
    )
    dose = exercise.doses[level or next(iter(exercise.doses))]
    st.caption(_how_much(dose, kind=exercise.kind, sides=bool(exercise.sides)))
    with st.expander(words("how_it_talks")):
        voice = st.toggle(words("voice"), value=True)
        sounds = st.toggle(words("sounds"), value=True)
        strict = _manner("strict", _STRICT)
        talk = _manner("talk", _TALK)
    settings = CueSettings(cast("Any", strict), cast("Any", talk), voice)
    sides = _SIDES[side or "both"] if exercise.sides else ()
    return Plan(exercise, sides, level or next(iter(exercise.doses)), settings, sounds)


def _manner(name: str, choices: Sequence[str]) -> str:
    """Let one of several manners of talking be chosen; the normal one at first."""
    chosen = st.segmented_control(
        words(f"manner_{name}"),
        list(choices),
        default="normal",
        required=True,
        format_func=lambda manner: words(f"manner_{name}_{manner}"),
    )
    return chosen or "normal"


def _how_much(dose: Dose, *, kind: Kind, sides: bool) -> str:
    """Return a dose in words, "10 s, 3 times a side, 15 s of rest in between"."""
    if dose.seconds:
        return words("list_minutes", minutes=dose.seconds / 60)
    parts = [words("much_hold", seconds=dose.hold_s)] if dose.hold_s > 0 else []
    key = "much_times" if dose.attempts > 1 else "much_once"
    parts.append(words(f"{key}_a_side" if sides else key, times=dose.attempts))
    if dose.sets > 1:
        parts.append(words("much_sets", sets=dose.sets))
    if dose.attempts > 1 and rest_between(kind, dose) > 0:
        parts.append(words("much_rest", seconds=dose.rest_s))
    return ", ".join(parts)


def _watch(visit: Visit) -> None:
    """Draw the camera picture on one side, the words on the other."""
    left, right = st.columns([58, 42], gap="medium")
    with left:
        camera = webcam.stream(f"camera_{visit.id}", visit.video, visit.video.close)
        if camera.failed:
            _start_anew(visit)
        visit.camera_is(camera.playing, connecting=camera.connecting)
    with right:
        _moment(visit)
        label = words("stop_and_see" if camera.playing else "go_back")
        if st.button(label, key="posecheck_stop", type="primary", width="stretch", icon=":material/stop_circle:"):
            _stop(visit)
            st.rerun()


@st.fragment(run_every=LOOK_EVERY_S)
def _moment(visit: Visit) -> None:
    """Show and say the newest; runs by itself several times a second, the camera goes on meanwhile."""
    view = visit.look()
    settings = visit.plan.settings
    name, say = _to_say(visit, view)
    heard = speak(name, say, voice=settings.voice, sounds=visit.plan.sounds)
    visit.video.hide(heard.hidden)
    if heard.stop:
        _stop(visit)
    if visit.over or heard.stop or visit.never_connects():
        st.rerun()
    if visit.name:
        keep_last_set(visit.name)
    live_panel(_shown(visit, view, hidden=heard.hidden))
    if view is not None and view.stage == "set" and view.fps < SLOW_FPS:
        st.caption(words("busy_computer", fps=view.fps))
    if settings.voice and heard.silent:
        st.caption(words("no_voice", language=words("language_name")))


def _to_say(visit: Visit, view: LiveView | None) -> tuple[str, Say | None]:
    """Return what to say and within what it is numbered: nobody two metres away reads that the picture is gone."""
    if visit.no_picture():
        return f"{visit.id}_no_picture", Say(1, "guide", words("no_picture"), "attention")
    return visit.id, view.say if view else None


def _shown(visit: Visit, view: LiveView | None, *, hidden: bool) -> LiveView:
    """Return what to show: what the coach says, unless something is in the way."""
    if hidden:
        return _told("paused", "hidden")
    if visit.playing_since is None:
        return _told(
            "guide",
            "beginning" if visit.connecting_since is not None else "camera_again" if visit.again else "press_start",
        )
    if visit.no_picture():
        return _told("paused", "no_picture")
    return view or _told("guide", "beginning")


def _told(stage: Stage, key: str) -> LiveView:
    """Return the view that says one sentence, and what to do."""
    return LiveView(stage, words(key), words(f"{key}_detail"))


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
        st.error(f"**{words('went_wrong')}** {error}")
    if not visit.files:
        visit.files = tuple(
            live_files(
                result,
                plan.exercise,
                stem=f"{visit.name or visit.id}_{number + 1}",
                pictures=visit.moments.pictures(number, result),
            )
            for number, result in enumerate(visit.results)
        )
    once_more, another, saved = st.columns([1, 1, 2], vertical_alignment="center")
    if once_more.button(words("once_more"), type="primary", width="stretch"):
        st.session_state[VISIT] = Visit(plan)
        st.rerun()
    if another.button(words("another_exercise"), width="stretch"):
        st.session_state.pop(VISIT)
        st.rerun()
    if visit.name:
        saved.caption(words("saved_as", name=visit.name))
    shown = [in_live_words(result, plan.exercise) for result in visit.results]
    results_panel(shown, visit.files, plan.exercise)


def _offer_last_set() -> None:
    """Offer the set whose result was not seen: the page was loaded anew, or the browser closed."""
    name = last_set()
    saved = find(name) if name else None
    if saved is None:
        return
    with st.container(border=True):
        st.markdown(words("last_set", n=len(saved.attempts)))
        see, drop, _ = st.columns([1, 1, 2])
        if see.button(words("see_result"), type="primary", width="stretch"):
            st.session_state[FOUND] = judge_again(name)
            st.rerun()
        if drop.button(words("not_now"), width="stretch"):
            keep_last_set("")


def _again(found: Found) -> None:
    """Show a set that was found again."""
    keep_last_set("")
    st.title(found.exercise.title)
    if st.button(words("back_to_start")):
        st.session_state.pop(FOUND)
        st.rerun()
    results_panel(found.results, found.files, found.exercise)
