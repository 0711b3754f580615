"""Messages to people, by the channels that the environment names."""
