"""
Languages: what the built-in stages know about words, one folder a language.

`language("en").words.determiner` is a set of words, read from `en/words.tsv`. The
folders are the list of languages: who adds `da/` adds Danish. `und/` is for what
belongs to no language.
"""

from textflow_plugins.languages.anywhere import any_of, anywhere, every_language
from textflow_plugins.languages.ascii_words import ascii_words, letter_table
from textflow_plugins.languages.cells import Beside
from textflow_plugins.languages.entries import TableError, read_classes, read_records
from textflow_plugins.languages.furniture import How
from textflow_plugins.languages.grammar import Grammar, VerbForm, grammar
from textflow_plugins.languages.language import Language, language, tags
from textflow_plugins.languages.late import late
from textflow_plugins.languages.money import Care
from textflow_plugins.languages.numbers import NumberWords, Role, Rule
from textflow_plugins.languages.recognition import (
    function_words,
    language_of,
    language_spoken,
    recognised,
)
from textflow_plugins.languages.remembered import Remembered
from textflow_plugins.languages.reporting import Form, Use
from textflow_plugins.languages.scripts import may_be_far

__all__ = [
    "Beside",
    "Care",
    "Form",
    "Grammar",
    "How",
    "Language",
    "NumberWords",
    "Remembered",
    "Role",
    "Rule",
    "TableError",
    "Use",
    "VerbForm",
    "any_of",
    "anywhere",
    "ascii_words",
    "every_language",
    "function_words",
    "grammar",
    "language",
    "language_of",
    "language_spoken",
    "late",
    "letter_table",
    "may_be_far",
    "read_classes",
    "read_records",
    "recognised",
    "tags",
]
