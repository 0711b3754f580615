"""Why one lead has its score."""
