"""The sounds of the live page in a real browser, without a server: each is played, and the device sleeps in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from posecheck.app.screen.speech import STATIC
from tests.browser.conftest import PATIENCE_S, QUIET, chromium

EAR = """
window.tones = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
  window.tones.push({ state: this.context.state, late: when - this.context.currentTime });
  return start.call(this, when);
};
const Audio = window.AudioContext;
window.AudioContext = function () { return (window.device = new Audio()); };
"""
HEAR = """async ({ source, what }) => {
  window.voice ??= (await import('data:text/javascript,' + encodeURIComponent(source))).default;
  const data = { session: 's', voice: false, sounds: true, listening: false, lang: 'en-GB', what };
  window.voice({ data, setStateValue: () => {}, setTriggerValue: () => {} });
}"""


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET, timeout=1000 * PATIENCE_S)
    page = browser.new_page()
    page.set_default_timeout(1000 * PATIENCE_S)
    page.add_init_script(EAR)
    page.goto("data:text/html,<title>sounds</title>")
    yield page
    browser.close()


def tell(page: Page, number: int, sound: str) -> None:
    source = (STATIC / "voice.js").read_text(encoding="utf-8")
    page.evaluate(HEAR, {"source": source, "what": {"number": number, "text": "", "sound": sound}})


def tones(page: Page, n: int) -> list[dict[str, Any]]:
    """Return the tones that were begun, when there are as many as there should be."""
    page.wait_for_function(f"window.tones.length >= {n}")
    return page.evaluate("window.tones")


def test_each_sound_is_played_and_the_device_sleeps_in_between(page: Page) -> None:
    tell(page, 1, "tick")
    assert len(tones(page, 1)) == 1
    page.wait_for_function("window.device.state === 'suspended'")
    tell(page, 2, "set_end")
    heard = tones(page, 4)
    assert len(heard) == 4
    assert all(tone["state"] == "running" for tone in heard), "awake before a tone is begun"
    assert all(tone["late"] > -0.05 for tone in heard), "none is begun in the past"
    page.wait_for_function("window.device.state === 'suspended'")
    tell(page, 2, "set_end")
    assert len(page.evaluate("window.tones")) == 4, "what was said is not said again"
