"""Markdown: pages to read, with who said what, the sums, and what was left out."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import textflow

#: What Markdown or HTML would take for something else than itself.
_MARKS = re.compile(r"[\\`*_\[\]<|~&]|^(?:[#+\-=>]|[0-9]{1,9}(?=[.)]))")
#: Characters that one does not see, or that turn others round; white space is folded before.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@textflow.sink(options="textflow_schemas:options/sink-markdown.json")
def markdown(records: Iterator[dict[str, Any]], path: Path) -> None:
    """
    Write one page for all records, or a folder with a page for each.

    It is one page where ``path`` ends in .md, and a folder with an index otherwise.
    """
    if path.suffix.lower() == ".md":
        with path.open("w", encoding="utf-8", newline="\n") as page:
            for record in records:
                page.writelines(f"{line}\n" for line in _page(record))
        return
    path.mkdir()
    with (path / "index.md").open("w", encoding="utf-8", newline="\n") as index:
        index.write("# Documents\n\n")
        for number, record in enumerate(records, 1):
            name = f"{number:06d}-{_NAME.sub('_', record['id'])[-60:]}.md"
            index.write(f"- [{_plain(_title(record))}]({name})\n")
            with (path / name).open("w", encoding="utf-8", newline="\n") as page:
                page.writelines(f"{line}\n" for line in _page(record))


def _page(record: Mapping[str, Any]) -> Iterator[str]:
    layers = record["annotations"]
    yield from (f"# {_plain(_title(record))}", "", _plain(record["source"]["uri"]), "")
    yield from _section("In short", [_plain(one["text"]) for one in layers.get("summary", ())])
    yield from _section("Who said what", list(_said(layers)))
    yield from _section("Amounts", list(map(_amount, layers.get("amounts", ()))))
    others = (name for name in layers if name not in _TOLD)
    for name in others:
        items = [_plain(_item(one)) for one in layers[name]]
        yield from _section(_plain(name), items)
    dropped = [
        f"{_plain(one['text'])} ({_plain(one['rule'])})" for one in layers.get("dropped", ())
    ]
    yield from _section("Left out", dropped)


#: Layers that have a section of their own, or none because the text itself shows them.
_TOLD = ("summary", "quotes", "speakers", "amounts", "dropped", "paragraphs", "sentences")


def _section(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield from (f"## {title}", "", *(f"- {row}" for row in rows), "")


def _title(record: Mapping[str, Any]) -> str:
    title = record["meta"].get("title")
    return title if isinstance(title, str) and title.strip() else str(record["id"])


def _said(layers: Mapping[str, Any]) -> Iterator[str]:
    speakers = {one["id"]: one for one in layers.get("speakers", ())}
    for quote in layers.get("quotes", ()):
        speaker = speakers.get(quote["speaker"])
        name = f"**{_plain(speaker['name'])}**" if speaker else "*nobody is named*"
        role = f", {_plain(speaker['role'])}" if speaker and speaker["role"] else ""
        yield f"{name}{role}: {_plain(quote['text'])}"


def _amount(amount: Mapping[str, Any]) -> str:
    low_high = [amount[name] for name in ("low", "high") if amount[name] is not None]
    value = amount["value"] if amount["value"] is not None else " to ".join(low_high)
    unit = amount["currency"] or amount["unit"] or amount["kind"]
    return f"{_plain(amount['text'])}: {_plain(f'{value} {unit}'.strip())}"


def _item(item: Mapping[str, Any]) -> str:
    text = item.get("text")
    return text if isinstance(text, str) else json.dumps(dict(item), ensure_ascii=False)


def _plain(text: str) -> str:
    r"""
    Return ``text`` on one line, as Markdown shows it to the letter.

    >>> print(_plain("<b>*5*</b>\u202e"))
    \<b>\*5\*\</b>\\u202e
    """
    folded = " ".join(text.split())
    return _UNSEEN.sub(lambda found: f"\\\\u{ord(found[0]):04x}", _MARKS.sub(_escaped, folded))


def _escaped(found: re.Match[str]) -> str:
    """Return a mark, or the number that begins an item, as text."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


@textflow.hookimpl
def textflow_sinks() -> list[Callable[..., Any]]:
    """Give the sink."""
    return [markdown]
