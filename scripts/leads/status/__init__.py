"""What is in the warehouse and how the last build ended."""
