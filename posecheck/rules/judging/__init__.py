"""From an attempt to verdicts, points and a result."""
