"""A load of any size: leads, companies, links, merges and events as Parquet that fits the raw contract."""
