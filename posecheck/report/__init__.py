"""Results made readable: JSON, CSV, HTML, text, annotated video."""
