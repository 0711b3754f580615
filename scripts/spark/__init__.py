"""A standalone Spark cluster on this machine, to try the target spark over Thrift; a tool of the checkout, not installed."""
