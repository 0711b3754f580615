"""Flips values in the rule seeds: a test must notice each. Run by make mutate."""
