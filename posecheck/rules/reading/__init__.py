"""From one pose to planes, views and values."""
