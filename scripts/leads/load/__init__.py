"""`leads load`: brings delivered files into the raw tables, every record accounted for."""
