"""Nothing is overwritten, nothing is lost: the command among files with two names, readers that leave, full disks."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from posecheck.cli import main
from posecheck.clips.outputs import check_outputs
from posecheck.disk.resources import resource_folder
from posecheck.disk.track_file import is_track, load_track, save_track
from posecheck.disk.whole_files import check_writable, replacing, write_text
from posecheck.errors import OutputError
from tests.bodies import lunge_film

LUNGE = "kneeling_hip_flexor"
COMMAND = [sys.executable, "-c", "from posecheck.cli import main; main()"]


@pytest.fixture
def track(tmp_path: Path) -> Path:
    save_track(lunge_film(), tmp_path / "t.npz")
    return tmp_path / "t.npz"


def shell(script: str, *args: str | Path | bytes, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a shell script in which "$@" is the posecheck command with these arguments."""
    given = [os.fsencode(a) for a in (*COMMAND, "score", *args)]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(
        [b"bash", b"-c", script.encode(), b"bash", *given],
        capture_output=True,
        check=False,
        cwd=cwd,
        env=env,
        timeout=120,
    )


# ------------------------------------------------------------------ nothing is overwritten


@pytest.mark.parametrize("read", ["clip", "model", "exercise", "shipped"])
@pytest.mark.parametrize("link", ["same", "symlink", "hard link", "other spelling"])
def test_no_output_takes_the_place_of_what_is_read(tmp_path: Path, read: str, link: str) -> None:
    own = tmp_path / "ex"
    shutil.copytree(resource_folder("reference_poses") / LUNGE, own)
    files = {"clip": tmp_path / "c.npz", "model": tmp_path / "m.task", "exercise": own / "correct.npz"}
    for name in ("clip", "model"):
        files[name].write_text("kept")
    files["shipped"] = resource_folder("reference_poses") / "bridge" / "exercise.toml"
    target = tmp_path / "out"
    if link == "same":
        target = files[read]
    elif link == "symlink":
        target.symlink_to(files[read])
    elif link == "hard link":
        if read == "shipped":  # no second name for a file that comes with posecheck: the user's own has one here
            read = "exercise"
        target.hardlink_to(files[read])
    else:
        target = files[read].parent / ".." / files[read].parent.name / files[read].name
    options = {"clip": "clip itself", "model": "--json.*--model"}
    with pytest.raises(OutputError, match=options.get(read, "--json.*--exercise")):
        check_outputs(files["clip"], {"json_path": str(target)}, exercise=str(own), model=files["model"])


@pytest.mark.parametrize("there", [True, False])
def test_no_output_takes_the_place_of_another(tmp_path: Path, there: bool) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "r")
    if there:
        (tmp_path / "r").write_text("old")
    outputs = {"json_path": str(tmp_path / "r"), "html_path": str(tmp_path / "link")}
    with pytest.raises(OutputError, match="--html and --json would write the same file"):
        check_outputs(tmp_path / "c", outputs)
    with pytest.raises(OutputError, match="--csv and --json"):
        check_outputs(tmp_path / "c", {"json_path": "-", "csv_path": "-"})
    check_outputs(tmp_path / "c", {"json_path": "/dev/null", "csv_path": "/dev/null"})


def test_the_command_refuses_before_anything_is_computed(tmp_path: Path) -> None:
    (tmp_path / "m").write_text("kept")
    args = ["score", str(tmp_path / "no clip"), "--exercise", LUNGE, "--model", str(tmp_path / "m"), "--json"]
    done = CliRunner().invoke(main, [*args, str(tmp_path / "m")])
    assert done.exit_code == 2
    assert "--model" in done.stderr
    assert (tmp_path / "m").read_text() == "kept"


# ------------------------------------------------------------------ the ends of the command


def test_a_reader_that_goes_away_stops_nothing_else(track: Path, tmp_path: Path) -> None:
    done = shell(
        'set -o pipefail; "$@" | true; exit ${PIPESTATUS[0]}',
        *(track, "--exercise", LUNGE, "--json", "-", "--html", tmp_path / "r.html", "--csv", tmp_path / "r.csv"),
    )
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0), done.stderr
    assert (tmp_path / "r.html").stat().st_size > 1000
    assert (tmp_path / "r.csv").exists()


@pytest.mark.parametrize("options", [("--json", "-"), ()])
def test_a_full_standard_output_is_one_line(track: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    done = shell('"$@" > /dev/full', track, "--exercise", LUNGE, *options, "--html", tmp_path / "r.html")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert b"No space left" in done.stderr
    assert (tmp_path / "r.html").exists()


@pytest.mark.parametrize(("closed", "status"), [("2>&-", 0), ("<&-", 0), (">&-", 0), ("0<&- 1>&- 2>&-", 0)])
def test_closed_streams(track: Path, tmp_path: Path, closed: str, status: int) -> None:
    done = shell(f'"$@" {closed}', track, "--exercise", LUNGE, "--json", tmp_path / "r.json")
    assert done.returncode == status, done.stderr
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "r.json").stat().st_size > 1000


def test_a_working_folder_that_is_gone(track: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    script = 'rmdir "$PWD"; "$@"'
    done = shell(script, track, "--exercise", LUNGE, "--json", tmp_path / "r.json", cwd=tmp_path / "gone")
    assert (done.returncode, done.stderr) == (0, b"")
    (tmp_path / "gone").mkdir()
    done = shell(script, track, "--exercise", LUNGE, "--json", "r.json", cwd=tmp_path / "gone")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_stopped_by_hand(track: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("posecheck.clips.scoring.read_clip", stop)
    done = CliRunner().invoke(main, ["score", str(track), "--exercise", LUNGE])
    assert done.exit_code == 130
    assert done.stderr == "posecheck: stopped.\n"


def test_a_pipe_is_no_clip(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_track(tmp_path / "pipe")
    done = CliRunner().invoke(main, ["score", str(tmp_path / "pipe"), "--exercise", LUNGE])
    assert done.exit_code == 2
    assert "found a pipe" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_name_that_is_no_utf8_is_judged(track: Path, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\x1b[2J.npz"
    shutil.copy(track, odd)
    outs = [
        part for o in ("json", "csv", "html") for part in (f"--{o}", os.fsencode(tmp_path) + b"/\xfe." + o.encode())
    ]
    done = shell('"$@"', odd, "--exercise", LUNGE, *outs, "--save-track", tmp_path / "again.npz")
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(load_track(tmp_path / "again.npz")) == len(load_track(track))
    missing = shell('"$@"', odd + b"x", "--exercise", LUNGE)
    assert missing.returncode == 2
    assert b"\x1b" not in missing.stderr


# ------------------------------------------------------------------ files that were not finished


def test_what_a_killed_run_left_is_swept_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from posecheck.disk.whole_files import replacing\n"
        "with replacing(sys.argv[1]) as part: part.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a")], check=False)
    assert len(list(tmp_path.glob(".posecheck-*.part"))) == 1
    with replacing(tmp_path / "b") as part:
        check_writable(tmp_path / "c")
        assert list(tmp_path.glob(".posecheck-*.part")) == [part]
        part.write_text("whole")
    assert [p.name for p in tmp_path.iterdir()] == ["b"]


def test_a_file_is_on_the_disk_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("sync"), sync(handle)))
    monkeypatch.setattr(Path, "replace", lambda self, to: (order.append("rename"), replace(self, to))[1])
    write_text(tmp_path / "a", "text")
    assert order == ["sync", "rename", "sync"]


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        write_text(tmp_path / "a", "text")
    assert len(os.listdir("/proc/self/fd")) == before
    with (tmp_path / "a").open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
