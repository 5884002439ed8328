"""The body as the pose model sees it: points, their names, geometry, smoothing. Knows nothing above it."""
