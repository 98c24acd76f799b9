"""The speakers stage: what holds whatever the text."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from doubling import LIMIT, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st

import textflow
import textflow_schemas
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers

WORDS = st.sampled_from(
    [
        *[
            "said",
            "says",
            "according",
            "to",
            "that",
            "Ann",
            "Lee",
            "Ms.",
            "he",
            "she",
            "they",
            "who",
        ],
        *[
            "told",
            "adding",
            "called",
            "the",
            "senator",
            "of",
            "and",
            "but",
            "while",
            "has",
            "is",
            "as",
        ],
        *[
            '"',
            "“",
            "”",
            "'",
            "\N{LEFT SINGLE QUOTATION MARK}",
            "\N{RIGHT SINGLE QUOTATION MARK}",
            "``",
            "''",
            "«",
            "»",
            "„",
            ",",
            ".",
            "?",
            ":",
            "-",
            "—",
            "(",
        ],
        *["\n", "\t", "\u2028", "é", "🙂", "Ünal", "20,000", "'s", "…", "\u0301", "\u200b", "\r\n"],
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
SCHEMAS = Path(textflow_schemas.__file__).parent / "layers"
ROOT = Path(__file__).parents[2]

#: Families that have made extractors of this kind quadratic.
HOSTILE = {
    "straight marks": '" ',
    "opening marks": "“a ",
    "single marks": "'a ",
    "TeX marks": "``a '' ",
    "quotations": '"x" ',
    "said": "said ",
    "he said": "he said ",
    "names": "Ann Lee ",
    "names in commas": "Ann Lee, ",
    "names that speak": "Ann Lee said, ",
    "according to": "according to Ann, ",
    "participles": "saying ",
    "called": 'called him "a" ',
    "who": ", who said ",
    "pronouns": '"Yes," she said.\nAnn met Bob.\n',
    "open paragraphs": '"a\n',
    "titles": "The senator said it rains.\n",
}


#: The same for languages whose words are in a free order.
HOSTILE_ABROAD = {
    ("fr", "a dit Holm, "),
    ("fr", "dit "),
    ("fr", "« a » "),
    ("fr", "qu'il dit que "),
    ("fr", "selon Holm "),
    ("fr", "l'l'l'"),
    ("fr", "— dit "),
    ("es", "dijo que "),
    ("es", "Dijo que llegó. "),
    ("es", "según "),
    ("es", "—dijo Holm—. "),
    ("es", "y añadió "),
    ("de", "sagte Holm, "),
    ("de", "hat erklärt "),
    ("de", "teilte mit "),
    ("de", "nach Angaben "),
    ("de", "er sei "),
    ("de", "sagte er, Jana Holm, "),
    ("zh", "“桥。”他"),
    ("de", "Holm zufolge "),
    ("it", "ha detto Holm, "),
    ("pt", "disse-lhe "),
    ("nl", "zei Holm, "),
    ("en", "Ann: a\nBob: b\n"),
    ("en", "Mr Lee and Mrs Lee said it. "),
    ("en", "Ann Lee said Lee said "),
    ("en", "Ann wrote:\nA b.\n"),
    ("en", "Q. a\nA. b\n"),
    ("en", "Ann Lee met Bob. The singer said it. "),
    ("en", "the singer said Ann Lee, "),
    ("en", "According to Ann the pier is old. "),
    ("en", "The head (H), Ann Lee, said it, "),
    ("es", '"a\nb\n'),
    ("es", '"a\nb\nc" dijo.\n'),
    ("es", "se dijo que "),
    ("fr", "Selon Holm, chef, "),
    ("fr", "nie avoir "),
    ("de", "sprach von „Ab“ "),
    ("de", "fürchtet, sobald "),
    ("de", "Am Abend polterte: "),
    ("de", "gab den Holm bekannt "),
    ("de", "fand er statt, "),
    ("de", "laut Holm, die er sah, "),
    ("es", "para decir que "),
    ("es", '"a", gritó Ana Lis. '),
    ("es", "Ana Lis Mar "),
    ("es", ", dijo, en "),
    ("fr", "qui, selon Holm, "),
    ("fr", "ajoutant qu'il a "),
    ("fr", "la BBC Ann Lee de Holm, "),
    ("it", "per dire che "),
    ("pt", "chegou a afirmar que "),
    ("nl", '"a", jubelt Jan. '),
}
ABROAD = {
    "fr": "a dit déclare-t-il que qu'il selon Holm Jeanne le maire de et , . « » — : ne"
    " ajoutant pour vouloir avoir lequel BBC renforce-t-il",
    "es": 'dijo que según Holm Juana la alcaldesa de y añadió , . « » — " : no ha dicho quien'
    " para al haber en claro deja gritó sonriente don México",
    "de": "sagte Holm dass sei hat erklärt teilte mit nach Angaben der zufolge , „ “ : so wie und"
    " den gab bekannt statt fand zu dem Schluss besitze",
    "it": "ha detto che secondo Holm il sindaco di e « » , . : dice",
    "pt": 'disse que segundo Holm o prefeito de e " , . : disse-lhe —',
    "nl": 'zei Holm dat volgens de minister van en " , . : voegde toe heeft gezegd jubelt plaats',
}


@st.composite
def abroad(draw: st.DrawFn) -> tuple[str, str]:
    """Return a language and words of it."""
    language = draw(st.sampled_from(sorted(ABROAD)))
    words = draw(st.lists(st.sampled_from(ABROAD[language].split(" ")), max_size=40))
    return language, " ".join(words)


def document(text: str, **meta: str) -> textflow.Document:
    """Return a document with its paragraphs and sentences."""
    return textflow.Document(text, meta=meta, layers=segment(textflow.Document(text, meta=meta)))


def one_sentence(text: str, language: str = "en") -> textflow.Document:
    """Return a document whose lines are one paragraph and one sentence each."""
    lines: list[dict[str, int]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append({"start": at, "end": at + len(line.rstrip())})
        at += len(line) + 1
    sentences = [{**line, "paragraph": number} for number, line in enumerate(lines)]
    layers = {"paragraphs": lines, "sentences": sentences}
    return textflow.Document(text, meta={"language": language}, layers=layers)


def spans(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return everything found that points at text."""
    quotes = found["quotes"]
    inner = [item[name] for item in quotes for name in ("mention", "cue") if item[name]]
    return [*quotes, *inner, *(one for item in found["speakers"] for one in item["mentions"])]


