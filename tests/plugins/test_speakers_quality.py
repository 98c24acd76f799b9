"""The speakers stage on the evaluation set: no measure falls below its floor."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from evaluation_sets import below, floors, rated, scorer
from shared_files import needs_shared

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

SCORER = "eval/quotes/score_quotes.py"


def answer(text: str, language: str = "en") -> dict[str, Any]:
    """Find who said what, in the shape that the scorer reads."""
    meta = {"language": language}
    layers = segment(textflow.Document(text, meta=meta))
    found = speakers(textflow.Document(text, meta=meta, layers=layers))
    names = {item["id"]: item["name"] for item in found["speakers"]}
    quotes = [
        {**item, "speaker": item["mention"], "speaker_canonical": names.get(item["speaker"])}
        for item in found["quotes"]
    ]
    return {"quotes": quotes}


@cache
def answers(source: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the documents of an English set, and what was found in each."""
    gold = [row for row in rated("quotes") if row["source"].startswith(source)]
    return gold, {row["id"]: answer(row["text"]) for row in gold}


@cache
def answers_abroad(language: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the documents of the set of a language, and what was found in each."""
    gold = rated(f"quotes-{language}")
    return gold, {row["id"]: answer(row["text"], language) for row in gold}


Judged = tuple[float, bool]


def judged(
    gold: dict[str, Any], found: dict[str, Any], score: ModuleType
) -> Iterator[tuple[Judged, Judged | None]]:
    """Yield the two confidences of each finding, each with whether it was right."""
    text = gold["text"]
    true = [part for one in gold["quotes"] for part in score.segments(one, text)]
    told = [part for one in found["quotes"] for part in score.segments(one, text)]
    by_found = {at: of for of, at in score.match(true, told, score.RULES["j80"]).items()}
    for at, (_, one) in enumerate(told):
        match = true[by_found[at]][1] if at in by_found else None
        if match is not None and match.get("optional"):
            continue
        sure, known = one["speaker_confidence"], match is not None and match.get("speaker")
        theirs = (sure, score.speaker_right(match, one, text)) if sure and known else None
        yield (one["confidence"], match is not None), theirs


def calibration_error(pairs: list[Judged]) -> float:
    """Return how far confidence is from what was right, in ten bins, on average."""
    bins: dict[int, list[Judged]] = {}
    for pair in pairs:
        bins.setdefault(min(9, int(10 * pair[0])), []).append(pair)
    apart = (abs(sum(sure - right for sure, right in one)) for one in bins.values())
    return sum(apart) / len(pairs)


def errors(answered: tuple[list[dict[str, Any]], dict[str, Any]], score: ModuleType) -> list[float]:
    """Return the calibration errors of both confidences."""
    gold, found = answered
    both = [pair for row in gold for pair in judged(row, found[row["id"]], score)]
    speakers_too = [theirs for _, theirs in both if theirs is not None]
    return [calibration_error([words for words, _ in both]), calibration_error(speakers_too)]


@needs_shared
@pytest.mark.parametrize("source", ["polnear", "ggt"])
def test_confidence_is_how_often_it_is_right(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both confidences are within three points of what was right in English news."""
    assert max(errors(answers(source), scorer(SCORER, monkeypatch))) <= 0.03


@needs_shared
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_confidence_abroad_is_how_often_it_is_right(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both confidences are within six points of what was right in other languages."""
    score = scorer(SCORER, monkeypatch)
    score.PRONOUNS.update(score.LANGUAGES[language][0])
    score.NOISE.update(score.LANGUAGES[language][1])
    assert max(errors(answers_abroad(language), score)) <= 0.06


def values(measured: dict[str, Any]) -> dict[str, float]:
    """Return the measures of the scorer, each as one number."""
    return {
        name: value.get("f1", value.get("acc"))
        for name, value in measured.items()
        if isinstance(value, dict)
    }


@needs_shared
@pytest.mark.parametrize("source", ["polnear", "ggt"])
def test_measures_stay_above_their_floors(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans, kinds and speakers reach what the release before had."""
    measured = scorer(SCORER, monkeypatch).score(*answers(source))
    assert below(values(measured), floors("quotes")[source]) == {}


@needs_shared
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_measures_abroad_stay_above_their_floors(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other languages have reached is kept."""
    measured = scorer(SCORER, monkeypatch).score(*answers_abroad(language))
    assert below(values(measured), floors(f"quotes-{language}")["all"]) == {}
