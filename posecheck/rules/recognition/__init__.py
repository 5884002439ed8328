"""Which exercise a film shows."""
