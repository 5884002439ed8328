"""The estimator of the back's shape: rendered people in random postures, training, evaluation."""
