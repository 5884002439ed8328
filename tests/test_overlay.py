import math
from dataclasses import replace

import numpy as np
import pytest

from posecheck.body.pose import Pose, empty_pose
from posecheck.body.skeleton import INDEX
from posecheck.errors import PoseDataError
from posecheck.overlay import EVIDENCE, Style, draw, draw_evidence, draw_pose_card, encode_jpeg
from posecheck.overlay.arcs import band_sector_deg, chosen, sweep_deg
from posecheck.overlay.style import CUE_SHARE, GREEN, ORANGE, SKY, VERMILLION
from posecheck.overlay.text import LETTER_SHARE, fit, text_mask, wrap
from posecheck.remark import remark
from posecheck.result.back_lines import BackLine
from posecheck.result.judgement import Arc, Feedback, Verdict

HEIGHT, WIDTH = 480, 640
BARE = Style(header=False, caption=False, arcs=False)


def make_pose(*, visibility=1.0, **points: tuple[float, float]) -> Pose:
    xy = np.full((33, 2), np.nan, np.float32)
    for name, point in points.items():
        xy[INDEX[name]] = point
    return Pose(0.0, xy, np.full((33, 3), np.nan), np.full(33, visibility))


@pytest.fixture
def image():
    return np.full((HEIGHT, WIDTH, 3), 128, np.uint8)


@pytest.fixture
def standing():
    points = {}
    for side, dx in (("left", 0.02), ("right", -0.02)):
        heights = {"ear": 0.12, "shoulder": 0.2, "elbow": 0.33, "wrist": 0.45, "hip": 0.5, "knee": 0.7, "ankle": 0.88}
        points |= {f"{side}_{name}": (0.66 + dx, y) for name, y in heights.items()}
        points |= {f"{side}_heel": (0.64 + dx, 0.9), f"{side}_foot_index": (0.73 + dx, 0.9)}
    return make_pose(nose=(0.7, 0.12), **points)


def make_arc(**changes) -> Arc:
    values = {
        "measure": "trunk_lean", "title": "Chest forward", "vertex": (0.6, 0.6), "start": (0.6, 0.3), "end": (0.8, 0.4),
        "value": 45.0, "unit": "deg", "good": (-5.0, 8.0), "verdict": Verdict.HIGH,
    }  # fmt: skip
    return Arc(**(values | changes))


def make_feedback(**changes) -> Feedback:
    values = {
        "time_s": 1.0, "phase": "none", "side": None, "attempt": 0, "hold_s": 0.0, "good_hold_s": 0.0, "readings": (),
        "findings": (), "arcs": (), "cue": None, "advised": (),
    }  # fmt: skip
    return Feedback(**(values | changes))


def near(image, x, y, radius=6):
    return image[max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1].reshape(-1, 3).astype(int)


def has_colour(image, colour, x, y, radius=6):
    return bool((np.abs(near(image, x, y, radius) - colour).max(1) < 12).any())


def changed_box(before, after):
    rows, columns = np.nonzero((before != after).any(2))
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_joints_are_drawn_where_the_landmarks_are(image):
    out = draw(image, make_pose(left_knee=(0.5, 0.25), left_hip=(0.5, 0.75)), style=BARE)
    assert has_colour(out, ORANGE, round(0.5 * HEIGHT), round(0.25 * HEIGHT), 2)
    assert has_colour(out, ORANGE, round(0.5 * HEIGHT), round(0.5 * HEIGHT), 3), "the bone between them"
    x0, y0, x1, y1 = changed_box(image, out)
    assert abs((x0 + x1) / 2 - 240) <= 1
    assert 100 < y0 < 120
    assert 360 < y1 < 380


BACK = BackLine(
    points=tuple((0.4, 0.3 + 0.05 * i) for i in range(9)),
    neutral=tuple((0.5, 0.3 + 0.05 * i) for i in range(9)),
    away=(0, 0, 0, 1, 1, 1, 2, 2, 2),
)


