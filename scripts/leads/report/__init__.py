"""All leads on one screen."""
