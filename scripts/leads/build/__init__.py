"""Runs dbt: what is built, how far it is, what came of it."""
