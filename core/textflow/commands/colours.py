"""Colours on a terminal, for those who have not switched them off."""

import os
import sys

import click


def coloured(text: str, colour: str) -> str:
    """Return ``text``, harmless already, in ``colour`` where standard output is a terminal."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return text if plain else click.style(text, fg=colour)
