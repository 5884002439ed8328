"""Importing posecheck does nothing but define names."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[1]

HEAVY = {"mediapipe", "streamlit", "cv2", "av", "scipy", "PIL", "jinja2", "rich", "pydantic"}

WATCHER = """
import json, sys, threading

events = []

def watch(event, args):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.mkdir", "os.rename", "os.remove"):
        events.append(event)
    elif event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        events.append(f"open {args[0]} {args[1]}")

sys.dont_write_bytecode = True
sys.addaudithook(watch)
import posecheck
json.dump({"events": events, "threads": threading.active_count(), "modules": sorted(sys.modules)}, sys.stdout)
"""


def run_python(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_importing_has_no_side_effect() -> None:
    seen = json.loads(run_python(WATCHER))
    assert seen["events"] == []
    assert seen["threads"] == 1
    assert not HEAVY & {name.partition(".")[0] for name in seen["modules"]}


def test_every_public_name_is_there() -> None:
    shown = run_python("import posecheck; print(*[getattr(posecheck, n) is not None for n in posecheck.__all__])")
    assert shown
    assert "False" not in shown


def test_an_unknown_name_is_an_attribute_error() -> None:
    shown = run_python("import posecheck; print(hasattr(posecheck, 'no_such_name'))")
    assert shown.strip() == "False"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import contextlib, io, sys\n"
        "from posecheck.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['--help'])\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    loaded = set(run_python(code).split())
    assert not loaded & {"mediapipe", "cv2", "av", "scipy", "numpy", "pydantic", "jinja2"}
