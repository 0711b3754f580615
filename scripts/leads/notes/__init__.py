"""What runs remember: what was seen of a thing when it was last done, and which matters were told."""
