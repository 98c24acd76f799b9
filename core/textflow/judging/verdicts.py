"""Hold what is found in a text against what a case expects, and say what differs."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from textflow.errors import InputError
from textflow.judging.cases import Case, Expected
from textflow.judging.partial import Seen, missed, nearest, seen_items, wrong_fields
from textflow.judging.trial import NoRecordError, Record, Trial
from textflow.problems import Place
from textflow.wording import shown

#: Characters of a value, in a line of a screen.
_LONGEST = 60


@attrs.frozen
class Failure:
    """One expectation that is not met, and where it is written."""

    place: Place
    message: str
    #: What was found instead, line by line.
    details: tuple[str, ...] = ()


@attrs.frozen
class Verdict:
    """What has become of a case."""

    case: Case
    failures: tuple[Failure, ...]
    #: None where the text became none.
    record: Record | None


def judge(case: Case, trial: Trial) -> Verdict:
    """Return what has become of ``case``; never raises for what is in the document."""
    try:
        record = _record(case, trial)
    except (NoRecordError, InputError) as error:
        return Verdict(case, (Failure(case.place, f"no record: {error}"),), None)
    failures = (*_unmet(case, record), *_unwanted(case, record))
    return Verdict(case, tuple(sorted(failures, key=lambda one: one.place)), record)


def _record(case: Case, trial: Trial) -> Record:
    if "text" in case.written:
        return trial.on_text(case.written["text"], case.name, case.written.get("meta", {}))
    return trial.on_file(case.folder / case.written["file"])


def _unmet(case: Case, record: Record) -> Iterator[Failure]:
    for layer, wanted in case.wanted.items():
        found = seen_items(record, layer)
        if not wanted and found:
            details = tuple(f"found: {described(one.fields)}" for one in found[:3])
            yield Failure(
                case.layers[layer], f"{layer}: nothing wanted, {len(found)} found", details
            )
        left = missed(wanted, found, _is_as)
        taken = [one for at, one in enumerate(wanted) if at not in left]
        for at in left:
            yield _missing(wanted[at], _free(found, taken))


def _is_as(wanted: Expected, seen: Seen) -> bool:
    return not wrong_fields(wanted.fields, seen)


def _free(found: list[Seen], taken: list[Expected]) -> list[Seen]:
    """Return what was found and no other expectation asks for; all where that is nothing."""
    free = [seen for seen in found if all(wrong_fields(one.fields, seen) for one in taken)]
    return free or found


def _missing(wanted: Expected, found: list[Seen]) -> Failure:
    near = nearest(wanted.fields, found)
    if near is None:
        message = f"{wanted.layer}: nothing is found, wanted {described(wanted.fields)}"
        return Failure(wanted.place, message)
    wrong = wrong_fields(wanted.fields, near)
    if not wrong:  # there is one such item, but more are wanted
        message = f"{wanted.layer}: found once less than wanted: {described(wanted.fields)}"
        return Failure(wanted.place, message)
    details = [f"nearest: {_place(near.item)}{described(near.fields)}"]
    for name in wrong:
        details.append(f"  {name}: wanted {told(wanted.fields[name])}")
        details.append(f"  {'':{len(name)}}  found  {told(near.fields.get(name))}")
    place = wanted.places[wrong[0]]
    return Failure(place, f"{wanted.layer}: not found: {described(wanted.fields)}", tuple(details))


def _unwanted(case: Case, record: Record) -> Iterator[Failure]:
    for one in case.unwanted:
        for seen in seen_items(record, one.layer):
            if not wrong_fields(one.fields, seen):
                details = (f"found: {_place(seen.item)}{described(seen.fields)}",)
                message = f"{one.layer}: found, but must be absent: {described(one.fields)}"
                yield Failure(one.place, message, details)
                break


def described(fields: Mapping[str, Any]) -> str:
    """Return an item in one line: its words first, or its name."""
    if "text" in fields:
        return told(fields["text"])
    if "name" in fields:
        return told(fields["name"])
    return ", ".join(f"{name} {told(value)}" for name, value in list(fields.items())[:3])


def told(value: Any) -> str:
    """Return one value as people read it; of a place in the text, the words."""
    if isinstance(value, dict) and "text" in value:
        value = value["text"]
    if value is None:
        return "null"
    return shown(value, _LONGEST)


def _place(item: Mapping[str, Any]) -> str:
    return f"at {item['start']}: " if "start" in item else ""
