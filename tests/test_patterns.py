"""No pattern uses what some Python that we support matches wrongly."""

import json
import re
import subprocess
import sys

import pytest
from checkout import ROOT

#: One unit of a pattern: an escape, a set, an atomic group, a possessive quantifier, a character.
_UNIT = re.compile(
    r"""
    \\.
  | \[ \^? \]? (?: \\. | [^\]\\] )* \]
  | (?P<unsafe> \( \? > | (?: [*+?] | \{ \d* ,? \d* \} ) \+ )
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


def unsafe(pattern: str) -> list[str]:
    """Return the possessive quantifiers and atomic groups of ``pattern``."""
    return [unit["unsafe"] for unit in _UNIT.finditer(pattern) if unit["unsafe"]]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a++", ["++"]),
        ("[+]?+b", ["?+"]),
        ("(?:a|b){1,2}+", ["{1,2}+"]),
        (r"(?>a)\++", ["(?>"]),
        (r"\*+ [*+] \\*", []),
        (r"[]*+]+ [^]++] (?=(?P<a>b*))(?P=a)+", []),
    ],
)
def test_what_is_unsafe_is_found(pattern: str, found: list[str]) -> None:
    """Behind an escape or in a set, the same characters mean themselves."""
    assert unsafe(pattern) == found


def test_no_pattern_is_possessive_or_atomic() -> None:
    """CPython before 3.11.5 matches both wrongly, and Debian 12 has such a one."""
    script = ROOT / "tests" / "used_patterns.py"
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, str(script)], capture_output=True, check=True
    )
    patterns = json.loads(done.stdout)
    assert len(patterns) > 100
    assert {pattern: unsafe(pattern) for pattern in patterns if unsafe(pattern)} == {}
