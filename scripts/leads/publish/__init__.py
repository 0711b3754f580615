"""Publishing: complete generations of files, swapped in by one atomic rename each."""
