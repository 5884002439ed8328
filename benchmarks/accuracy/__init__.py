"""How well posecheck measures and judges people whose posture is exactly known: ``python -m benchmarks.accuracy``."""
