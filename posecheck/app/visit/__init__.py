"""One visitor's camera, pictures and kept sets."""
