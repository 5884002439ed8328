"""The back: its edge, its shape, and the line that is drawn of it."""