def test_the_back_is_coloured_and_barred_where_it_leaves_neutral(image):
    out = draw(image, empty_pose(0.0), make_feedback(back=BACK), style=BARE)
    x = round(0.4 * HEIGHT)
    for y, colour in ((0.33, GREEN), (0.48, ORANGE), (0.68, VERMILLION)):
        assert has_colour(out, colour, x, round(y * HEIGHT), 3)
    width = {y: int((out[round(y * HEIGHT), x - 15 : x + 15] != 128).any(1).sum()) for y in (0.33, 0.48, 0.68)}
    assert width[0.33] < width[0.48] < width[0.68], "thicker where it is farther off"
    half_way = round(0.45 * HEIGHT)
    assert has_colour(out, VERMILLION, half_way, round(0.7 * HEIGHT), 1), "a bar leads to the neutral"
    assert not has_colour(out, GREEN, half_way, round(0.3 * HEIGHT), 1)
    assert np.array_equal(
        draw(image, empty_pose(0.0), make_feedback(back=BACK), style=replace(BARE, back=False)), image
    )


def test_the_band_of_the_back_is_written_beside_it(image):
    plain = draw(image, empty_pose(0.0), make_feedback(back=BACK), style=BARE)
    named = replace(BACK, band="shape_clearly_rounded", title="Back", fault=True)
    x0, y0, x1, y1 = changed_box(plain, draw(image, empty_pose(0.0), make_feedback(back=named), style=BARE))
    assert x1 - x0 > 60
    assert y1 - y0 > 20


def test_the_picture_given_is_not_changed(image, standing):
    before = image.copy()
    feedback = make_feedback(cue="Stay tall.", phase="hold", hold_s=2.0, arcs=(make_arc(),))
    out = draw(image, standing, feedback)
    assert np.array_equal(image, before)
    assert not np.array_equal(out, before)
    frozen = image.copy()
    frozen.flags.writeable = False
    assert np.array_equal(out, draw(frozen, standing, feedback))


