"""The wheel holds all that an installed posecheck needs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.package


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this clone, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    # the build backend of the test extra serves, so that nothing is fetched
    options = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet", "--wheel-dir"]
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), *options, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = folder.glob("posecheck-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run_from(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the unpacked wheel before everything else, away from the clone."""
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=site.parent, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "pattern",
    ["posecheck/py.typed", "posecheck/**/*.task", "posecheck/report/templates/*.html*", "posecheck/language/*.toml"],
)
def test_data_of_the_package_is_inside(unpacked: Path, pattern: str) -> None:
    assert list(unpacked.glob(pattern))


def test_every_exercise_is_inside(unpacked: Path) -> None:
    here = {path.parent.name for path in (ROOT / "reference_poses").glob("*/exercise.toml")}
    there = {path.parent.name for path in (unpacked / "posecheck/_data/reference_poses").glob("*/exercise.toml")}
    assert there == here
    assert here


def test_sample_clips_are_offered_from_the_wheel(unpacked: Path) -> None:
    here = {path.name for path in (ROOT / "sample_clips").glob("*.mp4")}
    code = (
        "from posecheck.app.screen.score_page import sample_clips; "
        "print(*(p for p in sample_clips().values()), sep='\\n')"
    )
    run = run_from(unpacked, "-c", code)
    assert run.returncode == 0, run.stderr
    offered = [Path(line) for line in run.stdout.splitlines()]
    assert {path.name for path in offered} == here
    assert all(path.is_relative_to(unpacked) and path.stat().st_size > 0 for path in offered)


def test_licence_and_notice_are_inside(unpacked: Path) -> None:
    names = {path.name for path in unpacked.glob("posecheck-*.dist-info/licenses/*")}
    assert names == {"LICENSE", "NOTICE"}


def test_it_imports_from_the_wheel(unpacked: Path) -> None:
    run = run_from(unpacked, "-c", "import posecheck; print(posecheck.__file__)")
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.strip()) == unpacked / "posecheck/__init__.py"


def test_exercises_are_found_from_the_wheel(unpacked: Path) -> None:
    run = run_from(unpacked, "-c", "from posecheck.cli import main; main(['exercise', 'list'])")
    assert run.returncode == 0, run.stderr
    assert "kneeling_hip_flexor" in run.stdout
