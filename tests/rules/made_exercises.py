"""Small exercises of every kind, written as a therapist would, for the bodies of `tests.bodies`."""

from __future__ import annotations

from posecheck.rules.exercise.definition import Exercise
from posecheck.rules.exercise_file.reader import parse_exercise

HEAD = """
schema = 1
id = "made"
version = "1"
title = "Made"
purpose = "A test."
kind = "{kind}"
view = "side"
body = "standing"
sides = [{sides}]
grade = "A"
source = "made up for the tests"
start = "standing tall"
steps = ["Stand.", "Move.", "Come back."]
camera = "Side-on."
needs = ["lean"]

[[setup]]
measure = "lean"
above = -15
below = 15

[measures.lean]
kind = "trunk_inclination"
title = "Trunk lean"
relative = "neutral"

[measures.head]
kind = "ear_shoulder_hip"
title = "Head in line"
relative = "neutral"
nominal = 170

[measures.knee]
kind = "knee_flexion"
title = "Knee bend"
leg = "near"
"""
MOVEMENT = """
[movement]
primary = "lean"
leave = { lean = 8 }
reached = 25
"""
ROLL_DOWN = """
[breathing]
setup = "Breathe in."
down = "Breathe out."

[[phases]]
name = "head"
title = "Head first"
say = "Let your chin sink."
enter = [{ measure = "head", falls = 15 }]
may_skip = true

[[phases]]
name = "down"
title = "Roll down"
say = "Now chest and waist."
enter = [{ measure = "lean", above = 20 }]
min_s = 2

[[phases]]
name = "hang"
title = "Hang"
say = "Hang and breathe."
enter = [{ measure = "lean", above = 25 }, { measure = "lean", slower = 5 }]
hold = true

[[phases]]
name = "up"
title = "Roll up"
say = "Roll up slowly."
enter = [{ measure = "lean", returns = 8 }]

[[phases]]
name = "tall"
title = "Stand tall"
say = "Head comes last."
enter = [{ measure = "lean", below = 12 }, { measure = "head", above = 160 }]

[measures.head_first]
kind = "order"
first = "head"
then = "down"
title = "Head before trunk"

[measures.head_last]
kind = "order"
first = "up"
then = "tall"
since = "up"
title = "Head last"

[measures.time_down]
kind = "phase_time"
phase = "head"
until = "hang"
title = "Time down"

[[rules]]
id = "trunk_leads"
measure = "head_first"
phase = "attempt"
low = { good = 0, limit = -0.3 }
severity = 2
title = "Trunk goes first"
cue = "Nod first."
source = "DEF"

[[rules]]
id = "knees_bend_in_the_hang"
measure = "knee"
phase = "hang"
high = { good = 20, limit = 30 }
severity = 1
title = "Knees bend"
cue = "Legs long."
source = "DEF"
"""
TWIST = """
[[phases]]
name = "hug"
title = "Middle"
say = "Hold the middle."
enter = [{ measure = "lean", above = -10, below = 10 }]
min_s = 4

[[phases]]
name = "one_side"
title = "One side"
say = "To one side."
enter = [{ measure = "lean", above = 25 }]
min_s = 4
max_s = 6
hold = true

[[phases]]
name = "centre"
title = "Middle again"
say = "Back to the middle."
enter = [{ measure = "lean", above = -10, below = 10 }]
min_s = 4
may_skip = true

[[phases]]
name = "other_side"
title = "Other side"
say = "To the other side."
enter = [{ measure = "lean", below = -25 }]
min_s = 4
max_s = 6
hold = true

[measures.one_side_time]
kind = "phase_time"
phase = "one_side"
title = "Time on the first side"

[measures.centre_time]
kind = "phase_time"
phase = "centre"
title = "Time in the middle"

[[rules]]
id = "leaves_the_side"
measure = "one_side_time"
phase = "attempt"
low = { good = 4, limit = 2.5 }
high = { good = 6, limit = 8 }
severity = 2
title = "Not long enough on the side"
cue = "Stay a little longer."
source = "DEF"

[[rules]]
id = "skips_centre"
measure = "centre_time"
phase = "attempt"
low = { good = 3, limit = 1 }
severity = 1
title = "No stop in the middle"
cue = "Pause in the middle."
source = "DEF"
"""
MARCH = """
[cadence]
steps = ["knee"]
least = 20

[measures.rate]
kind = "cadence"
title = "Steps a minute"

[measures.size]
kind = "step_size"
title = "How high the knees go"

[measures.pause]
kind = "longest_pause"
title = "Longest pause"

[[rules]]
id = "slow"
measure = "rate"
phase = "attempt"
low = { good = 40, limit = 25 }
severity = 1
title = "Slow steps"
cue = "A little faster."
source = "DEF"

[[rules]]
id = "stops"
measure = "pause"
phase = "attempt"
high = { good = 5, limit = 10 }
severity = 1
title = "Stops"
cue = "Keep moving."
source = "DEF"
"""
GUIDED = """
[[phases]]
name = "press"
title = "Press"
say = "Press."
seconds = 3

[[phases]]
name = "rest"
title = "Let go"
say = "Let go."
seconds = 2

[[rules]]
id = "bridge"
measure = "lean"
phase = "attempt"
high = { good = 6, limit = 12 }
severity = 2
title = "Hips lift"
cue = "Roll, do not lift."
source = "DEF"
"""


def made(kind: str, text: str, *, movement: str = MOVEMENT, sides: str = "") -> Exercise:
    """Return a small exercise of a kind."""
    return parse_exercise(HEAD.format(kind=kind, sides=sides) + movement + text, name="made.toml")


def roll_down() -> Exercise:
    return made("sequence", ROLL_DOWN)


def twist() -> Exercise:
    movement = MOVEMENT + 'either_way = ["lean"]\n'
    return made("cycle", TWIST, movement=movement, sides='"right", "left"')


def march() -> Exercise:
    return made("cadence", MARCH, movement="")


def guided() -> Exercise:
    return made("guided", GUIDED, movement="")
