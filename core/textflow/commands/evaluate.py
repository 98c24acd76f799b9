"""``textflow eval``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import click
import orjson

from textflow.commands.debugging import debugging
from textflow.commands.report import write_report
from textflow.commands.typed import pairs, registry_without
from textflow.errors import UsageError
from textflow.judging.evaluation import Compared, Evaluation, Figure, evaluated, looked_up, tried
from textflow.judging.gold.documents import Gold
from textflow.judging.gold.reading import read_gold
from textflow.judging.scores import Miss
from textflow.judging.trial import Trial
from textflow.records import Beside, beside, is_same_file, read_records
from textflow.running import deadline
from textflow.running.manifest import givers
from textflow.telling import tell
from textflow.wording import cut, safe, safe_json, shown

#: Characters of the text on either side of a disagreement.
_AROUND = 30
_WIDTH = 24


@attrs.frozen
class EvalArguments:
    """What was typed behind ``textflow eval``."""

    pipeline: str | None
    gold: str
    records: str | None
    settings: Sequence[str]
    without: Sequence[str]
    labels: Sequence[str]
    resamples: int
    errors: bool
    as_json: bool
    report: str | None
    debug: bool


def eval_command(typed: EvalArguments) -> int:
    """Print how well a pipeline, or a run, agrees with gold."""
    _demand_one(typed)
    with debugging(wanted=typed.debug), deadline.deadlines():
        trial = _trial(typed)
        every = list(_compared(typed, trial))
    if not every:
        message = f"{typed.gold} has no document that people have judged"
        raise UsageError(message)
    found = evaluated(every, typed.resamples)
    texts = {one.gold.id: one for one in every}
    if typed.as_json:
        told = _as_json(found, texts, errors=typed.errors)
        click.echo(safe_json(orjson.dumps(told).decode()))
    else:
        _print(found, f"{typed.gold} against {typed.pipeline or typed.records}")
        _print_misses(_listed(found, typed), texts)
    if typed.report:
        write_report(typed.report, typed.gold, (found, every), _beside(typed.records, trial))
    _tell_troubles(found)
    return 1 if found.troubles else 0


def _trial(typed: EvalArguments) -> Trial | None:
    registry = registry_without(typed.without)
    if typed.pipeline is None:
        return None
    return Trial.of(Path(typed.pipeline), pairs(typed.settings), registry)


def _listed(found: Evaluation, typed: EvalArguments) -> Sequence[Miss]:
    return found.misses if typed.errors else ()


def _demand_one(typed: EvalArguments) -> None:
    if (typed.pipeline is None) == (typed.records is None):
        message = "name a pipeline to be run on the gold, or a run with --records, not both"
        raise UsageError(message)
    given = filter(None, (typed.gold, typed.records, typed.pipeline))
    if typed.report and any(is_same_file(path, typed.report) for path in given):
        message = f"{shown(typed.report)} is one of the files that are compared: give another path"
        raise UsageError(message)


def _compared(typed: EvalArguments, trial: Trial | None) -> Iterable[Compared]:
    labels = pairs(typed.labels)
    if trial is None:
        return _of_records(typed.gold, labels, str(typed.records))
    return _of_pipeline(typed.gold, labels, trial)


def _beside(records: str | None, trial: Trial | None) -> Beside:
    """Return what is known of the run; of a pipeline that was tried, what it is made of."""
    if trial is None:
        return beside(str(records))
    made = {"layers": givers(trial.pipeline), "pipeline": dict(trial.pipeline.canonical)}
    return Beside(made, (), ())


def _of_records(gold: str, labels: Mapping[str, str], records: str) -> Iterable[Compared]:
    every = read_gold(gold, labels, sorted(_layers(records)))
    return looked_up(every, read_records(records))


def _layers(records: str) -> set[str]:
    """Return the layers of a run; of standard input, which can be read once only, none."""
    first = next(read_records(records), None) if records != "-" else None
    return set(first["annotations"]) if first else set()


def _of_pipeline(gold: str, labels: Mapping[str, str], trial: Trial) -> Iterable[Compared]:
    layers = [name for stage in trial.pipeline.stages for name in stage.layers.values()]
    every = read_gold(gold, labels, layers)
    _demand_layers(every, layers, gold)
    return tried(every, trial)


def _demand_layers(gold: Sequence[Gold], layers: Sequence[str], name: str) -> None:
    """Raise UsageError where no stage gives any layer of the gold: labels are called otherwise."""
    there = {layer for one in gold for layer in one.layers}
    if there and not there & set(layers):
        example = next(iter(sorted(there)))
        message = (
            f"{name} has {', '.join(map(shown, sorted(there)))}, which no stage gives; say what "
            f"labels mean, as in --label {example}=quotes.direct"
        )
        raise UsageError(message)


def _print(found: Evaluation, about: str) -> None:
    many = "1 document" if found.documents == 1 else f"{found.documents:,} documents"
    click.echo(safe(f"{about}: {many}"))
    if not found.figures:
        click.echo("no layer can be scored: the gold has no findings with a place")
    for layer, figures in groupby(found.figures, key=lambda one: one.layer):
        head = f"{'precision':>9} {'recall':>7} {'F1':>6}  {'95 %':<11} {'gold':>6} {'found':>6}"
        click.echo(f"\n{cut(layer, _WIDTH):<{_WIDTH}} {head}")
        for one in figures:
            click.echo(safe(_line(one)))


def _line(one: Figure) -> str:
    count = one.count
    spread = "" if one.interval is None else "-".join(_percent(end) for end in one.interval)
    figures = f"{_percent(count.precision):>9} {_percent(count.recall):>7} {_percent(count.f1):>6}"
    what = cut(one.what, _WIDTH - 2)
    return f"  {what:<{_WIDTH - 2}} {figures}  {spread:<11} {count.gold:>6,} {count.found:>6,}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _print_misses(misses: Sequence[Miss], texts: Mapping[str, Compared]) -> None:
    if misses:
        click.echo()
    for one in misses:
        click.echo(safe(f"{cut(one.document, 60)}: {one.layer}: {_said(one)}"))
        click.echo(safe(f"  {_shown(one, texts[one.document])}"))


def _said(miss: Miss) -> str:
    """Return what a disagreement is about."""
    if miss.gold is None or miss.found is None:
        side = miss.gold or miss.found
        kind = side.fields.get("kind") if side else None
        return f"{miss.what}, {kind}" if kind else miss.what
    wanted, found = (side.told(miss.what) for side in (miss.gold, miss.found))
    return f"{miss.what} is {found}, gold has {wanted}"


def _shown(miss: Miss, compared: Compared) -> str:
    """Return the words that a disagreement is about, in brackets, between those around them."""
    text = compared.gold.text
    side = miss.gold
    if side is None:
        side, text = miss.found, (compared.found or {"text": ""})["text"]
    start, end = side.span if side else (0, 0)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{cut(text[start:end], 160)}]{after}".split())


def _as_json(found: Evaluation, texts: Mapping[str, Compared], *, errors: bool) -> dict[str, Any]:
    layers: dict[str, dict[str, Any]] = {}
    for one in found.figures:
        layers.setdefault(one.layer, {})[one.what] = one.as_json()
    made: dict[str, Any] = {"documents": found.documents, "layers": layers}
    made["not_compared"] = [{"id": name, "reason": why} for name, why in found.troubles]
    if errors:
        made["errors"] = list(_errors(found.misses, texts))
    return made


def _errors(misses: Sequence[Miss], texts: Mapping[str, Compared]) -> Iterator[dict[str, Any]]:
    for one in misses:
        side = one.gold or one.found
        yield {
            "id": one.document,
            "layer": one.layer,
            "error": one.what,
            "start": side.start if side else None,
            "end": side.end if side else None,
            "said": _said(one),
            "text": _shown(one, texts[one.document]),
        }


def _tell_troubles(found: Evaluation) -> None:
    for name, why in found.troubles[:20]:
        tell(safe(f"not compared, counted as empty: {cut(name, 80)}: {cut(why)}"))
    if len(found.troubles) > 20:  # noqa: PLR2004 - as above
        tell(f"... and {len(found.troubles) - 20:,} more")
