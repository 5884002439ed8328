"""Every page in German: none of the English sentences of the table is left, and the voice is told the language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from google.protobuf.text_format import MessageToString
from streamlit.testing.v1 import AppTest

from posecheck.app.screen.live_page import VISIT
from posecheck.app.screen.safety import UNDERSTOOD
from posecheck.app.visit import webcam
from posecheck.app.visit.visitor import Plan, Visit
from posecheck.disk.library import load_exercise
from posecheck.language import table, use_language
from posecheck.rules.coaching.cues import CueSettings
from posecheck.rules.exercise.definition import Dose
from tests.app.live import Live, wrong_lunge

MAIN = Path(__file__).resolve().parents[3] / "posecheck" / "app" / "main.py"
LUNGE = "kneeling_hip_flexor"
PAGES = {
    "live": "Wohin der Laptop kommt",
    "score": "Auch das Video mit Zeichnung erstellen",
    "exercises": "Was diese Ansicht nicht beurteilen kann",
    "about": "Deine Bilder bleiben bei dir",
}


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, german: None) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(webcam, "stream", lambda *_: webcam.Camera(playing=False))


def opened(page: str, *, understood: bool = True, visit: Visit | None = None) -> AppTest:
    at = AppTest.from_file(str(MAIN), default_timeout=60)
    if understood:
        at.session_state[UNDERSTOOD] = True
    if visit is not None:
        at.session_state[VISIT] = visit
    at = at.run() if page == "live" else at.run().switch_page(f"../../pages/{page}.py").run()
    assert not at.exception
    return at


def shown(at: AppTest) -> str:
    """Return all that the page sends to the browser, as text."""
    protos = (getattr(node, "proto", None) for node in at.main)
    return "\n".join(MessageToString(proto, as_utf8=True) for proto in protos if proto is not None)


def english_left_in(text: str) -> set[str]:
    """Return the English sentences of the table, and longer pieces of those with gaps, that stand in a text."""
    german = "\n".join(table("de").values())
    pieces = {p.strip() for s in table("en").values() for p in re.split(r"\{[^}]*\}", s)}
    plain = {p for p in pieces if len(re.findall(r"[a-z]{2,}", p)) >= 2 and p not in german}
    return {p for p in plain if re.search(rf"(?<![A-Za-z]){re.escape(p)}(?![A-Za-z])", text)}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_english_sentence_left(page: str) -> None:
    text = shown(opened(page))
    assert PAGES[page] in text, "the text is read as the browser gets it"
    assert not english_left_in(text)


def test_english_is_found_where_there_is_any() -> None:
    use_language("en")
    assert len(english_left_in(shown(opened("about")))) >= 8


def test_the_safety_text_is_german() -> None:
    text = shown(opened("live", understood=False))
    assert "Bevor du anfängst" in text
    assert not english_left_in(text)


def test_the_exercise_is_told_in_german() -> None:
    use_language("en")
    own = load_exercise(LUNGE)
    use_language("de")
    at = opened("exercises")
    at.selectbox[0].select(LUNGE).run()
    text = shown(at)
    assert "Schieb die Hüften nach vorn" in text
    said = [own.title, own.purpose, own.camera, *own.steps, *own.cautions, *own.not_judged, *(r.cue for r in own.rules)]
    assert not [sentence for sentence in said if sentence in text]


def test_live_speaks_german() -> None:
    plan = Plan(load_exercise(LUNGE), ("left", "right"), "beginner", CueSettings())
    at = opened("live", visit=Visit(plan))
    text = shown(at)
    assert "Drück Start unter dem Bild." in text
    assert '"lang":"de-DE"' in text.replace(" ", "").replace("\\", "")
    assert not english_left_in(text)


def test_the_words_of_the_camera_are_german() -> None:
    assert json.dumps(webcam.labels(), ensure_ascii=False).count("Kamera") >= 5


def test_the_live_voice_says_german_sentences_alone() -> None:
    live = Live(dose=Dose(3, 2)).play(wrong_lunge(reps=2, seconds=40))
    heard = "\n".join(say.text for say in live.said)
    assert "Halte still." in heard
    assert any(rule.cue in heard for rule in load_exercise(LUNGE).rules)
    assert not english_left_in(heard)
    use_language("en")
    assert not [rule.cue for rule in load_exercise(LUNGE).rules if rule.cue in heard]
