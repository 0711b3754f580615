"""Erases a person from everything this project keeps, and keeps the person out; see docs/erasure.md."""
