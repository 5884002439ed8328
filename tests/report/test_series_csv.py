import csv
import io

import numpy as np
import pytest

from posecheck.report.series_csv import series_to_csv, write_csv
from posecheck.result.judgement import Series

NAN = float("nan")


@pytest.fixture
def series():
    return Series(
        np.array([0.0, 0.0667, 0.2]),
        ("setup", "move", "hold"),
        np.array([0, 1, 1]),
        {"trunk_lean": np.array([1.23456, NAN, -0.0001]), "speed": np.array([0.0, 1.0, np.inf])},
        {"trunk_lean": "deg", "speed": "deg/s"},
    )


def test_a_line_per_frame_with_units_in_the_header(series):
    assert series_to_csv(series).split("\n") == [
        "time_s,phase,attempt,trunk_lean_deg,speed_deg_per_s",
        "0.0000,setup,0,1.235,0.000",
        "0.0667,move,1,,1.000",
        "0.2000,hold,1,0.000,",
        "",
    ]


def test_can_be_read_back(faulty):
    rows = list(csv.DictReader(io.StringIO(series_to_csv(faulty.series))))
    assert len(rows) == len(faulty.series.time_s)
    shown = [float(row["rear_hip_deg"]) for row in rows]
    assert shown == pytest.approx(faulty.series.values["rear_hip"], abs=0.0006)
    gaps = [row["front_knee_deg"] == "" for row in rows]
    assert gaps == np.isnan(faulty.series.values["front_knee"]).tolist()


def test_without_frames_only_the_header(unjudged, tmp_path):
    write_csv(unjudged, tmp_path / "s.csv")
    assert (tmp_path / "s.csv").read_text() == "time_s,phase,attempt\n"
