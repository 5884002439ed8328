"""The pose-estimation module: pixels to `posecheck.pose.Pose`."""
