"""The tests at both ends of the ranges: ``python -m scripts.try_versions --lowest | --newest [PYTEST OPTIONS]``.

``--lowest`` takes the oldest version that `pyproject.toml` allows of everything that posecheck and its tests ask for
themselves, and the newest of what those bring; ``--newest`` the newest of everything. Either says what differs from
`constraints.txt`, makes an environment of its own (`.venv-lowest`, `.venv-newest`) and runs the tests in it. The exit
status is pytest's. Without options all tests are run, but for those in `NOT_HERE`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import venv

from scripts.resolver import CONSTRAINTS, ROOT, moved, resolve, uv, versions

WAYS = {"lowest": ["--resolution", "lowest-direct"], "newest": ["--resolution", "highest", "--upgrade"]}
_SET = "--ignore=tests/test_lock.py"
NOT_HERE = {"lowest": [_SET, "--deselect=tests/test_style.py::test_tool_is_content[types]"], "newest": [_SET]}
"""What is not run: tests of the tested set itself; and with old versions the type checker, which reads the types that
the libraries give for themselves. Those change with every release and say nothing about how posecheck runs."""


def main(arguments: list[str]) -> int:
    """Make the environment, run the tests in it, return pytest's exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.try_versions", description=__doc__.partition("\n")[0], allow_abbrev=False
    )
    ways = parser.add_mutually_exclusive_group(required=True)
    for way in WAYS:
        ways.add_argument(f"--{way}", action="store_const", const=way, dest="way")
    chosen, options = parser.parse_known_args(arguments)
    plan = resolve("pyproject.toml", "--extra", "test", *WAYS[chosen.way])
    lines = moved(versions(CONSTRAINTS.read_text("utf-8")), versions(plan))
    sys.stdout.write(f"{chosen.way}, {len(lines)} packages differ from constraints.txt:\n")
    sys.stdout.write("".join(f"  {line}\n" for line in lines))
    sys.stdout.flush()
    folder = ROOT / f".venv-{chosen.way}"
    venv.create(folder, clear=True, with_pip=True)  # pip for the test that builds the wheel
    python = str(folder / "bin" / "python")
    (folder / "plan.txt").write_text(plan, encoding="utf-8")
    uv("pip", "install", "--quiet", "--no-config", "--python", python, "--requirement", str(folder / "plan.txt"))
    uv("pip", "install", "--quiet", "--no-config", "--python", python, "--no-deps", "--editable", ".")
    return subprocess.run([python, "-m", "pytest", *NOT_HERE[chosen.way], *options], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
