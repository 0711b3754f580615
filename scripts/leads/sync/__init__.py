"""What is published reaches the destinations of `destinations/`: each changed row until it is acknowledged."""
