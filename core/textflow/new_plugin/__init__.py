"""Write the distribution of a new plugin."""