def test_left_is_round_and_right_is_square(image):
    left = draw(image, make_pose(left_knee=(0.5, 0.5)), style=BARE)
    right = draw(image, make_pose(right_knee=(0.5, 0.5)), style=BARE)
    shapes = []
    for out, colour in ((left, ORANGE), (right, SKY)):
        mask = np.abs(out.astype(int) - colour).max(2) < 40
        rows, columns = np.nonzero(mask)
        box = (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
        shapes.append(mask.sum() / box)
    assert shapes[0] < 0.88, "a circle fills 79 % of its box"
    assert shapes[1] > 0.92, "a square all of it"


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_bones_have_a_dark_rim_and_can_be_read_on_any_ground(ground):
    image = np.full((HEIGHT, WIDTH, 3), ground, np.uint8)
    out = draw(image, make_pose(left_knee=(0.5, 0.25), left_hip=(0.5, 0.75)), style=BARE)
    row = out[240, 225:256].astype(int).sum(1)
    assert row.max() > 380
    assert row.min() < 110


def test_hardly_seen_limbs_are_thinner_and_dashed(image):
    points = {"left_knee": (0.5, 0.2), "left_hip": (0.5, 0.8)}
    sure = draw(image, make_pose(**points), style=BARE)
    faint = draw(image, make_pose(visibility=0.2, **points), style=BARE)
    part = np.s_[130:350, 240]
    assert (np.abs(sure[part].astype(int) - ORANGE).max(1) < 30).all()
    line = np.abs(faint[part].astype(int) - ORANGE).max(1) < 60
    assert np.count_nonzero(np.diff(line.astype(int)) == 1) >= 4, "gaps"
    unknown = draw(image, make_pose(visibility=np.nan, **points), style=BARE)
    assert np.array_equal(unknown, faint)


def test_what_is_missing_is_not_drawn(image):
    assert np.array_equal(draw(image, empty_pose(0.0), style=BARE), image)
    out = draw(image, make_pose(left_knee=(0.5, 0.5), right_knee=(np.nan, 0.5)), style=BARE)
    x0, y0, x1, y1 = changed_box(image, out)
    assert x1 - x0 < 30
    assert y1 - y0 < 30


def test_far_outside_of_the_picture_is_no_error(image):
    pose = make_pose(left_knee=(1e6, -1e6), left_hip=(0.5, 0.5), left_ankle=(np.inf, 0.3))
    assert has_colour(draw(image, pose, style=BARE), ORANGE, 240, 240, 3)


def test_nothing_but_nan_in_the_feedback(image, standing):
    nan = (np.nan, np.nan)
    arcs = (make_arc(value=np.nan), make_arc(vertex=nan), make_arc(end=nan), make_arc(unit="trunk", value=np.nan))
    same_point = make_arc(start=(0.6, 0.6), end=(0.6, 0.6))
    feedback = make_feedback(arcs=(*arcs, same_point), hold_s=np.nan, good_hold_s=np.nan, phase="hold", cue="")
    assert draw(image, standing, feedback).shape == image.shape
    assert draw(image, empty_pose(0.0), feedback).shape == image.shape


@pytest.mark.parametrize("shape", [(480, 640), (480, 640, 4), (0, 640, 3)])
def test_another_kind_of_picture_is_refused(shape, standing):
    with pytest.raises(PoseDataError, match="expected"):
        draw(np.zeros(shape, np.uint8), standing)
    with pytest.raises(PoseDataError, match="expected"):
        draw_evidence(np.zeros((4, 4, 3), np.float64), standing)


# ------------------------------------------------------------------ angles


def test_the_sweep_goes_from_start_to_end_the_short_way():
    begin, turn = sweep_deg(make_arc(start=(0.6, 0.3), end=(0.9, 0.6)))
    assert (begin, turn) == pytest.approx((-90, 90)), "from up to the right is clockwise as seen"
    assert sweep_deg(make_arc(end=(0.3, 0.6)))[1] == pytest.approx(-90)
    assert sweep_deg(make_arc(end=(0.6, 0.9)))[1] == pytest.approx(180)


def arc_at(turn_deg: float, value: float, good=(None, None), grows=0) -> Arc:
    """An arc whose start points up and whose end is turned from there, clockwise as seen."""
    angle = math.radians(turn_deg - 90)
    return make_arc(end=(0.6 + 0.3 * math.cos(angle), 0.6 + 0.3 * math.sin(angle)), value=value, good=good, grows=grows)


def test_the_band_lies_where_the_end_ray_would_be_good():
    assert band_sector_deg(arc_at(30, 30, (-5, 8), 1)) == pytest.approx((-95, -82))
    assert band_sector_deg(arc_at(-30, 30, (-5, 8), -1)) == pytest.approx((-98, -85))
    low, high = band_sector_deg(arc_at(100, 80, (80, 110), -1))
    assert (low, high) == pytest.approx((-20, 10)), "a knee that bends more turns its shank back"
    assert band_sector_deg(arc_at(30, 30, grows=1)) is None
    assert band_sector_deg(arc_at(30, 30, (-5, 8))) is None, "a length has no direction to grow in"
    low, high = band_sector_deg(arc_at(30, 30, (None, 8), 1))
    assert high == pytest.approx(-82)
    assert low == pytest.approx(-82 - 25)


def test_the_arc_is_drawn_on_the_side_of_its_end(image):
    style = Style(skeleton=False, header=False, caption=False, titles=False)
    vertex = (round(0.6 * HEIGHT), round(0.6 * HEIGHT))
    for turn in (60, -60):
        out = draw(image, empty_pose(0.0), make_feedback(arcs=(arc_at(turn, 60),)), style=style)
        radius = 0.8 * 0.16 * HEIGHT
        for way in (1, -1):
            angle = math.radians(way * turn / 2 - 90)
            x, y = (round(v + radius * f(angle)) for v, f in zip(vertex, (math.cos, math.sin), strict=True))
            assert has_colour(out, VERMILLION, x, y, 4) == (way == 1)


def test_verdicts_can_be_told_apart_without_colour(image, monkeypatch):
    monkeypatch.setattr("posecheck.overlay.arcs.VERDICT_COLOURS", dict.fromkeys(Verdict, (255, 255, 255)))
    style = Style(skeleton=False, header=False, caption=False)
    pictures = [
        draw(image, empty_pose(0.0), make_feedback(arcs=(make_arc(verdict=v),)), style=style).astype(int)
        for v in (Verdict.OK, Verdict.HIGH, Verdict.UNKNOWN, Verdict.LOW)
    ]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert np.count_nonzero(np.abs(pictures[i] - pictures[j]).max(2) > 60) > 100
    assert np.array_equal(pictures[1], pictures[3])


def greens(image, **changes) -> int:
    style = Style(skeleton=False, header=False, caption=False)
    out = draw(image, empty_pose(0.0), make_feedback(**changes), style=style).astype(int)
    return np.count_nonzero(np.abs(out - GREEN).max(2) < 12)


def test_no_green_tick_on_a_value_while_the_body_is_on_its_way(image):
    fine = make_arc(verdict=Verdict.OK, good=(None, None))
    assert greens(image, arcs=(fine,)) > 100
    assert greens(image, arcs=(replace(fine, moving=True),)) == 0
    fault = make_arc(verdict=Verdict.HIGH)
    assert greens(image, arcs=(replace(fault, moving=True),)) == greens(image, arcs=(fault,)), "a fault is said as ever"
    straight = replace(BACK, away=(2,) * len(BACK.away), band="shape_neutral", title="Back")
    assert greens(image, back=straight) > 20
    assert greens(image, back=replace(straight, moving=True)) == 0


def test_faults_come_first_and_only_what_is_asked_for():
    verdicts = [Verdict.UNKNOWN, Verdict.OK, Verdict.HIGH, Verdict.OK]
    arcs = [make_arc(measure=str(i), verdict=v) for i, v in enumerate(verdicts)]
    assert [a.measure for a in chosen(arcs, Style(max_arcs=3))] == ["2", "1", "3"]
    assert [a.measure for a in chosen(arcs, Style(measures=frozenset({"0"})))] == ["0"]


def test_labels_do_not_cover_each_other(image):
    from posecheck.overlay.arcs import draw_arcs
    from posecheck.overlay.canvas import Canvas

    canvas = Canvas(image.copy(), HEIGHT)
    draw_arcs(canvas, [make_arc(measure=str(i), vertex=(0.6 + 0.02 * i, 0.6)) for i in range(4)], Style())
    boxes = canvas.taken
    assert len(boxes) == 4
    for i, a in enumerate(boxes):
        assert 0 <= a[0] < a[2] <= WIDTH
        assert 0 <= a[1] < a[3] <= HEIGHT
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[:i])


