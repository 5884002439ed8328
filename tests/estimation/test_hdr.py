from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from posecheck.estimation.hdr import Curve, as_shown
from posecheck.estimation.video import frames, grab
from tests.estimation.moving_pictures import grey, level_of, write_clip

TRANSFER = {"pq": 16, "hlg": 18}  # ISO/IEC 23091-2, table 3


def signal(nits: float, curve: Curve) -> float:
    """The signal, 0 to 1, of a light of the screen: the curves of BT.2100 the other way than they are read."""
    if curve == "pq":
        m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
        power = (nits / 10000) ** m1
        return ((c1 + c2 * power) / (1 + c3 * power)) ** m2
    scene = (nits / 1000) ** (1 / 1.2)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return math.sqrt(3 * scene) if scene <= 1 / 12 else a * math.log(12 * scene - b) + c


def of_level(level: float, curve: Curve) -> float:
    """The signal of a grey of an ordinary picture: shown with gamma 2.4, its white being 203 cd/m2 (BT.2408)."""
    return signal(203 * (level / 255) ** 2.4, curve)


@pytest.mark.parametrize("curve", ["pq", "hlg"])
@pytest.mark.parametrize("level", [8, 30, 64, 128, 180, 235, 254])
def test_every_grey_of_an_ordinary_picture_comes_back(curve: Curve, level: int) -> None:
    value = round(of_level(level, curve) * 1023)
    assert as_shown(np.full((2, 2, 3), value, np.uint16), curve).astype(int) == pytest.approx(level, abs=1.5)


@pytest.mark.parametrize(("curve", "share"), [("pq", 0.38), ("hlg", 0.38)])
def test_the_grey_card_of_the_standard(curve: Curve, share: float) -> None:
    # BT.2408, table 1: a grey card of 18 % is at 38 % of either; an ordinary camera has it at 41 % (BT.709).
    ordinary = 255 * (1.099 * 0.18**0.45 - 0.099)
    assert float(as_shown(np.full((1, 1, 3), round(share * 1023), np.uint16), curve).mean()) == pytest.approx(
        ordinary, abs=10
    )


@pytest.mark.parametrize("curve", ["pq", "hlg"])
def test_black_white_and_brighter_than_white(curve: Curve) -> None:
    values = np.array([0, round(signal(203, curve) * 1023), 1023], np.uint16)
    shown = as_shown(np.repeat(values[None, :, None], 3, axis=2), curve)
    assert shown[0, :, 0].astype(int) == pytest.approx([0, 255, 255], abs=1)


@pytest.mark.parametrize("curve", ["pq", "hlg"])
def test_colours_are_those_of_an_ordinary_screen(curve: Curve) -> None:
    # Red of BT.709 at half of white, in the colours of BT.2020 (BT.2087, table 4, the other way).
    light = np.array([0.6274, 0.0691, 0.0164]) * 0.5 * 203
    if curve == "hlg":
        luminance = light @ [0.2627, 0.6780, 0.0593] / 1000
        scene = light / 1000 * luminance ** (1 / 1.2 - 1)
        coded = [signal(1000 * s**1.2, "hlg") for s in scene]
    else:
        coded = [signal(nits, "pq") for nits in light]
    shown = as_shown(np.round(np.array([[coded]]) * 1023).astype(np.uint16), curve)
    assert shown[0, 0].astype(int) == pytest.approx([255 * 0.5 ** (1 / 2.4), 0, 0], abs=8)


def write_hdr(path: Path, share: float, curve: Curve) -> Path:
    """A grey card filmed as phones do: ten bits, BT.2020, a curve of BT.2100."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p10le"
        codec = stream.codec_context
        codec.options = {"preset": "ultrafast"}
        codec.color_trc, codec.color_primaries, codec.colorspace, codec.color_range = TRANSFER[curve], 9, 9, 1
        for i in range(3):
            frame = av.VideoFrame(64, 48, "yuv420p10le")
            for plane, value in zip(frame.planes, (round(64 + 876 * share), 512, 512), strict=True):
                plane.update(np.full(plane.buffer_size // 2, value, np.uint16).tobytes())
            frame.pts, frame.time_base = i, Fraction(1, 15)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


@pytest.mark.parametrize("curve", ["pq", "hlg"])
def test_a_grey_card_is_as_grey_as_in_an_ordinary_clip(curve: Curve, tmp_path: Path) -> None:
    plain = next(frames(write_clip(tmp_path / "sdr.mp4", [grey(128)] * 3))).rgb
    path = write_hdr(tmp_path / "hdr.mp4", of_level(128, curve), curve)
    for picture in (next(frames(path)).rgb, grab(path, [0.1])[0].rgb):
        assert level_of(picture) == pytest.approx(level_of(plain), abs=3)
        assert np.ptp(picture.reshape(-1, 3).mean(0)) <= 2, "grey has no colour"
