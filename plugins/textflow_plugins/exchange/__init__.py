"""Records in the formats of programs in which people annotate text."""
