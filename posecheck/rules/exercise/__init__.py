"""What an exercise is: plain data."""
