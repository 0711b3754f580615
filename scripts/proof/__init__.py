"""Proves that learning reaches what it promises, on public data: make proof."""
