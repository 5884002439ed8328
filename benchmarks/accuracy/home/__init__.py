"""``python -m benchmarks.accuracy --plan home``: rendered people who behave like people who film themselves."""
