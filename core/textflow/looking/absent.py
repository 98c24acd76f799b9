"""What is said of a document that is asked for and is not among the records."""

import difflib
from collections.abc import Sequence

from textflow.looking.deaths import error_of
from textflow.records import Beside
from textflow.wording import cut, shown

#: Ids that are offered, and characters of an id that are compared.
_NEAREST, _COMPARED = 3, 200


def absence(path: str, name: str, ids: Sequence[str], left: Beside) -> str:
    """Return why ``path``, with the records ``ids``, has none called ``name``."""
    return _other_end(path, name, left) or _nearest(path, name, ids)


def _other_end(path: str, name: str, left: Beside) -> str:
    """Return how the document has ended instead; nothing where the run did not know it."""
    for letter in left.dead:
        if letter.get("id") == name:
            error = error_of(letter)
            why = cut(f"{error.get('type', '')}: {error.get('message', '')}")
            return f"this document has failed, and is in {path}.dead.jsonl: {why}"
    for row in left.filtered:
        if row.get("id") == name:
            return f"the stage {shown(row.get('stage'))} has filtered this document"
    return ""


def _nearest(path: str, name: str, ids: Sequence[str]) -> str:
    if not ids:
        return f"{path} has no record at all"
    known = {one[:_COMPARED]: one for one in ids}
    near = difflib.get_close_matches(name[:_COMPARED], known, _NEAREST)
    offered = [known[one] for one in near] or ids[:_NEAREST]
    said = "the nearest are" if near else "there are"
    return f"{path} has no record with this id; {said} {', '.join(map(shown, offered))}"
