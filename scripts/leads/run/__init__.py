"""Everything in order, again and again: load, build, publish, sync, digest; what has nothing new is skipped."""
