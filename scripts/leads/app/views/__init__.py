"""The pages, one file each, with the statements of each beside it."""
