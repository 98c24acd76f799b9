"""The tables of the languages: what is read, and what is refused with file and line."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from case_files import read_cases
from checkout import ROOT

from textflow_plugins.languages import (
    Beside,
    Form,
    Grammar,
    Language,
    TableError,
    Use,
    grammar,
    language,
    read_classes,
    read_records,
    tags,
)
from textflow_plugins.languages.language import TABLES

HEAD = "# Source: written for the test.\n# Licence: Apache-2.0\n"
FOLDER = ROOT / "plugins" / "textflow_plugins" / "languages"


def write(folder: Path, **tables: str) -> Language:
    """Return a language with these tables, each under the head that it must have."""
    for name, rows in tables.items():
        (folder / f"{name}.tsv").write_text(HEAD + rows, "utf-8")
    return Language("xx", folder)


@pytest.mark.parametrize("case", read_cases("languages", "faults"))
def test_a_fault_says_file_line_and_what_was_wanted(case: dict[str, Any], tmp_path: Path) -> None:
    """Nothing is skipped or guessed: the first line that is not allowed is named."""
    path = tmp_path / f"{case['table']}.tsv"
    path.write_bytes(case["text"].encode())
    with pytest.raises(TableError) as caught:
        getattr(Language("xx", tmp_path), case["table"])
    assert str(caught.value).startswith(f"{path}:{case['line']}: {case['expect']}")


def test_a_byte_that_is_no_utf8_is_found_in_its_line(tmp_path: Path) -> None:
    """A table saved in another encoding is refused, not half read."""
    (tmp_path / "words.tsv").write_bytes(HEAD.encode() + b"be\tist\nbe\tw\xe4re\n")
    with pytest.raises(TableError, match=r"words\.tsv:4: a byte that is no UTF-8"):
        _ = Language("xx", tmp_path).words


def test_a_table_of_no_known_name_is_refused(tmp_path: Path) -> None:
    """A misspelt file would be a table that nobody reads."""
    with pytest.raises(TableError, match=r"wrods\.tsv:1: a table of no known name, wanted .*words"):
        write(tmp_path, wrods="be\tist\n")


def test_classes_are_sets_of_words(tmp_path: Path) -> None:
    """A class may be empty, and a word may be of several."""
    words = write(tmp_path, words="# verbs\nbe\tist\nverb\tist\nbe\twar\n").words
    assert (words.be, words.verb, words.have) == ({"ist", "war"}, {"ist"}, frozenset())


def test_records_have_the_types_of_their_fields(tmp_path: Path) -> None:
    """Empty cells at the end may be left out."""
    verb, other = write(
        tmp_path, reporting="rufen\taus\tpast:rief past:riefen\tquote\nsagen\n"
    ).reporting
    assert verb.forms == ((Form.PAST, "rief"), (Form.PAST, "riefen"))
    assert (verb.lemma, verb.particle, verb.uses) == ("rufen", "aus", {Use.QUOTE})
    assert (other.particle, other.forms, other.uses) == (None, (), frozenset())


class Row(NamedTuple):
    """A record with the other types that a field may have."""

    name: str
    kind: Literal["one", "two"]
    value: Beside[Decimal]
    digits: Beside[int | None]
    words: Beside[tuple[str, ...]]


def test_numbers_and_lists_of_words_are_read(tmp_path: Path) -> None:
    """A space within a word of a list is written as an underscore."""
    path = tmp_path / "rows.tsv"
    path.write_text(f"{HEAD}a b\tone\t1E6\t2\tnautical_mile nm\na b\ttwo\t0.5\n", "utf-8")
    assert list(read_records(path, Row)) == [
        ("a b", "one", Decimal(1000000), 2, ("nautical mile", "nm")),
        ("a b", "two", Decimal("0.5"), None, ()),
    ]


@pytest.mark.parametrize(
    ("row", "expect"),
    [
        ("a\tone\tmuch", "value is 'much', wanted a number"),
        ("a\tone\tNaN", "value is 'NaN', wanted a number"),
        ("a\tone\t1\t1.5", "digits is '1.5', wanted a whole number"),
        ("a\tthree\t1", "kind is 'three', wanted one of one, two"),
    ],
)
def test_a_cell_of_the_wrong_type_is_refused(row: str, expect: str, tmp_path: Path) -> None:
    """Field, cell and what is allowed are named."""
    path = tmp_path / "rows.tsv"
    path.write_text(f"{HEAD}{row}\n", "utf-8")
    with pytest.raises(TableError) as caught:
        read_records(path, Row)
    assert str(caught.value) == f"{path}:3: {expect}"


def test_a_table_outside_the_folders_of_languages_is_read_alike(tmp_path: Path) -> None:
    """A plugin may keep a table of its own in this format."""

    class Colours(NamedTuple):
        warm: frozenset[str] = frozenset()
        cold: frozenset[str] = frozenset()

    path = tmp_path / "colours.tsv"
    path.write_text(f"{HEAD}warm\tred\ncold\tlight blue\n", "utf-8")
    colours = read_classes(path, Colours)
    assert (colours.warm, colours.cold) == ({"red"}, {"light blue"})


@pytest.mark.parametrize("tag", sorted(tags() | {"und"}))
def test_every_table_of_every_language_is_read(tag: str) -> None:
    """What is in the folders is what the tables allow."""
    tables = language(tag)
    assert [name for name in TABLES if getattr(tables, name) is None] == []


def test_the_folders_are_the_list_of_languages() -> None:
    """Who adds a folder adds a language."""
    folders = {path.parent.name for path in FOLDER.glob("*/*.tsv")}
    assert tags() == folders - {"und"}


def test_an_unknown_language_has_empty_tables_and_no_grammar() -> None:
    """A tag is looked up, never a path: no text can name another folder."""
    for tag in ("tlh", "", "..", "../speakers", "__pycache__"):
        assert (language(tag).words.be, language(tag).titles) == (frozenset(), ())
        assert not grammar(tag).parses


def test_reporting_verbs_alone_switch_no_grammar_on(tmp_path: Path) -> None:
    """Words tell no subject from an object: without `grammar.py` no clause is read."""
    tables = write(tmp_path, reporting="sagen\t\tpast:sagte\tclause quote\n")
    assert not Grammar(tables).parses
    assert [verb.lemma for verb in Grammar(tables).reporting["sagte"]] == ["sagen"]


def test_forms_of_a_verb_that_may_be_finite_are(tmp_path: Path) -> None:
    """By default all but base form, participle and gerund; English trusts the past alone."""
    tables = write(
        tmp_path, reporting="sagen\t\tbase:sagen present:sagt subjunctive:sage participle:gesagt\n"
    )
    assert Grammar(tables).finite == {"sagt", "sage"}
    assert {"said", "claims"} & grammar("en").finite == {"said"}


def test_a_verb_with_a_particle_is_tried_first() -> None:
    """Among the forms "called", the one that needs "out" behind it."""
    assert [verb.particle for verb in grammar("en").reporting["called"]] == ["out", ""]


@pytest.mark.parametrize(
    ("written", "bare"), [("Holm's", "Holm"), ("Holm\u2019s", "Holm"), ("Lees\u2019", "Lees")]
)
def test_the_ending_of_an_owner_is_cut_off(written: str, bare: str) -> None:
    """Whatever the shape of the apostrophe."""
    assert grammar("en").bare(written) == bare


def test_a_capital_may_be_behind_a_prefix() -> None:
    """An Arabic article is written small before the name."""
    rules = grammar("en")
    tokens = ("al-Masri", "Masri", "al-masri", "re-Elect")
    assert [rules.capital(token) for token in tokens] == [True, True, False, False]
