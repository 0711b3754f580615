"""Tryton: what the lead scoring says of an opportunity."""