# ------------------------------------------------------------------ words


def test_the_cue_is_large_and_at_the_bottom(image):
    out = draw(image, empty_pose(0.0), make_feedback(cue="Stay tall."))
    white = (out > 240).all(2)
    rows = np.nonzero(white.any(1))[0]
    assert rows[-1] - rows[0] + 1 >= CUE_SHARE * HEIGHT * 0.93, "from the S to the foot of the y"
    assert rows[0] > HEIGHT * 0.8
    assert (out[: HEIGHT * 3 // 4] == 128).all()


def test_a_long_cue_wraps_before_it_shrinks(image):
    cue = "Step your front foot further ahead, then move your hips forward."
    wanted = math.ceil(HEIGHT * CUE_SHARE / LETTER_SHARE)
    size, lines = fit(cue, wanted, WIDTH - 24, round(HEIGHT * 0.36))
    assert size == wanted
    assert len(lines) > 1
    assert " ".join(lines) == cue
    size, lines = fit(cue * 4, wanted, WIDTH - 24, round(HEIGHT * 0.36))
    assert size < wanted
    assert len(lines) * size <= HEIGHT * 0.4


def test_one_very_long_word_ends_the_search():
    size, lines = fit("x" * 500, 40, 200, 50)
    assert (size, lines) == (8, ("x" * 500,))
    assert wrap("", 20, 100) == []


def test_degree_sign_and_umlauts_have_their_own_shape():
    masks = [text_mask(letter, 40).tobytes() for letter in "°äöüÄßéЖ−✓"]
    assert len(set(masks)) == len(masks), "an unknown letter would be the same empty box"
    assert not text_mask("°", 40)[25:].any(), "the degree sign stands high"


def test_the_header_tells_phase_and_seconds(image):
    hold = make_feedback(phase="hold", attempt=2, hold_s=12.3, good_hold_s=10.1, side="left")
    out = draw(image, empty_pose(0.0), hold)
    assert (out[60:] == 128).all()
    assert has_colour(out, GREEN, WIDTH - 60, 22, 30), "seconds held well"
    later = draw(image, empty_pose(0.0), replace(hold, hold_s=12.4))
    assert changed_box(out, later)[0] > WIDTH / 2
    rest = replace(hold, phase="setup", hold_s=0.0)
    assert np.array_equal(draw(image, empty_pose(0.0), rest), draw(image, empty_pose(0.0), replace(rest, attempt=3)))
    nothing = draw(image, empty_pose(0.0), make_feedback())
    assert np.array_equal(nothing, image)


def test_advice_stands_below_the_header(image):
    advice = make_feedback(phase="setup", advised=(remark("turn_side_on_any"),))
    without = draw(image, empty_pose(0.0), replace(advice, advised=()))
    _, top, _, bottom = changed_box(without, draw(image, empty_pose(0.0), advice))
    assert 30 < top < 60
    assert bottom < HEIGHT / 4


@pytest.mark.parametrize("size", [(480, 640), (640, 360), (120, 160), (1080, 1920), (40, 30)])
def test_any_size(size, standing):
    image = np.full((*size, 3), 90, np.uint8)
    cue = "Chest tall, move your hips forward."
    advised = (remark("turn_side_on_any"),)
    feedback = make_feedback(phase="hold", cue=cue, arcs=(make_arc(),), advised=advised, hold_s=3.0)
    out = draw(image, standing, feedback)
    assert out.shape == image.shape
    assert out.dtype == np.uint8
    assert np.array_equal(out, draw(image, standing, feedback))


# ------------------------------------------------------------------ evidence and cards


def test_evidence_shows_the_person_enlarged(image):
    small = make_pose(left_hip=(0.6, 0.45), left_knee=(0.6, 0.55), left_shoulder=(0.6, 0.35))
    image[200:280, 250:330] = (10, 200, 30)
    out = draw_evidence(image, small, style=BARE)
    assert out.shape[0] == 480
    assert out.shape[1] <= 640
    rows = np.nonzero((np.abs(out.astype(int) - ORANGE).max(2) < 12).any(1))[0]
    assert np.ptp(rows) > 0.5 * 480, "0.2 of the picture fill more than half of the evidence"
    assert np.array_equal(draw_evidence(image, empty_pose(0.0)), image)
    off = make_pose(left_hip=(5.0, 5.0), left_knee=(5.0, 5.2))
    assert draw_evidence(image, off).shape[0] == 480


def test_the_card_fills_the_paper_whatever_the_size_in_the_clip(standing):
    far = replace(standing, xy=standing.xy * 0.2 + 0.3)
    near_card, far_card = (draw_pose_card(p, height=300, style=BARE) for p in (standing, far))
    assert near_card.shape == (300, 400, 3)
    assert np.abs(near_card.astype(int) - far_card.astype(int)).mean() < 1
    assert has_colour(near_card, SKY, 200, 150, 60)


def test_an_empty_card_is_paper():
    card = draw_pose_card(empty_pose(0.0), make_feedback(arcs=(make_arc(),)), height=60, aspect=1.0)
    assert card.shape == (60, 60, 3)
    assert (card == card[0, 0]).all()


def test_card_with_an_arc(standing):
    arc = make_arc(vertex=(0.66, 0.5), start=(0.66, 0.3), end=(0.66, 0.2), value=2.0)
    assert not np.array_equal(draw_pose_card(standing, make_feedback(arcs=(arc,))), draw_pose_card(standing))
    assert EVIDENCE.arcs
    assert not EVIDENCE.caption


def test_jpeg_bytes_are_small_and_right_side_up(image):
    image[:100] = (250, 0, 0)
    data = encode_jpeg(np.repeat(np.repeat(image, 3, 0), 3, 1), max_height=240)
    assert data.startswith(b"\xff\xd8\xff")
    from io import BytesIO

    from PIL import Image

    back = np.asarray(Image.open(BytesIO(data)))
    assert back.shape == (240, 320, 3)
    assert back[10, 160, 0] > 220
    assert back[10, 160, 2] < 40