@settings(deadline=None)
@given(TEXTS)
def test_spans_slice_back_to_their_text(text: str) -> None:
    """Whatever is found stands in the text, character by character."""
    for item in spans(speakers(document(text))):
        assert text[item["start"] : item["end"]] == item["text"] != ""


@settings(deadline=None)
@given(TEXTS)
def test_output_fits_the_layer_schemas(text: str) -> None:
    """Both layers are what their schemas promise."""
    for layer, items in speakers(document(text)).items():
        schema = json.loads((SCHEMAS / f"{layer}.json").read_text("utf-8"))
        jsonschema.validate(items, schema)


@settings(deadline=None)
@given(TEXTS)
def test_quotes_do_not_overlap(text: str) -> None:
    """Each word is in one quotation at most, and they come in text order."""
    quotes = speakers(document(text))["quotes"]
    assert all(a["end"] <= b["start"] for a, b in pairwise(quotes))


@settings(deadline=None)
@given(abroad())
@example(("fr", "selon déclare-t-il : dit déclare-t-il » , dit ajoutant lequel Holm"))
@example(("de", "und wie “ dem gab zu gab , bekannt teilte Holm Angaben mit gab so sagte"))
def test_what_holds_in_english_holds_abroad(case: tuple[str, str]) -> None:
    """Spans slice back, quotations are in order, and the layers fit, in each language."""
    language, text = case
    found = speakers(document(text, language=language))
    assert all(text[one["start"] : one["end"]] == one["text"] != "" for one in spans(found))
    assert all(a["end"] <= b["start"] for a, b in pairwise(found["quotes"]))
    for layer, items in found.items():
        schema = json.loads((SCHEMAS / f"{layer}.json").read_text("utf-8"))
        jsonschema.validate(items, schema)


@settings(deadline=None)
@given(TEXTS)
def test_every_speaker_is_quoted(text: str) -> None:
    """The speakers are those whom a quotation names, each once."""
    found = speakers(document(text))
    ids = [item["id"] for item in found["speakers"]]
    assert len(ids) == len(set(ids))
    assert set(ids) == {item["speaker"] for item in found["quotes"]} - {None}


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["de", "fr", "ar", "zh-Hant", "xx", "EN_us"]))
def test_any_language_is_read(text: str, language: str) -> None:
    """No language makes the stage fail."""
    speakers(document(text, language=language))


@pytest.mark.parametrize(
    "text",
    [
        'Sen. Ann Lee, chairwoman, met Mr. Tom Lee. "It rains," she said. He said no.',
        '"Bo, Al, Cy?" asked Di.\n\n"No," said Al.\n\nBo and Cy ran. "Why?"\n\n"Oh!" said he.',
    ],
    ids=["news", "story"],
)
def test_same_output_under_two_hash_seeds(text: str) -> None:
    """Nothing depends on the order of sets."""
    code = (
        "import json, sys, textflow\n"
        "from textflow_plugins.segment import segment\n"
        "from textflow_plugins.speakers import speakers\n"
        "text = sys.argv[1]\n"
        "layers = segment(textflow.Document(text))\n"
        "print(json.dumps(speakers(textflow.Document(text, layers=layers))))\n"
    )
    path = os.pathsep.join(str(ROOT / name) for name in ("core", "plugins", "schemas"))
    outputs = {
        subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code, text],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("family", list(HOSTILE))
def test_twice_the_text_takes_twice_the_time(family: str) -> None:
    """Four times a hostile text costs about four times as much, not sixteen."""
    unit = HOSTILE[family]
    text = unit * (20_000 // len(unit))
    once, twice_twice = one_sentence(text), one_sentence(4 * text)
    steepest = LIMIT**2
    steepness = growth(lambda: speakers(once), lambda: speakers(twice_twice), limit=steepest)
    assert steepness < steepest


@pytest.mark.parametrize(("language", "unit"), sorted(HOSTILE_ABROAD))
def test_twice_the_text_takes_twice_the_time_abroad(language: str, unit: str) -> None:
    """No family of any language is quadratic."""
    text = unit * (20_000 // len(unit))
    once, more = one_sentence(text, language), one_sentence(4 * text, language)
    steepest = LIMIT**2
    steepness = growth(lambda: speakers(once), lambda: speakers(more), limit=steepest)
    assert steepness < steepest


@pytest.mark.parametrize("unit", ['"', "“ ", "said ", "Ann "])
def test_a_hundred_thousand_times_the_same(unit: str) -> None:
    """A hundred thousand marks, cues or names take about twice what half of them take."""
    half, doc = one_sentence(unit * 50_000), one_sentence(unit * 100_000)
    assert growth(lambda: speakers(half), lambda: speakers(doc)) <= LIMIT
