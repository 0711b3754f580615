"""Who a row is about and who was erased: under loading, which keeps the erased out, and under erasing."""
