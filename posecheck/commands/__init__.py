"""Commands, by subject; `posecheck.cli` puts them together."""
