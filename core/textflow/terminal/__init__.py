"""Records on a terminal: what `textflow show` prints."""
