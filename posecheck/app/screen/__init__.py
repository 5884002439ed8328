"""What a visitor sees: pages, panels, sounds."""
