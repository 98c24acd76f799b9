"""Gold from Label Studio: the JSON list that it exports, or its smaller form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow.judging.gold.documents import Gold, Labels, Span, layers_of, span_in, unfit

_WANTED = "Label Studio's export as JSON: a list of tasks with `data` and `annotations`"
_PARTS = frozenset({"cue", "mention"})


def labelstudio_gold(
    place: str, tasks: Sequence[Any], labels: Labels, known: Sequence[str]
) -> Iterator[Gold]:
    """
    Yield what each task holds; raises InputError.

    The latest annotation counts that nobody has cancelled; where there is none at all, the
    prediction, so that what `export` has written can be read back.
    """
    for number, task in enumerate(tasks, 1):
        where = f"{place}, task {number}"
        data = task.get("data") if isinstance(task, dict) else None
        text = data.get("text") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(text, str):
            raise unfit(where, "it has no text under `data`", _WANTED)
        spans = list(_spans(where, text, _result(task)))
        name = data.get("record", task.get("id", number))
        yield Gold(str(name), text, layers_of(spans, text, labels, known), open=True)


def _result(task: Mapping[str, Any]) -> list[Any]:
    made = task.get("annotations") or task.get("completions") or task.get("predictions") or []
    whole = [one for one in made if isinstance(one, dict) and not one.get("was_cancelled")]
    result = whole[-1].get("result") if whole else []
    return result if isinstance(result, list) else []


def _spans(place: str, text: str, result: Sequence[Any]) -> Iterator[Span]:
    regions = [one for one in result if isinstance(one, dict)]
    places: dict[str, tuple[int, int]] = {}
    kinds: dict[str, str] = {}
    for one in regions:
        value = one.get("value")
        names = value.get("labels") if isinstance(value, dict) else None
        if names and isinstance(value, dict):
            key = str(one.get("id"))
            bounds = (value.get("start"), value.get("end"), value.get("text"))
            places[key] = span_in(text, place, *bounds)
            kinds[key] = str(names[0])
    links = _links(regions, places, text)
    for key, span in places.items():
        if kinds[key] not in _PARTS:
            yield Span(*span, kinds[key], links.get(key, {}))


def _links(
    regions: Sequence[Mapping[str, Any]], places: Mapping[str, tuple[int, int]], text: str
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in regions:
        ends = (str(one.get("from_id")), str(one.get("to_id")))
        names = one.get("labels") or []
        if one.get("type") == "relation" and ends[1] in places and names:
            start, end = places[ends[1]]
            part = {"start": start, "end": end, "text": text[start:end]}
            found.setdefault(ends[0], {})[str(names[0])] = part
    return found
