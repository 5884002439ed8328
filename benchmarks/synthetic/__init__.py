"""Rendered people with exactly known posture: the ground that every claim of accuracy rests on."""
