"""Every sentence that posecheck itself shows or says, in one table (an exercise's own words stand in its file).

Plain, kind, short; nothing medical is promised. ``{...}`` is filled in.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Final

WORDS: Final = MappingProxyType(
    {
        "draft": "'{exercise}' is a draft: its rules have not been shown to work, so take what they say with care.",
        # where to stand, for the live voice and the report
        "turn_side_on": "Turn side-on: your {near} side to the camera.",
        "turn_side_on_any": "Turn side-on to the camera.",
        "turn_a_little": "Turn a little more side-on: your {near} side to the camera.",
        "face_camera": "Face the camera.",
        "face_camera_a_little": "Turn a little more toward the camera.",
        "lie_along": "Lie side-on to the camera, your whole length along the picture.",
        "feet_out": "Your feet or knees are not in the picture. Step back, or tilt the camera down.",
        "head_out": "Your head is not in the picture. Step back, or tilt the camera up.",
        "body_out": "You are not wholly in the picture. Step back, or move to its middle.",
        "too_far": "You are far away. Come closer, until you fill at least half of the picture.",
        "too_dark": "It is too dark. Switch on a light in front of you.",
        "second_person": "Two people are in the picture. Let only one be seen.",
        "slow_clip": "The clip has only {fps:.0f} pictures a second. Record with at least 10.",
        # why there is no judgement
        "nobody": "I could not find a person in this clip.",
        "nobody_dark": "I could not find a person: the picture is too dark.",
        "hardly_anybody": "I could see the person in only {share:.0%} of the clip.",
        "too_short": "The clip is too short: {seconds:.1f} s. Record from the start position to the end.",
        "no_start": "I did not see the start position ({start}). Hold it still for two seconds before you begin.",
        "no_attempt": "I did not see the movement begin: the body stayed within a few degrees of the start position.",
        "not_from_here": "I cannot judge that from here. {why}",
        "too_little": "Only {seconds:.1f} s of the movement could be judged; I need 3 s.",
        "lost_points": "I lost sight of your {parts} for too long.",
        "turned": "You are turned about {yaw:.0f} degrees away from side-on. I cannot judge angles from there.",
        "turned_from_front": "You are turned about {yaw:.0f} degrees away from the camera. I cannot judge from there.",
        "two_people": "Two people are in the picture, and I may mix them up.",
        # which exercise it is
        "recognised": "This looks like: {title}.",
        "not_sure": "I am not sure: {first} or {second}. Say which with --exercise.",
        "not_recognised": "I do not know which exercise this is. Say which with --exercise.",
        # why one rule could not be judged
        "rule_view": "needs a camera on your {view} side",
        "rule_lost": "{parts} not seen well enough",
        "rule_neutral": "your own neutral was not seen",
        "rule_no_phase": "this part of the movement was not seen",
        "rule_legs": "the legs could not be told apart",
        "rule_short": "too short to tell",
        # why the back could not be judged
        "back_nobody": "your back was not in sight",
        "back_arm": "an arm or a hand was in front of the outline of your back",
        "back_border": "the picture ended in front of your back",
        "back_edge": "the outline of your back was not clear",
        "back_turned": "your back can be judged from the side only, turned by 15 degrees at most",
        "back_not_measured": "this track was saved without the outline of the back",
        "back_no_neutral": "the outline of your own upright back was not seen",
        "back_unsure": "the shape of your back could not be told with certainty",
        # notes
        "side_contradicts": "You asked for the {asked} side; the clip shows the {seen} side.",
        "leaves_early": "Left the stretch early",
        "leaves_early_cue": "Stay a little longer.",
        "part_left_out": "Left out: {parts}",
        "part_left_out_cue": "Do all of its parts.",
        "fewer_attempts": "You did {done} of {wanted}.",
        "other_side": "Now the other side: {side}.",
        "end_neutral": "Your own neutral was taken from the end of the clip.",
        # live: what to change before it begins
        "nobody_here": "I cannot see you. Step into the picture.",
        "turn_to_me": "Turn your {side} side to me.",
        "look_ahead": "Look straight ahead, not at the screen.",
        "take_start": "Take the start position: {start}.",
        "change_legs": "Change legs: the stretch is for your {side} side.",
        "live_well": "Good. Stay like that.",
        # live: own neutral and count-in
        "hold_still": "Hold still.",
        "hold_still_detail": "I am looking at your start position.",
        "not_still": "Not quite still yet. Breathe out and settle.",
        "go": "And go, slowly.",
        # live: the set
        "live_setup": "When you are ready",
        "live_move": "Slowly",
        "live_hold": "Hold",
        "live_return": "Slowly back",
        "live_detail": "{attempt} of {wanted}",
        "live_detail_side": "{side} side, {attempt} of {wanted}",
        "hold_begins": "Hold, and keep breathing.",
        "half_way": "Half way. Keep breathing.",
        "and_back": "And back.",
        "repetition": "{done} of {wanted}.",
        "repetition_rest": "{done} of {wanted}. Rest.",
        "rest": "Rest",
        "rest_left": "{seconds} more seconds of rest.",
        "rest_over": "The next one, when you are ready.",
        "set_rest": "Set {done} of {wanted} is done. Rest.",
        "stop_detail": "Come out of it slowly, and rest. If anything hurts, leave it for today.",
        "stop_over": "Go on only if it feels right.",
        "ready_when_you_are": "Ready when you are.",
        "cue_again": "Still: {cue}",
        "cue_next": "Next time: {cue}",
        "cue_smaller": "Make the movement a little smaller, that is fine.",
        "praise": "Good, keep that.",
        "paused": "I cannot see you. Come back into the picture.",
        "paused_detail": "The set waits for you.",
        "resumed": "There you are. Go on.",
        "change_sides": "Now the other side: turn your {side} side to me.",
        "all_done": "That was it. Well done.",
        "stopped": "Stopped.",
        # live: in place of what is said of a clip
        "slow_live": "This computer managed only {fps} pictures a second; I need 10. Close other programs.",
        "nobody_live": "I could not see a person.",
        "hardly_anybody_live": "I could see you in only {share} of the time.",
        "too_short_live": "That was too short: {seconds} s.",
        "side_contradicts_live": "You chose the {asked} side; I saw the {seen} side.",
        "end_neutral_live": "Your own neutral was taken from the end of the set.",
        "failed": "Something went wrong here.",
        "failed_detail": "What you have done so far is kept. Start again when you like.",
    }
)


BACK_WORDS: Final = MappingProxyType(
    {
        "deg_back": (
            (-20.0, "clearly hollow"),
            (-12.0, "hollow"),
            (20.0, "neutral"),
            (30.0, "a little rounded"),
            (math.inf, "clearly rounded"),
        ),
        "deg_pelvis": ((-6.0, "tucked"), (6.0, "neutral"), (math.inf, "tipped forward")),
    }
)
"""Unit -> upper ends of bands, degrees, with what users see in place of the number: the shape of a back is read to
within 4 to 6 degrees at best, of a pelvis to within 4 (a tilt that a person makes at will has 9 to 11)."""


def back_word(value: float, unit: str) -> str:
    """Return the band of a value of the back or the pelvis in words; empty for other units and missing values.

    Examples
    --------
    >>> back_word(34, "deg_back"), back_word(-15, "deg_back"), back_word(-9, "deg_pelvis"), back_word(20, "deg")
    ('clearly rounded', 'hollow', 'tucked', '')
    """
    return next((word for end, word in BACK_WORDS.get(unit, ()) if value <= end), "")


def plain_unit(unit: str) -> str:
    """Return a unit as programs see it: the shape of the back is in degrees.

    Examples
    --------
    >>> plain_unit("deg_back"), plain_unit("s")
    ('deg', 's')
    """
    return "deg" if unit in BACK_WORDS else unit


def words(key: str, **values: object) -> str:
    """Return the sentence for `key`, filled in.

    Examples
    --------
    >>> words("turn_side_on", near="left")
    'Turn side-on: your left side to the camera.'
    """
    return WORDS[key].format(**values)
