"""Re-scores past dates beside the warehouse and moves the rows in when all are there."""
