"""Does posecheck survive what comes in from the world: damaged files, several visitors, a long evening."""
