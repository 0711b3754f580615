"""What the doctor looks at: every file read to its last block, leftovers of crashes, publications that drifted apart."""
