"""What a pipeline finds, held against what people expect of it."""
