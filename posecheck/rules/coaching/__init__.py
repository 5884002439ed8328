"""What is said and shown at an instant."""
