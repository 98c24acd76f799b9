"""Gold from Label Studio: the JSON list that it exports, or its smaller form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textflow.judging.gold.documents import Gold, Labels, Span, layers_of, part_at, span_in, unfit

_WANTED = "Label Studio's export as JSON: a list of tasks with `data` and `annotations`"
_PARTS = frozenset({"cue", "mention"})


def labelstudio_gold(
    place: str, tasks: Sequence[Any], labels: Labels, known: Sequence[str]
) -> Iterator[Gold]:
    """
    Yield what each task holds; raises InputError.

    The latest annotation counts that nobody has cancelled; a task without one was not judged.
    Where a file knows of no annotations at all, the prediction counts, so that what `export`
    has written can be read back.
    """
    for number, task in enumerate(tasks, 1):
        where = f"{place}, task {number}"
        data = task.get("data") if isinstance(task, dict) else None
        text = data.get("text") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(text, str):
            raise unfit(where, "it has no text under `data`", _WANTED)
        regions = _result(task)
        if regions is None:
            continue
        spans = list(_spans(where, text, regions))
        name = data.get("record", task.get("id", number))
        yield Gold(str(name), text, layers_of(spans, text, labels, known), open=True)


def _result(task: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return the regions of the annotation that counts; None where people have made none."""
    made = task.get("annotations", task.get("completions", task.get("predictions")))
    whole = [one for one in _objects(made) if not one.get("was_cancelled")]
    return _objects(whole[-1].get("result")) if whole else None


def _objects(rows: object) -> list[dict[str, Any]]:
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def _spans(place: str, text: str, regions: Sequence[Mapping[str, Any]]) -> Iterator[Span]:
    labelled = {str(one.get("id")): one["value"] for one in regions if _labels(one)}
    places = {
        key: span_in(text, place, value.get("start"), value.get("end"), value.get("text"))
        for key, value in labelled.items()
    }
    links = _links(regions, places, text)
    for key, span in places.items():
        label = str(labelled[key]["labels"][0])
        if label not in _PARTS:
            yield Span(*span, label, links.get(key, {}))


def _labels(region: Mapping[str, Any]) -> bool:
    value = region.get("value")
    return isinstance(value, dict) and bool(value.get("labels"))


def _links(
    regions: Sequence[Mapping[str, Any]], places: Mapping[str, tuple[int, int]], text: str
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in regions:
        ends = (str(one.get("from_id")), str(one.get("to_id")))
        names = one.get("labels") or []
        if one.get("type") == "relation" and ends[1] in places and names:
            found.setdefault(ends[0], {})[str(names[0])] = part_at(text, places[ends[1]])
    return found
