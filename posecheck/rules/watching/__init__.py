"""One calibrated person followed pose by pose."""
