"""From ``exercise.toml`` to an exercise, with every mistake told at once."""
