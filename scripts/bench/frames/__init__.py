"""The work of the floor in data frames: Polars and pandas, as one would write it there."""
