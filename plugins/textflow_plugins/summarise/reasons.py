"""Why: the reasons a reader is given for each sentence of a summary."""

from collections.abc import Iterator, Mapping, Sequence

from textflow_plugins.summarise.spans import STATED, Row, SentenceSpans

#: So many words, persons or amounts are named, no more: a reason is a hint, not a list.
_NAMED = 3


#: How a sentence of a text without a lead came in.
CENTRAL = "says what comes up most"


def standing(number: int, opening: Sequence[int], instead: Mapping[int, int], *, junk: bool) -> str:
    """
    Say how sentence ``number`` came in; readers count sentences from 1.

    >>> standing(4, opening=[0], instead={4: 2}, junk=False)
    'says more than sentence 3'
    """
    if junk:
        return "fills up: no sentence of the story was left"
    if number in instead:
        return f"says more than sentence {instead[number] + 1}"
    return "opens the story" if number in opening else "stands in the lead"


class Facts:
    """Who is quoted and which amounts are stated in each sentence."""

    def __init__(self, layers: Mapping[str, Sequence[Row]]) -> None:
        spans = SentenceSpans(layers["sentences"])
        names = {row["id"]: row["name"] for row in layers.get("speakers", ())}
        self._quoted: dict[int, list[str]] = {}
        self._stated: dict[int, list[str]] = {}
        for row in layers.get("quotes", ()):
            if row["speaker"] in names:
                self._quoted.setdefault(spans.at(row["start"]), []).append(names[row["speaker"]])
        for row in layers.get("amounts", ()):
            if row["kind"] in STATED:
                self._stated.setdefault(spans.at(row["start"]), []).append(row["text"])

    def of(self, number: int) -> Iterator[str]:
        """Yield what sentence ``number`` quotes and states."""
        for verb, found in (("quotes", self._quoted), ("states", self._stated)):
            named = list(dict.fromkeys(found.get(number, ())))[:_NAMED]
            if named:
                yield f"{verb} {', '.join(named)}"


def topics(said: Mapping[str, tuple[str, float]]) -> list[str]:
    """
    Name the weightiest words; ``said`` maps a folded word to its form in the text and its weight.

    >>> topics({"steel": ("steel", 0.4), "tariff": ("tariffs", 0.6)})
    ['about tariffs, steel']
    """
    ordered = sorted(said.values(), key=lambda pair: -pair[1])[:_NAMED]
    return [f"about {', '.join(form for form, _ in ordered)}"] if ordered else []
