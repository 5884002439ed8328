"""What posecheck says of real people, beside what a person says who looks at them: `python -m benchmarks.real`."""
