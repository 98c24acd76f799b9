"""Gold: what people say is right, in whichever program they said it."""
