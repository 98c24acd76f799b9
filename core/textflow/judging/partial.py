"""Whether what was found is what was asked for, where that is said in part only."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

Item = Mapping[str, Any]


@attrs.frozen
class Seen:
    """A found item as people speak of it: speakers by name, places by their words."""

    fields: Mapping[str, Any]
    #: What was found.
    item: Item


def seen_items(record: Mapping[str, Any], layer: str) -> list[Seen]:
    """Return the items of ``layer`` as people speak of them."""
    layers = record["annotations"]
    names = {one["id"]: one["name"] for one in layers.get("speakers", ())}
    return [_seen(item, record["text"], names) for item in layers.get(layer, ())]


def _seen(item: Item, text: str, names: Mapping[str, str]) -> Seen:
    fields = dict(item)
    if "text" not in item and isinstance(item.get("start"), int):
        fields["text"] = text[item["start"] : item["end"]]
    speaker = item.get("speaker")
    if isinstance(speaker, str):
        fields["speaker"] = names.get(speaker, speaker)
    return Seen(fields, item)


def fits(wanted: Any, found: Any) -> bool:
    """
    Return whether ``found`` is what ``wanted`` asks for.

    Texts are compared without regard to the white space in them, numbers by their value, a
    place in the text by its words; a mapping by the keys that ``wanted`` names; a list by
    items, each of which another one must fit.
    """
    if isinstance(wanted, dict) and isinstance(found, dict):
        return not wrong_keys(wanted, found)
    if isinstance(wanted, str) and isinstance(found, dict):
        found = found.get("text")
    if isinstance(wanted, list) and isinstance(found, list):
        return not missed(wanted, found, fits)
    return _is_same(wanted, found)


def _is_same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, str) and isinstance(found, str) and wanted.split() == found.split():
        return True
    return bool(wanted == found) or _same_number(wanted, found)


def wrong_fields(wanted: Mapping[str, Any], seen: Seen) -> list[str]:
    """Return the names of the fields that are not as ``wanted``."""
    return wrong_keys(wanted, seen.fields)


def wrong_keys(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return the keys of ``wanted`` whose values are not found."""
    return [key for key, one in wanted.items() if key not in found or not fits(one, found[key])]


def missed(wanted: Sequence[Any], found: Sequence[Any], fit: Any) -> list[int]:
    """
    Return the places in ``wanted`` of what is not found, each found thing being one alone.

    As few as can be: what fits two is left to the one that has no other.
    """
    takers: dict[int, int] = {}

    def placed(at: int, tried: set[int]) -> bool:
        for place, one in enumerate(found):
            if place in tried or not fit(wanted[at], one):
                continue
            tried.add(place)
            if place not in takers or placed(takers[place], tried):
                takers[place] = at
                return True
        return False

    return [at for at in range(len(wanted)) if not placed(at, set())]


def _same_number(wanted: Any, found: Any) -> bool:
    one, other = _number(wanted), _number(found)
    return one is not None and one == other


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def nearest(wanted: Mapping[str, Any], found: Iterable[Seen]) -> Seen | None:
    """Return the found item that is most like ``wanted``, the first of equals; None of none."""
    return max(found, key=lambda one: _likeness(wanted, one), default=None)


def _likeness(wanted: Mapping[str, Any], seen: Seen) -> float:
    right = len(wanted) - len(wrong_fields(wanted, seen))
    words = _words(wanted.get("text"))
    return right + (_shared(words, _words(seen.fields.get("text"))) if words else 0.0)


def _words(text: object) -> frozenset[str]:
    return frozenset(str(text).lower().split()) if text else frozenset()


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that both have, counted a little above a field."""
    return 1.5 * len(one & other) / max(1, len(one | other))
