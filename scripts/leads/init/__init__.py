"""Makes a checkout ready for its first load."""
