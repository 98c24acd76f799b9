"""What people often write, and what they should write instead."""

import os
import pathlib
import re
from typing import Any

from textflow.remote.addresses import is_address, unusable
from textflow.wording import shown

_HOME = re.compile(r"~[\w.-]*(?=/|$)")
_VARIABLE = re.compile(r"\$(\w+|\{\w+\})")
_TYPOGRAPHIC = re.compile(
    "^[\u00ab\u00bb\u2018-\u201f\u2039\u203a]|[\u00ab\u00bb\u2018-\u201f\u2039\u203a]$"
)


def unreachable(written: str) -> str:
    """Return what is wrong with the address of a store, else nothing."""
    return unusable(written) if is_address(written) else ""


def unexpanded(written: str, base: pathlib.Path) -> str:
    """Return what to write for a path that only a shell would expand, else nothing."""
    if is_address(written) or os.path.lexists(base / written):
        return ""
    home = _HOME.match(written)
    if home:
        instead = written.replace(home.group(), "${env:HOME}", 1)
        return _expanded(written, "~", "HOME", instead)
    variable = _VARIABLE.search(written)
    if variable:
        name = variable.group().strip("${}")
        instead = written.replace(variable.group(), f"${{env:{name}}}", 1)
        return _expanded(written, variable.group(), name, instead)
    return ""


def _expanded(written: str, what: str, name: str, instead: str) -> str:
    return (
        f"{shown(written)}: {what} is not expanded here; write {shown(instead)}, and list {name} "
        f"under `env:`, as in `env: [{name}]`"
    )


def quoted_by_a_word_processor(value: Any) -> str:
    """Return what to do about quotation marks that YAML does not know, else nothing."""
    if not isinstance(value, str) or not _TYPOGRAPHIC.search(value):
        return ""
    return (
        f"{shown(value)} has typographic quotation marks, which belong to the text for YAML: "
        "write straight ones (\" or ')"
    )
