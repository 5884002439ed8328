"""Rebuild posecheck/models/pose_landmarker_full.task, byte for byte, from the mediapipe 0.10.21 wheel.

    python scripts/build_model.py [--wheel WHEEL] [--out PATH]

mediapipe 1.x carries no model. Its 0.10.21 wheel carries the two official networks (Apache-2.0) without the input
normalisation that the pose landmarker of 1.x reads from their metadata; that wheel's own metadata writer adds it
(the writer of 1.x cannot be imported). The two networks are then stored uncompressed in one zip file with a fixed
date. Only those parts of the wheel are unpacked, into a temporary folder: nothing is installed.

Needs Python 3.11 or 3.12 (the newest that has a 0.10.21 wheel) and flatbuffers, which mediapipe 1.x brings along.
Without ``--wheel`` the wheel is fetched with ``pip download``. Exit status: 0 when the checksum is right, else 1.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

VERSION = "0.10.21"
SHA256 = "cd6a39f346381be7a74d56f74ab1b04c4f5cb4e767443ddb71847cae2d70d474"
DATE = (2026, 11, 20, 7, 17, 2)

NETWORKS = (
    # name in the bundle, path in the wheel, SHA-256 there, mean and standard deviation of the input in grey levels
    (
        "pose_detector.tflite",
        "mediapipe/modules/pose_detection/pose_detection.tflite",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        127.5,
        127.5,
    ),
    (
        "pose_landmarks_detector.tflite",
        "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        0.0,
        255.0,
    ),
)

WRITER_PARTS = ("mediapipe/tasks/metadata/", "mediapipe/tasks/python/metadata/", "mediapipe/tasks/cc/metadata/")

WRITER = """
import sys, types
root, source, target, mean, std = sys.argv[1:]
# A bare package: mediapipe/__init__.py of that version would import jax, matplotlib and the rest of the wheel.
package = types.ModuleType("mediapipe")
package.__path__ = [root + "/mediapipe"]
sys.modules["mediapipe"] = package
from mediapipe.tasks.python.metadata.metadata_writers.metadata_writer import MetadataWriter
network = open(source, "rb").read()
written, _ = MetadataWriter.create(network).add_image_input([float(mean)] * 3, [float(std)] * 3).populate()
open(target, "wb").write(written)
"""


def fetch_wheel(folder: Path) -> Path:
    """Download the wheel into `folder` and return its path."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", str(folder), f"mediapipe=={VERSION}"], check=True)
    return next(folder.glob(f"mediapipe-{VERSION}-*.whl"))


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack the networks and the metadata writer, and check the networks."""
    wanted = {path for _, path, *_ in NETWORKS}
    with zipfile.ZipFile(wheel) as parts:
        parts.extractall(folder, [n for n in parts.namelist() if n in wanted or n.startswith(WRITER_PARTS)])
    for _, path, sha256, *_ in NETWORKS:
        found = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        if found != sha256:
            sys.exit(f"{wheel}: {path}: expected SHA-256 {sha256}, got {found}.")


def add_normalisation(folder: Path, path: str, mean: float, std: float) -> bytes:
    """Return a network with the normalisation of its input written into its metadata."""
    target = folder / "written.tflite"
    arguments = [str(folder), str(folder / path), str(target), str(mean), str(std)]
    # In a process of its own, so that the old mediapipe never meets an installed new one.
    subprocess.run([sys.executable, "-c", WRITER, *arguments], check=True)
    return target.read_bytes()


def build(wheel: Path, out: Path, folder: Path) -> None:
    """Write the bundle to `out`."""
    unpack(wheel, folder)
    with out.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        for name, path, _, mean, std in NETWORKS:
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # as on Unix, so that the bytes are the same on every system
            entry.external_attr = 0o600 << 16
            # A network may be mapped into memory where it lies, so it starts at a multiple of 4: zeros go before the
            # entry's header, which readers find through the directory at the end of the file.
            file.seek(bundle.start_dir)
            file.write(bytes(-(file.tell() + zipfile.sizeFileHeader + len(name)) % 4))
            bundle.start_dir = file.tell()
            bundle.writestr(entry, add_normalisation(folder, path, mean, std))


def main() -> int:
    """Rebuild the bundle and compare its checksum."""
    default = Path(__file__).resolve().parent.parent / "posecheck" / "models" / "pose_landmarker_full.task"
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wheel", type=Path, help=f"wheel of mediapipe {VERSION}; fetched with pip where not given")
    parser.add_argument("--out", type=Path, default=default, help="where to write the bundle (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build(options.wheel or fetch_wheel(folder), options.out, folder)
    found = hashlib.sha256(options.out.read_bytes()).hexdigest()
    sys.stdout.write(f"{found}  {options.out}\n")
    if found != SHA256:
        sys.stderr.write(f"expected {SHA256}: the bundle is not the one that posecheck was tested with.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
