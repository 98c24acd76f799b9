"""What a stage returns, as lists: generators run to their end, unless that is too far off."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

#: An item counts for so many bytes at least: that is what it costs in memory.
LEAST = 300
#: So many items are taken, copied and written at a time: few documents have more.
PIECE = 1_000


class Collected(list[Any]):
    """A list that belongs to the engine alone: no plugin has ever seen it."""

    __slots__ = ()


class TooLargeError(Exception):
    """A stage goes on and on; the message says how far it was followed."""


def collected(result: Any, limit: int) -> Any:
    """
    Run generators to their end, so that what they raise is the stage's.

    Lists are copied: a stage may use its own again for the next document, before the
    results of this one have been looked at. Raises TooLargeError where the items are
    more than ``limit`` bytes of JSON: an endless iterator ends here.
    """
    if isinstance(result, Iterator) or type(result) is list:
        return _items(iter(result), limit)
    if type(result) is dict:
        return {key: v if type(v) is dict else collected(v, limit) for key, v in result.items()}
    return result


def _items(items: Iterator[Any], limit: int) -> Collected:
    found = Collected(islice(items, PIECE))
    size = 0 if len(found) < PIECE else _roughly(found)
    while len(found) % PIECE == 0 and (more := list(islice(items, PIECE))):
        found += more
        size += _roughly(more)
        if size > limit:
            message = f"it yields {len(found)} items and more for one document, {size} bytes"
            raise TooLargeError(message)
    return found


def pieces_of(items: list[Any]) -> list[bytes]:
    """Return ``items`` as lists in JSON, most often one; raises orjson.JSONEncodeError."""
    return [orjson.dumps(items[at : at + PIECE]) for at in range(0, len(items), PIECE)]


def _roughly(items: list[Any]) -> int:
    """Return how many bytes ``items`` count for; others say which are no JSON."""
    try:
        return max(sum(map(len, pieces_of(items))), LEAST * len(items))
    except orjson.JSONEncodeError:
        return LEAST * len(items)
