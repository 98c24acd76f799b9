"""Plain files: text and JSON lines."""
