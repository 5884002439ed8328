"""A sample clip made into what Chromium takes for a camera: a motion-JPEG file, played in a loop at 30 frames a second.

The set-up is held for ten seconds before the movement, and the hold is made longer, by showing one picture for longer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av

CLIPS = Path(__file__).resolve().parents[1] / "sample_clips"
FPS = 30


def film(
    name: str, target: Path, *, setup_s: float = 10.0, hold_s: float = 8.0, end_s: float = 3.0, height: int = 480
) -> Path:
    """Write the film of a sample clip to `target` and return it; `hold_s` is added to the hold."""
    with av.open(str(CLIPS / f"{name}.mp4")) as clip:
        frames = [(float(frame.time), frame.to_image()) for frame in clip.decode(video=0)]
    truth = json.loads((CLIPS / f"{name}.expected.json").read_text())["attempts"][0]
    middle = truth["hold_start_s"] + truth["hold_s"] / 2
    codec = av.CodecContext.create("mjpeg", "w")
    width = round(frames[0][1].width * height / frames[0][1].height / 2) * 2
    codec.width, codec.height = width, height
    codec.pix_fmt = "yuvj420p"  # Chromium shows the richer yuvj444p as green
    codec.framerate, codec.options = FPS, {"qmin": "3", "qmax": "3"}
    data = bytearray()
    for i, (time_s, image) in enumerate(frames):
        following = frames[i + 1][0] if i + 1 < len(frames) else time_s + end_s
        seconds = following - time_s
        seconds += setup_s if i == 0 else 0.0
        seconds += hold_s if time_s <= middle < following else 0.0
        picture = av.VideoFrame.from_image(image).reformat(width=width, height=height, format="yuvj420p")
        jpeg = b"".join(bytes(packet) for packet in codec.encode(picture))
        data += jpeg * round(seconds * FPS)
    target.write_bytes(bytes(data))
    return target


def choose_exercise(page: Any) -> None:
    """Choose the exercise of the films on the live page, and wait until it is chosen."""
    field = page.get_by_test_id("stSelectbox").locator("input").first
    field.click()
    field.fill("Half-kneeling hip-flexor")
    page.get_by_role("option", name="Half-kneeling hip-flexor stretch").first.click()
    page.get_by_text("Stretches the front of the hip of the kneeling leg.").first.wait_for()
