"""Drawings of a person for the set-up pictures: from the landmarks of a demonstration to SVG."""
