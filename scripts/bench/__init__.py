"""`make bench`: how long the build takes beside one hand-written statement, Polars and pandas that do the same work."""
