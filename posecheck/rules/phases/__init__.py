"""How a stream is cut into attempts and phases, and measures of their course."""
