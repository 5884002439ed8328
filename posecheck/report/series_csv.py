"""The measures of every analysed frame as a CSV table, for a spreadsheet or pandas."""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path

from posecheck.disk.whole_files import write_text
from posecheck.result.judgement import Result, Series
from posecheck.result.word_bands import plain_unit

_UNIT_WORDS = {"deg/s": "deg_per_s", "1/s": "per_s"}


def series_to_csv(series: Series | None) -> str:
    """Return one line per analysed frame: time, phase, attempt, then one column per measure.

    Parameters
    ----------
    series
        The measures over time. None (nothing was analysed) gives the header alone.

    Returns
    -------
    str
        A header ``time_s,phase,attempt,<measure>_<unit>,...`` and a line per frame. A cell is empty where a value
        could not be trusted. The attempt is counted from 1; 0 is outside of any.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    headings = [column_name(name, series.units.get(name, "")) for name in series.values] if series else []
    writer.writerow(["time_s", "phase", "attempt", *headings])
    if series:
        columns = list(series.values.values())
        for i, time_s in enumerate(series.time_s):
            cells = [_cell(float(column[i]), 3) for column in columns]
            writer.writerow([_cell(float(time_s), 4), series.phase[i], int(series.attempt[i]), *cells])
    return text.getvalue()


def write_csv(result: Result, path: str | Path) -> None:
    """Write the result's measures over time as CSV.

    Parameters
    ----------
    result
        Its `series` is written.
    path
        The file, or ``"-"`` for standard output.

    Raises
    ------
    OutputError
        Where the file cannot be written; then nothing is left there.
    """
    write_text(path, series_to_csv(result.series))


def column_name(measure: str, unit: str) -> str:
    """Return the heading of a measure's column.

    Examples
    --------
    >>> column_name("trunk_lean", "deg"), column_name("rise_speed", "deg/s"), column_name("shape", "")
    ('trunk_lean_deg', 'rise_speed_deg_per_s', 'shape')
    """
    word = re.sub(r"\W+", "_", _UNIT_WORDS.get(unit, plain_unit(unit))).strip("_")
    return f"{measure}_{word}" if word else measure


def _cell(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:.{decimals}f}" if math.isfinite(value) else ""
