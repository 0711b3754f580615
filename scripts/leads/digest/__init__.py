"""What changed for marketing and sales, as a page and as text."""
