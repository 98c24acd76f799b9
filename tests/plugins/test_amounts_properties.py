"""What holds for the amounts of any text."""

import json
import re
from importlib import resources
from typing import Any

import pytest
from doubling import LIMIT, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from textflow import Document
from textflow_plugins.amounts import amounts
from textflow_plugins.amounts.language import lexicon
from textflow_plugins.amounts.screening import Screen

ALL = ("money", "percent", "number", "quantity")
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv")
#: What amounts are made of, and what stands between them.
PIECES = (
    *(
        "$",
        "US$",
        "\N{EURO SIGN}",
        "\N{POUND SIGN}",
        "Rs ",
        "RM",
        "EUR ",
        "usd",
        "-",
        "\N{EN DASH}",
        "(",
        ")",
    ),
    *(
        "5",
        "12",
        "1,234",
        "1.5",
        "3.000",
        "1 234 567",
        "1999",
        "2-1",
        "7 1/4",
        "\xbd",
        "10:30",
        "1e9",
    ),
    *(
        "%",
        " per cent",
        " percentage points",
        " basis points",
        "m",
        "bn",
        " million",
        " lakh crore",
    ),
    *(
        " dollars",
        " cents",
        "p",
        " pounds of",
        " marks",
        " kroner",
        " yen",
        " pesos",
        " Euro",
        " km",
    ),
    *(
        "one",
        " hundred",
        " and",
        " a",
        " half",
        " quarter",
        " third",
        " of",
        " to",
        " between",
        " from",
    ),
    *(
        "first",
        "several",
        "dozens",
        " twenty",
        "-five",
        " point",
        " minus ",
        "fell ",
        "about ",
        "\n",
    ),
    *(
        "siebenhundert",
        "quarante-cinq",
        "\u0130",
        "\U0001f600",
        "\u0661\u0662",
        "\u2028",
        "\x00",
        "., ",
    ),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=24).map("".join)


def found(text: str, language: str = "en", **options: Any) -> list[dict[str, Any]]:
    """Return the amounts of a text."""
    return list(amounts(Document(text, meta={"language": language}), **options))


@given(text=texts, language=st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_spans_slice_back_in_order(text: str, language: str) -> None:
    """Each amount lies within the text, after the one before, and says its own characters."""
    at = 0
    for item in found(text, language, kinds=ALL):
        assert at <= item["start"] < item["end"] <= len(text)
        assert text[item["start"] : item["end"]] == item["text"]
        at = item["end"]


@given(text=texts, language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_values_are_plain_digits(text: str, language: str) -> None:
    """Values are digits without exponent, as the schema of the layer wants them."""
    path = resources.files("textflow_schemas") / "layers" / "amounts.json"
    schema = json.loads(path.read_text("utf-8"))["items"]["properties"]
    for item in found(text, language, kinds=ALL):
        assert set(item) == set(schema)
        for field in ("value", "low", "high"):
            assert item[field] is None or re.search(schema[field]["pattern"], item[field])


@given(text=texts, language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_other_kinds_change_no_money(text: str, language: str) -> None:
    """Money and percentages are the same whether numbers are asked for or not."""
    asked = [
        item for item in found(text, language, kinds=ALL) if item["kind"] in ("money", "percent")
    ]
    assert found(text, language) == asked


@given(text=texts)
@settings(max_examples=100, deadline=None)
def test_one_text_gives_one_answer(text: str) -> None:
    """The same text gives the same amounts."""
    assert found(text, kinds=ALL) == found(text, kinds=ALL)


@given(digits=st.integers(min_value=1, max_value=900))
@settings(max_examples=40, deadline=None)
def test_endless_digits_have_no_value(digits: int) -> None:
    """A number of more digits than the layer allows is found, without a value."""
    (item,) = found(f"$ {'7' * digits}")
    assert item["value"] == ("7" * digits if digits <= 400 else None)


def test_a_faulty_amount_loses_no_other() -> None:
    """What cannot be reckoned has no value; its neighbours keep theirs."""
    items = found("It cost $5, then $1e999, then $9^99, then $6.")
    assert [item["value"] for item in items][:1] + [item["value"] for item in items][-1:] == [
        "5",
        "6",
    ]


def test_the_screen_lets_money_pass() -> None:
    """A number beside a currency is never passed over."""
    assert not Screen(lexicon("en")).idle("of 5 pesos", 3, 4)


HOSTILE = (
    *(
        "$",
        "1,",
        "1",
        "9.",
        "one ",
        "million ",
        "twenty-",
        "half a ",
        "hundred and ",
        "thousands of ",
    ),
    *(
        "1 ",
        "123 ",
        "1-",
        "$1 to ",
        "5 dollars ",
        "1/",
        "1%",
        "point one ",
        "1e",
        "\xbd",
        "us ",
        "us$",
    ),
    *("between 1 and ", "1 million and ", "one over ", "a quarter of a ", "minus ", "3 km per "),
    *("5 (five ", "5 (five) ", "ten-to-", "one thousand two dollars and fifty "),
    *("eine", "vierund", "5 pounds of ", "(1)", "1'", "\u0130", "\n", "more than "),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_costs_time_in_proportion(piece: str) -> None:
    """Twice the text takes at most two and a half times the time, whatever repeats in it."""
    once, twice = ((piece * 8_000)[: 8_000 * times] for times in (1, 2))
    language = "de" if piece.startswith(("eine", "vier")) else "en"
    steepness = growth(
        lambda: found(once, language, kinds=ALL), lambda: found(twice, language, kinds=ALL)
    )
    assert steepness <= LIMIT
