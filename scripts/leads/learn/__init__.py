"""Learns a scoring model from outcomes and writes it as rows of the rule seeds."""
