"""The sinks ``annotations`` and ``markdown``: what was found, for servers and for people."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from table_records import HOSTILE, hostile_records, odd_records, quotation, record, speaker

from textflow_plugins.exchange.annotations import annotations
from textflow_plugins.exchange.markdown import markdown

TEXT = "\u201cNo,\u201d said Ida Lund."


def lines(one: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Return the annotations of a record."""
    return [json.loads(line) for line in annotations(one, **options).splitlines()]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_an_annotation_leads_to_its_words(text: str) -> None:
    """Place and words are those of the finding, whatever is in it."""
    found = lines(record("a", text, quotes=[quotation(text)], speakers=[speaker(text)]))
    mention, quote = found
    position, words = quote["target"]["selector"]
    assert (position["start"], position["end"]) == (0, len(text))
    assert words["exact"] == text
    assert quote["body"][0] == {
        "type": "TextualBody",
        "purpose": "classifying",
        "value": "quotes.direct",
    }
    assert json.loads(quote["body"][1]["value"])["speaker"] == text
    assert quote["body"][2]["source"] == mention["id"]


def test_places_are_those_of_the_raw_text() -> None:
    """A span of the clean text is found where it was before cleaning."""
    one = record("a b", TEXT, quotes=[{**quotation(TEXT[:5]), "mention": None}])
    one["raw_map"] = [[0, 2, 10, 12], [2, len(TEXT), 20, 18 + len(TEXT)]]
    (found,) = lines(one)
    position, words = found["target"]["selector"]
    assert (position["type"], position["start"], position["end"]) == (
        "TextPositionSelector",
        10,
        23,
    )
    assert (words["prefix"], words["exact"], words["suffix"]) == ("", TEXT[:5], TEXT[5:])
    assert found["id"] == "urn:textflow:0123456789ab:a%20b:0"
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert lines(one, layers=["summary"]) == []


def test_ids_are_unique() -> None:
    """Within a run: by document and number."""
    ids = [one["id"] for each in hostile_records() for one in lines(each)]
    assert len(ids) == len(set(ids))


def page(records: list[dict[str, Any]], folder: Path) -> str:
    """Return the page that all records are on."""
    markdown(iter(records), folder / "a.md")
    return (folder / "a.md").read_text("utf-8")


def test_a_page_to_read(tmp_path: Path) -> None:
    """Who said what, what was left out; a layer that nobody knows, too."""
    one = record(
        "a",
        TEXT,
        quotes=[quotation("\u201cNo,\u201d"), quotation("so", None)],
        speakers=[{**speaker("Ida Lund"), "role": "mayor"}],
        dropped=[{"raw_start": 0, "raw_end": 1, "text": "Cookies", "rule": "cookies"}],
        amounts=[],
        **{"acme.parties": [{"text": "Reform Party"}, {"x": 1}]},
    )
    one["meta"] = {"title": "Fares"}
    assert page([one], tmp_path) == (
        "# Fares\n\na\n\n"
        "## Who said what\n\n"
        "- **Ida Lund**, mayor: \u201cNo,\u201d\n- *nobody is named*: so\n\n"
        '## acme.parties\n\n- Reform Party\n- {"x": 1}\n\n'
        "## Left out\n\n- Cookies (cookies)\n\n"
    )


def test_nothing_in_a_text_is_markup(tmp_path: Path) -> None:
    """Nor does it move a terminal, or turn the line round."""
    shown = page([*hostile_records(), *odd_records()], tmp_path)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", shown
    )
    assert not re.search(r"(?<!\\)[<\[`]", shown)
    known = ("# ", "## ", "- ")
    assert all(one.startswith(known) or one[:1] not in tuple("#-+=>") for one in shown.split("\n"))


def test_a_folder_has_a_page_for_each(tmp_path: Path) -> None:
    """And an index that leads to them, whatever they are called."""
    markdown(hostile_records(), tmp_path / "pages")
    index = (tmp_path / "pages" / "index.md").read_text("utf-8")
    names = re.findall(r"\]\((\S+)\)$", index, re.MULTILINE)
    assert len(names) == len(HOSTILE)
    assert {one.name for one in (tmp_path / "pages").iterdir()} == {*names, "index.md"}
