"""Copies of published marts as files."""
