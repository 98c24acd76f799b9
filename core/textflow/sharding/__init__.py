"""A run in shards: pieces of the input that any machine can do, and do again."""
