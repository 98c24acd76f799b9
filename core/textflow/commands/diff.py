"""``textflow diff``."""

from collections.abc import Iterator, Sequence
from typing import Any

import click
import orjson

from textflow.commands.colours import coloured
from textflow.errors import UsageError
from textflow.judging.comparison import Finding
from textflow.judging.runs import Manifests, Record, Tally, Told, couples
from textflow.wording import cut, did_you_mean, safe, safe_json, shown

_WHAT = ("same", "added", "lost", "changed")
#: Characters of the text on either side of a finding, and of the finding itself.
_AROUND, _LONGEST = 25, 120
#: By how a line begins.
_COLOURS = {"  + ": "green", "  - ": "red"}
#: Ids that are named of documents that only one run has.
_MOST_IDS = 5


def diff_command(  # noqa: PLR0913 - the options of the command
    *,
    before: str,
    after: str,
    ids: Sequence[str],
    layers: Sequence[str],
    limit: int,
    as_json: bool,
) -> int:
    """Print what two runs have found differently; return 1 where they differ."""
    tally = Tally()
    for couple in couples(before, after, frozenset(ids)):
        tally.add(couple, frozenset(layers), limit)
    _demand(tally, ids, layers)
    manifests = Manifests.of(before, after)
    if as_json:
        click.echo(safe_json(orjson.dumps(_as_json(tally, manifests)).decode()))
    else:
        for line in _lines(tally, manifests, (before, after)):
            click.echo(_shown_line(safe(line)))
    return 0 if tally.is_same else 1


def _shown_line(line: str) -> str:
    colour = _COLOURS.get(line[:4])
    return coloured(line, colour) if colour else line


def _demand(tally: Tally, ids: Sequence[str], layers: Sequence[str]) -> None:
    """Raise UsageError where what is asked for is in neither run."""
    for layer in layers:
        if tally.both and layer not in tally.layers:
            advice = did_you_mean(layer, tally.layers)
            message = f"--layer {shown(layer)}: neither run has it{advice}"
            raise UsageError(message)
    if ids and not (tally.both or tally.only_before or tally.only_after):
        message = f"--id {shown(ids[0])}: neither run has a document of this id"
        raise UsageError(message)


def _lines(tally: Tally, manifests: Manifests, names: tuple[str, str]) -> Iterator[str]:
    yield f"{names[0]} -> {names[1]}: {_documents(tally)}"
    yield from manifests.changes()
    yield from _alone(names[0], tally.only_before)
    yield from _alone(names[1], tally.only_after)
    for count, what in ((tally.texts, "text"), (tally.metas, "meta")):
        if count:
            yield f"the {what} differs in {count:,} of them"
    if tally.counts:
        yield ""
        yield from _table(tally, manifests)
    for number, one in enumerate(tally.told):
        yield from ([] if number else [""])
        yield from _told(one)
    yield from _left_out(tally)


def _left_out(tally: Tally) -> Iterator[str]:
    total = sum(count for (_, what), count in tally.counts.items() if what != "same")
    if total > len(tally.told):
        yield f"... and {total - len(tally.told):,} more; --limit, --id and --layer show others"


def _documents(tally: Tally) -> str:
    many = "1 document" if tally.both == 1 else f"{tally.both:,} documents"
    return (
        f"{many} in both, {f'{tally.different:,}' if tally.different else 'none'} of them different"
    )


def _alone(name: str, ids: Sequence[str]) -> Iterator[str]:
    if ids:
        more = f" and {len(ids) - _MOST_IDS:,} more" if len(ids) > _MOST_IDS else ""
        listed = ", ".join(cut(one, 60) for one in ids[:_MOST_IDS])
        yield f"only in {name}: {listed}{more}"


def _table(tally: Tally, manifests: Manifests) -> Iterator[str]:
    head = " ".join(f"{what:>8}" for what in _WHAT)
    yield f"{'stage':<16} {'layer':<20} {head}"
    layers = dict.fromkeys(layer for layer, _ in tally.counts)
    for layer in layers:
        numbers = " ".join(f"{tally.counts[layer, what]:>8,}" for what in _WHAT)
        stage = manifests.stage_of(layer) or "-"
        yield f"{cut(stage, 16):<16} {cut(layer, 20):<20} {numbers}"


def _told(one: Told) -> Iterator[str]:
    difference = one.difference
    yield f"{cut(one.document, 60)}: {difference.layer}: {_said(one)}"
    if difference.before and "borders" in difference.fields:
        yield f"  - {_around(difference.before, one.before)}"
        if difference.after:
            yield f"  + {_around(difference.after, one.after)}"
    elif difference.before:
        mark = "-" if difference.what == "lost" else " "
        yield f"  {mark} {_around(difference.before, one.before)}"
    elif difference.after:
        yield f"  + {_around(difference.after, one.after)}"


def _said(one: Told) -> str:
    """Return what has become of a finding, each changed field with both values."""
    difference = one.difference
    before, after = difference.before, difference.after
    if before is None or after is None:
        kind = (before or after or _NOTHING).fields.get("kind")
        return f"{difference.what}, {kind}" if isinstance(kind, str) else difference.what
    told = (_change(name, before, after) for name in difference.fields)
    return f"changed: {', '.join(told)}"


def _change(name: str, before: Finding, after: Finding) -> str:
    return name if name == "borders" else f"{name} {_value(before, name)} -> {_value(after, name)}"


_NOTHING = Finding(None, None, "", {}, {})


def _value(finding: Finding, name: str) -> str:
    value = finding.item.get(name)
    if isinstance(value, dict) and "text" in value:
        return shown(value["text"], 40)
    if isinstance(value, list):
        return f"{len(value)} items"
    plain = finding.fields.get(name)
    return "null" if plain is None else cut(str(plain), 40)


def _around(finding: Finding, record: Record) -> str:
    """Return the words of a finding in brackets, between those around them."""
    item = finding.item
    if "start" not in item or "end" not in item:
        words = item.get("text") or finding.name or orjson.dumps(dict(item)).decode()
        return f"[{cut(str(words), _LONGEST)}]"
    text, start, end = record["text"], item["start"], item["end"]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{cut(text[start:end], _LONGEST)}]{after}".split())


def _as_json(tally: Tally, manifests: Manifests) -> dict[str, Any]:
    layers: dict[str, dict[str, Any]] = {}
    for layer in dict.fromkeys(layer for layer, _ in tally.counts):
        numbers: dict[str, Any] = {what: tally.counts[layer, what] for what in _WHAT}
        layers[layer] = {"stage": manifests.stage_of(layer) or None, **numbers}
    return {
        "documents": {
            "in_both": tally.both,
            "different": tally.different,
            "only_before": tally.only_before,
            "only_after": tally.only_after,
            "text_differs": tally.texts,
            "meta_differs": tally.metas,
        },
        "runs": list(manifests.changes()),
        "layers": layers,
        "differences": [_difference(one) for one in tally.told],
    }


def _difference(one: Told) -> dict[str, Any]:
    difference = one.difference
    return {
        "id": one.document,
        "layer": difference.layer,
        "what": difference.what,
        "fields": list(difference.fields),
        "before": difference.before and dict(difference.before.item),
        "after": difference.after and dict(difference.after.item),
    }
