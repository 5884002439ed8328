"""The pose-estimation module: pixels to `posecheck.body.pose.Pose`."""
