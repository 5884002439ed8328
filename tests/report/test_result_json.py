import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.errors import OutputError
from posecheck.remark import Amount, Inside, OnSide, Row, Term, remark
from posecheck.report.result_json import result_to_dict, result_to_json, write_json
from posecheck.result.entries import Candidate, Check, PhaseSeen

DOC = Path(__file__).parents[2] / "docs" / "json.md"

CONTRACT = {
    "": "schema clip exercise variant judged reason judged_share view neutral dose score band score_uncertainty "
    "attempts faults source versions",
    "view": "body camera facing head near_side yaw_deg advice",
    "neutral": "source seconds",
    "attempts": "kind side start_s end_s hold_s good_hold_s complete reached score readings ranges findings",
    "findings": "rule verdict excess unit severity time_s share cue",
    "ranges": "value unit target share_of_target",
    "readings": "value unit",
    "source": "estimator model_sha256 width height fps duration_s",
    "versions": "posecheck exercise",
}


def keys_of(value, names=frozenset()):
    """Every key of nested dicts, but for the names of measures, ranges and versions."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            free = key in ("readings", "ranges", "versions", "values")
            yield from keys_of(list(inner.values()) if free and isinstance(inner, dict) else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def named_keys():
    """Every key in the first column of the tables of docs/json.md."""
    first_cells = re.findall(r"^\| (.*?) \|", DOC.read_text("utf-8"), re.MULTILINE)
    return {word for cell in first_cells for word in re.findall(r"`(\w+)`", cell)}


def test_holds_every_key_of_the_contract(faulty):
    data = result_to_dict(faulty)
    attempt = data["attempts"][0]
    parts = {
        "": data, "view": data["view"], "neutral": data["neutral"], "attempts": attempt, "source": data["source"],
        "findings": attempt["findings"][0], "ranges": attempt["ranges"]["rear_hip"], "versions": data["versions"],
        "readings": attempt["readings"]["trunk_lean"],
    }  # fmt: skip
    missing = {name: set(CONTRACT[name].split()) - set(part) for name, part in parts.items()}
    assert not any(missing.values()), missing


def test_values_of_a_faulty_result(faulty):
    data = result_to_dict(faulty)
    finding = data["attempts"][0]["findings"][0]
    assert (data["schema"], data["score"], data["band"]) == (1, 83.8, "needs_work")
    assert data["faults"] == ["bends_at_the_waist"]
    assert (finding["verdict"], finding["excess"], finding["time_s"]) == ("HIGH", 19.0, 4.2)
    assert data["attempts"][0]["readings"]["trunk_lean"] == {"value": 3.123, "unit": "deg"}
    assert data["judged_share"] == 0.971
    assert data["view"]["yaw_deg"] == 18.0
    assert data["source"]["rotation"] == 90
    assert data["deductions"][0]["attempt"] == 1
    assert [(s["kind"], s["rule"], s["points"], s["score"]) for s in data["score_steps"]] == [
        ("deduction", "bends_at_the_waist", 9.4, 90.6),
        ("deduction", "comes_back_fast", 4.0, 86.6),
        ("deduction", "front_knee_closed", 2.8, 83.8),
    ]
    assert [s["attempt"] for s in data["score_steps"]] == [1, 1, 1]
    assert [s["attempt"] for s in data["attempts"][0]["score_steps"]] == [None] * 3


def test_what_cannot_be_told_is_null_and_strict_json(unjudged, good):
    data = json.loads(result_to_json(unjudged), parse_constant=pytest.fail)
    assert data["score"] is None
    assert data["band"] is None
    assert data["reason"].startswith("You are turned")
    data = json.loads(result_to_json(good), parse_constant=pytest.fail)
    assert data["attempts"][0]["readings"]["rear_hip"]["value"] is None
    assert data["attempts"][0]["findings"][2]["excess"] is None


def test_infinity_numpy_numbers_and_minus_zero(good):
    odd = replace(good, score=float("inf"), judged_share=np.float32(0.5), score_uncertainty=-0.0001)
    text = result_to_json(odd)
    data = json.loads(text, parse_constant=pytest.fail)
    assert (data["score"], data["judged_share"]) == (None, 0.5)
    assert "-0.0" not in text


def with_every_part(result):
    """A result whose attempts have phases and checks too."""
    seen = (PhaseSeen("down", "Roll down", 1.0, 6.0), PhaseSeen("up", "Roll up", float("nan"), float("nan")))
    checks = (Check("lifts_hips", "Hips lift", None, 2, "Roll, do not lift.", "hips not seen"),)
    attempt = replace(result.attempts[0], phases=seen, checks=checks, completed=True, cadence_per_min=100.04)
    values = {
        "deg": Amount(1.0, "deg"), "side": OnSide("left"), "what": Inside(Term("start", "Kneel")), "all": Row(("a",)),
    }  # fmt: skip
    candidates = (Candidate("bridge", "Bridge", 0.98765),)
    return replace(result, attempts=(attempt,), candidates=candidates, noted=(remark("noted", **values),))


def test_the_page_names_every_key(faulty):
    assert set(keys_of(result_to_dict(with_every_part(faulty)))) <= named_keys()


def test_the_page_names_no_key_that_is_not_written(faulty):
    assert named_keys() <= set(keys_of(result_to_dict(with_every_part(faulty))))


def test_phases_checks_and_cadence_are_written(faulty):
    plain = json.loads(result_to_json(faulty))["attempts"][0]
    assert (plain["phases"], plain["checks"], plain["completed"], plain["cadence_per_min"]) == ([], [], None, None)
    attempt = json.loads(result_to_json(with_every_part(faulty)), parse_constant=pytest.fail)["attempts"][0]
    assert attempt["phases"][0] == {"name": "down", "title": "Roll down", "start_s": 1.0, "end_s": 6.0, "seconds": 5.0}
    assert (attempt["phases"][1]["start_s"], attempt["phases"][1]["seconds"]) == (None, 0.0)
    assert attempt["checks"][0]["passed"] is None
    assert (attempt["completed"], attempt["cadence_per_min"]) == (True, 100.04)


def test_candidates_are_written_and_empty_where_nobody_asked(faulty):
    assert json.loads(result_to_json(faulty))["candidates"] == []
    told = json.loads(result_to_json(with_every_part(faulty)))["candidates"]
    assert told == [{"exercise": "bridge", "title": "Bridge", "likelihood": 0.988}]


def test_written_file_and_standard_output_are_the_same(good, tmp_path, capsysbinary):
    path = tmp_path / "Dehnung für den Rücken.json"
    write_json(good, path)
    write_json(good, "-")
    assert capsysbinary.readouterr().out == path.read_bytes()
    assert json.loads(path.read_text("utf-8"))["clip"] == "lunge.mp4"


def test_a_file_name_that_is_no_text_stays_valid_json(good, tmp_path):
    path = tmp_path / "r.json"
    write_json(replace(good, clip="bad\udcff.mp4"), path)
    assert json.loads(path.read_text("utf-8"))["clip"] == "bad\udcff.mp4"


def test_standard_output_without_bytes(good, monkeypatch):
    import io

    text = io.StringIO()
    monkeypatch.setattr("sys.stdout", text)
    write_json(good, "-")
    assert json.loads(text.getvalue())["schema"] == 1


def test_a_folder_is_not_overwritten(good, tmp_path):
    with pytest.raises(OutputError, match="folder"):
        write_json(good, tmp_path)
