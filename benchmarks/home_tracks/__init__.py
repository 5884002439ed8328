"""``python -m benchmarks.home_tracks``: tracks with known truth, as people at home would have filmed them."""
