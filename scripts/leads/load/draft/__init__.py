"""`leads init --from FOLDER`: looks at files nobody has described and drafts the mapping, with what is uncertain marked."""
