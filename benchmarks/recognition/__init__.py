"""Which exercise is named for clips of which exercise: `python -m benchmarks.recognition`."""
