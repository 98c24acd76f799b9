"""
What people are told beside the data.

A full disk under standard error, or one that is closed, must not change how a command
ends: the exit code says what has become of the documents, not of the words about them.
"""

import contextlib

import click

#: What a shell gives where the reader of a pipe has gone: 128 and the number of SIGPIPE.
NOBODY_READS = 141


def tell(text: str, *, newline: bool = True) -> None:
    """Print ``text`` on standard error, if it takes it."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(text, err=True, nl=newline)
