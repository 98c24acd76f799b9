"""Amounts that Babel formats are read back."""

import re
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textflow import Document
from textflow_plugins.amounts import amounts
from textflow_plugins.amounts.currencies import digits_after_point
from textflow_plugins.languages import language, tags

babel_numbers = pytest.importorskip("babel.numbers", reason="Babel is in the extra 'test'")
babel = pytest.importorskip("babel", reason="Babel is in the extra 'test'")

#: The locales whose formats we claim to read.
LOCALES = (
    *("en_US", "en_GB", "en_IN", "en_AU", "en_CA", "de_DE", "de_CH", "de_AT", "fr_FR", "fr_CH"),
    *("fr_CA", "es_ES", "es_MX", "pt_PT", "pt_BR", "it_IT", "it_CH", "nl_NL", "nl_BE"),
)
#: The languages whose names of money we know, as each spells them at home.
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
#: Currencies of two digits whose sign, in every one of these locales, is theirs alone.
SIGNED = ("EUR", "GBP", "INR", "ILS", "BRL", "PHP")
CURRENT = (
    *("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "RUB", "BRL", "KRW", "MXN", "CAD", "AUD"),
    *("NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "ZAR", "ILS", "AED", "SAR", "QAR"),
    *("KWD", "BHD", "JOD", "EGP", "NGN", "KES", "GHS", "PKR", "BDT", "LKR", "IDR", "MYR", "SGD"),
    *("HKD", "TWD", "THB", "VND", "PHP", "UAH", "KZT", "GEL", "RON", "BGN", "ISK", "CLP", "COP"),
)
#: Names in brackets, or that two states share, or with a letter that is no letter.
UNREAD = {("de", "XAF"), ("fr", "XAF")}
#: CLDR gives a few currencies a new name each year; in a version newer than our tables so many.
RENAMED = 4
values = st.decimals(min_value=0, max_value=10**12, places=2)


@pytest.fixture(autouse=True, scope="module")
def _no_straight_apostrophes() -> None:
    """Group Swiss digits by the typographic one: Babel 2.19 takes a straight pair for quotes."""
    for place in map(babel.Locale.parse, LOCALES):
        symbols = place.number_symbols["latn"]
        if symbols["group"] == "'":
            symbols["group"] = "\N{RIGHT SINGLE QUOTATION MARK}"


def read(text: str, locale: str) -> list[tuple[str | None, str | None]]:
    """Return value and currency of each sum of money."""
    doc = Document(text, meta={"language": locale.replace("_", "-")})
    return [(item["value"], item["currency"]) for item in amounts(doc, kinds=["money"])]


def written(value: Decimal, places: int = 2) -> str:
    """Return a value as the stage writes it, after rounding to what is printed."""
    text = f"{round(value, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@given(value=values, locale=st.sampled_from(LOCALES), currency=st.sampled_from(CURRENT))
@settings(max_examples=300, deadline=None)
def test_codes_are_read_back(value: Decimal, locale: str, currency: str) -> None:
    """A sum with an ISO code reads back in every locale."""
    text = babel_numbers.format_currency(
        value, currency, "\xa4\xa4 #,##0.00", locale=locale, currency_digits=False
    )
    typed = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    expected = [(written(value), currency)]
    assert [read(f"{spelt};", locale) for spelt in (text, typed)] == [expected, expected]


@given(value=values, locale=st.sampled_from(LOCALES), currency=st.sampled_from(SIGNED))
@settings(max_examples=300, deadline=None)
def test_signs_are_read_back(value: Decimal, locale: str, currency: str) -> None:
    """A sum with a sign that is one currency's alone reads back in every locale."""
    text = babel_numbers.format_currency(value, currency, locale=locale)
    assert read(f"{text};", locale) == [(written(value), currency)]


def current() -> list[str]:
    """Return the codes of the currencies that some territory uses today."""
    territories = [code for code in babel.Locale("en").territories if code.isalpha()]
    found = {
        code for place in territories for code in babel_numbers.get_territory_currencies(place)
    }
    return sorted(found & set(digits_after_point()))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_current_code_is_read_back(locale: str) -> None:
    """Each currency in use today reads back by its code."""
    texts = {
        code: babel_numbers.format_currency(
            Decimal("1234.56"), code, "\xa4\xa4 #,##0.00", locale=locale, currency_digits=False
        )
        for code in current()
    }
    wrong = [t for code, t in texts.items() if read(f"{t};", locale) != [("1234.56", code)]]
    assert wrong == []


def newer_than_our_tables() -> bool:
    """Return whether Babel has a later CLDR than the one that the tables were made from."""
    table = files("textflow_plugins.languages") / "en" / "currency_names.tsv"
    made = re.search(r"Babel (\d+)\.(\d+)", table.read_text("utf-8"))
    assert made is not None
    here = babel.__version__.split(".")
    return (int(here[0]), int(here[1])) > (int(made[1]), int(made[2]))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_current_name_is_read_back(tag: str) -> None:
    """Each currency in use today reads back by its name, but for the few known or just renamed."""
    wrong = set[tuple[str, str]]()
    for code in current():
        text = babel_numbers.format_currency(2, code, locale=tag, format_type="name")
        if read(f"{text};", tag) != [("2", code)]:
            wrong.add((tag, code))
    known = {pair for pair in UNREAD if pair[0] == tag}
    assert known <= wrong
    assert len(wrong - known) <= (RENAMED if newer_than_our_tables() else 0)


#: Languages that write the name before the number, which is not read.
LEADING = {"km", "my", "si", "sw"}
OTHERS = sorted(tag for tag in tags() if language(tag).currency_states)


@pytest.mark.parametrize("tag", sorted({*OTHERS} - {*LANGUAGES} - LEADING))
def test_nearly_every_name_of_the_world_is_read_back(tag: str) -> None:
    """In the other languages of CLDR nine names in ten are read."""
    found = dict[str, list[tuple[str | None, str | None]]]()
    for code in current():
        text = babel_numbers.format_currency(2, code, locale=tag, format_type="name")
        found[code] = read(f"{text};", tag)
    right = [code for code, amounts_of in found.items() if amounts_of == [("2", code)]]
    assert len(right) >= 0.9 * len(found)


@given(value=values, locale=st.sampled_from(LANGUAGES), currency=st.sampled_from(CURRENT))
@settings(max_examples=300, deadline=None)
def test_names_are_read_back(value: Decimal, locale: str, currency: str) -> None:
    """A sum with the name of its currency reads back in every language."""
    text = babel_numbers.format_currency(value, currency, locale=locale, format_type="name")
    places = babel_numbers.get_currency_precision(currency)
    assert read(f"{text};", locale) == [(written(value, places), currency)]


@given(value=st.decimals(min_value=0, max_value=10**6, places=2), locale=st.sampled_from(LOCALES))
@settings(max_examples=200, deadline=None)
def test_percentages_are_read_back(value: Decimal, locale: str) -> None:
    """A percentage reads back in every locale."""
    text = babel_numbers.format_percent(value / 100, "#,##0.00%", locale=locale)
    doc = Document(text, meta={"language": locale.replace("_", "-")})
    assert [item["value"] for item in amounts(doc)] == [written(value)]


@given(value=values, locale=st.sampled_from(LOCALES))
@settings(max_examples=200, deadline=None)
def test_numbers_are_read_back(value: Decimal, locale: str) -> None:
    """A number with a unit reads back in every locale."""
    text = f"{babel_numbers.format_decimal(value, '#,##0.00', locale=locale)} km;"
    doc = Document(text, meta={"language": locale.replace("_", "-")})
    assert [item["value"] for item in amounts(doc, kinds=["quantity"])] == [written(value)]
