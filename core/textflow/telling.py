"""
What people are told beside the data, and the two streams when they cannot take any more.

A full disk under standard error, or one that is closed, must not change how a command
ends: the exit code says what has become of the documents, not of the words about them.
"""

import contextlib
import os
import sys

import click

#: What a shell gives where the reader of a pipe has gone: 128 and the number of SIGPIPE.
NOBODY_READS = 141


def tell(text: str, *, newline: bool = True) -> None:
    """Print ``text`` on standard error, if it takes it."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(text, err=True, nl=newline)


def forget_what_is_stuck() -> None:
    """Lead a stream that takes nothing to nowhere; the interpreter would end with its own code."""
    for stream, descriptor in ((sys.__stdout__, 1), (sys.__stderr__, 2)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _lead_nowhere(descriptor)


def _lead_nowhere(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
