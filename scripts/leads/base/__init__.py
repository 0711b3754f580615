"""The basement: what every room uses. It imports no room."""
