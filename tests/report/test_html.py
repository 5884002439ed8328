import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from posecheck.errors import OutputError
from posecheck.report.html import data_uri, render_report, write_report
from posecheck.result.judgement import RangeReading, Verdict, View

JPEG = b"\xff\xd8\xff\xe0 not really a picture"
PNG = b"\x89PNG\r\n\x1a\n not really a picture"
VOID = {"meta", "img", "circle", "rect", "line", "path", "br"}


class Page(HTMLParser):
    """Tags with their attributes, the visible text, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "title"} & set(self.open):
            self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


@pytest.fixture
def pictures():
    return {(0, "hold"): JPEG, (0, "bends_at_the_waist"): PNG}


def test_faulty_page_tells_the_whole_story(faulty, exercise, pictures):
    page = Page(render_report(faulty, exercise, pictures=pictures))
    assert page.open == []
    for words in (
        "Half-kneeling hip-flexor stretch", "lunge.mp4", "84", "of 100", "give or take 5", "Nearly there",
        "1 hold, left side", "Standard: 30 s, 3 times a side", "−9",
        "chest goes forward, 19° beyond good, at 0:04", "where every score begins",
        "Chest goes forward", "27° at the worst moment, 0:04", "19° beyond the good range, which is up to 8°",
        "80 % of the hold", "Chest tall, move your hips forward.", "14° of a usual 20°",
        "front foot not seen well enough",
        "Turn a little more side-on.", "Whether one hip is higher than the other.", "The file ends early.",
        "mediapipe 1.2", "It does not examine or treat you", "Knee goes past the toes", "Where the points went",
    ):  # fmt: skip
        assert words in page.text, words
    assert "Nothing to correct" not in page.text


def test_good_page_has_nothing_to_correct(good, exercise):
    page = Page(render_report(good, exercise))
    assert "Nothing to correct" in page.text
    assert "What to work on" not in page.text
    assert page.all("img") == []


def test_legend_names_what_the_time_line_shows(good, exercise):
    held = Page(render_report(good, exercise)).text
    assert "set-up, rest move in hold come back" in held
    attempt = replace(good.attempts[0], hold_start_s=float("nan"), hold_end_s=float("nan"))
    unheld = Page(render_report(replace(good, attempts=(attempt,)), exercise)).text
    assert "set-up, rest during the exercise" in unheld
    assert "come back" not in unheld


def test_unjudged_page_is_kind_and_has_no_score(unjudged, exercise):
    page = Page(render_report(unjudged, exercise))
    assert page.open == []
    for words in (
        "could not be judged",
        "You are turned about 50 degrees",
        "Turn side-on",
        exercise.camera,
        "another try",
    ):
        assert words in page.text
    assert "of 100" not in page.text
    assert "nan" not in page.text.lower()


@pytest.mark.parametrize("name", ["good", "faulty", "ten_holds", "unjudged"])
def test_needs_nothing_from_outside_and_is_always_the_same(name, exercise, pictures, request):
    result = request.getfixturevalue(name)
    text = render_report(result, exercise, pictures=pictures)
    assert text == render_report(result, exercise, pictures=pictures)
    page = Page(text)
    sources = [a.get("src") or a.get("href") for _, a in page.tags if a.get("src") or a.get("href")]
    assert all(source.startswith("data:image/") for source in sources)
    assert not re.search(r"https?://|@import|url\(|<script|<link", text)
    assert "NaN" not in text
    assert "nan%" not in text


def test_pictures_are_inside_and_described(faulty, exercise, pictures):
    best, worst = Page(render_report(faulty, exercise, pictures=pictures)).all("img")
    assert base64.b64decode(best["src"].removeprefix("data:image/jpeg;base64,")) == JPEG
    assert base64.b64decode(worst["src"].removeprefix("data:image/png;base64,")) == PNG
    assert "Chest goes forward" in worst["alt"]
    assert "0:04" in worst["alt"]


def test_the_attempt_with_a_picture_is_the_one_that_is_told(ten_holds, exercise):
    page = Page(render_report(ten_holds, exercise, pictures={(3, "bends_at_the_waist"): PNG}))
    assert len(page.all("img")) == 1
    assert "27° at the worst moment, 3:14" in page.text, "the fourth attempt"
    page = Page(render_report(ten_holds, exercise, pictures={(2, "bends_at_the_waist"): PNG}))
    assert page.all("img") == [], "the third attempt has no such fault"
    assert "27° at the worst moment, 4:12" in page.text, "the one that cost most"


def test_every_string_from_outside_is_escaped(faulty, exercise):
    bad = "<script>alert(1)</script>"
    quote = '" onload="alert(1)'
    attempt = faulty.attempts[0]
    fired = replace(attempt.findings[0], cue=bad, title=quote + bad)
    unknown = replace(attempt.findings[2], reason=bad, title=bad)
    ranges = {"rear_hip": replace(attempt.ranges["rear_hip"], title=bad)}
    result = replace(
        faulty,
        clip=bad,
        title=bad,
        variant=bad,
        notes=(bad,),
        not_judged=(bad,),
        view=View(camera="side", advice=(bad,)),
        deductions=(replace(faulty.deductions[0], text=bad),) * 3,
        attempts=(replace(attempt, findings=(fired, unknown), ranges=ranges),),
        versions={bad: bad},
        source=replace(faulty.source, estimator=bad),
    )
    measures = {name: replace(m, title=bad) for name, m in exercise.measures.items()}
    named = replace(exercise, measures=measures, cautions=(bad,), source=bad)
    text = render_report(result, named, pictures={(0, "bends_at_the_waist"): JPEG})
    page = Page(text)
    assert "<script" not in text
    assert page.all("script") == []
    assert not any("onload" in attrs for _, attrs in page.tags)
    assert text.count("&lt;script&gt;") >= 15
    unjudged = render_report(replace(result, judged=False, reason=bad), replace(named, camera=bad, steps=(bad,)))
    assert "<script" not in unjudged


def test_svgs_have_titles_and_headings_do_not_skip(faulty, exercise):
    text = render_report(faulty, exercise)
    page = Page(text)
    titles = set(re.findall(r'<title id="([\w-]+)">', text))
    labelled = {svg["aria-labelledby"] for svg in page.all("svg")}
    assert labelled == titles
    assert len(page.all("svg")) == 5
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_ring_is_filled_as_far_as_the_score(faulty, exercise):
    text = render_report(faulty, exercise)
    filled, whole = map(float, re.search(r'ring-fill.*?stroke-dasharray="([\d.]+) ([\d.]+)"', text, re.S).groups())
    assert filled / whole == pytest.approx(0.838, abs=0.001)
    low = float(re.search(r'stroke-dashoffset="-([\d.]+)"', text).group(1))
    assert low / whole == pytest.approx(0.788, abs=0.001)


def test_range_is_never_blamed_and_marks_the_best(ten_holds, exercise):
    text = render_report(ten_holds, exercise)
    assert "19° of a usual 20°, best of 10" in text
    assert float(re.search(r'class="fill" style="width:([\d.]+)%', text).group(1)) == pytest.approx(95 / 1.25)
    assert text.count('class="other"') == 9


def test_range_on_the_other_side_of_zero(good, exercise):
    other_way = {"rear_hip": RangeReading(32.0, "deg", -20.0, -1.6, "Front of the hip")}
    text = render_report(replace(good, attempts=(replace(good.attempts[0], ranges=other_way),)), exercise)
    assert "32°, usual is −20°" in text
    assert 'class="fill" style="width:0.0%"' in text


def test_ten_minutes_stay_light(ten_holds, exercise):
    text = render_report(ten_holds, exercise)
    assert len(text) < 200_000
    assert len(re.findall(r"<tr>", text)) == 11
    assert "in attempts 2, 4 and 5" in text
    assert "not far enough yet" in text


def test_no_score_no_bands_no_values(good, exercise):
    nan = float("nan")
    attempt = good.attempts[0]
    blank = {"rear_hip": RangeReading(nan, "deg", -20.0, nan, "Front of the hip")}
    fired = replace(attempt.findings[0], verdict=Verdict.HIGH, excess=nan, value=nan, time_s=nan, share=nan, rule="new")
    odd = replace(
        attempt, score=nan, hold_start_s=nan, hold_end_s=nan, hold_s=0.0, ranges=blank, findings=(fired,), side=None
    )
    blank_score = {"score": nan, "band": None, "score_uncertainty": nan, "judged_share": nan}
    result = replace(good, attempts=(odd,), faults=("new",), **blank_score)
    page = Page(render_report(result, exercise))
    assert page.open == []
    assert "nan" not in page.text.lower()
    assert "no still hold" in page.text
    assert "How far you got" not in page.text
    assert "No score for this one" in page.text


def test_a_picture_of_another_kind_is_refused():
    with pytest.raises(OutputError, match="JPEG or PNG"):
        data_uri(b"GIF89a")


def test_written_to_a_file_or_refused(good, exercise, tmp_path):
    path = tmp_path / "Bericht für Jörg.html"
    write_report(good, exercise, path)
    assert path.read_text("utf-8") == render_report(good, exercise)
    with pytest.raises(OutputError, match="is a file"):
        write_report(good, exercise, path / "report.html")
