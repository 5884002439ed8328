"""Measurements of speed and memory, each with one command. Not tests: a slow machine is no mistake."""
