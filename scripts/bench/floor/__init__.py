"""The floor: the least work that gives the same scores, written by hand as one statement."""
