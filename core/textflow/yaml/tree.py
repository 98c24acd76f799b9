"""
Values and places out of the events of PyYAML's parser.

They are built here, with an explicit stack, so that no file can nest too deep,
refer to itself, grow or run code. No constructor and no resolver of PyYAML is
called. Refused are duplicate keys, anchors, aliases, merge keys, tags, keys that
are not text, and several documents.
"""

from collections.abc import Iterator
from typing import Any

import attrs
import yaml

from textflow.problems import Path, Place, Problem
from textflow.wording import cut
from textflow.yaml.problems import YamlError, place_of
from textflow.yaml.scalars import ScalarError, read_scalar
from textflow.yaml.syntax import ANCHOR, DIRECTIVE, STAR, TAG, Around, syntax_problem

MAX_DEPTH = 50
#: Keys, values, lists and mappings together.
MAX_NODES = 10_000
MAX_PROBLEMS = 100

_Node = yaml.ScalarEvent | yaml.AliasEvent | yaml.CollectionStartEvent


@attrs.define(eq=False, repr=False)
class _Open:
    """A list or mapping whose end has not been read yet."""

    content: dict[str, Any] | list[Any]
    path: Path
    place: Place
    #: Written with brackets or braces.
    in_brackets: bool
    #: The key whose value comes next.
    key: str | None = None

    def awaits_key(self) -> bool:
        return isinstance(self.content, dict) and self.key is None

    def next_path(self) -> Path:
        return (*self.path, len(self.content) if self.key is None else self.key)

    def add(self, value: Any) -> None:
        if isinstance(self.content, list):
            self.content.append(value)
        elif self.key is not None:
            self.content[self.key] = value
            self.key = None


@attrs.define(eq=False, repr=False)
class EventBuilder:
    """The value as far as it has been read, and the problems met on the way."""

    root: Any = None
    #: The top level is a list or mapping written with indentation, not with brackets.
    is_block: bool = False
    values: dict[Path, Place] = attrs.Factory(dict[Path, Place])
    keys: dict[Path, Place] = attrs.Factory(dict[Path, Place])
    problems: list[Problem] = attrs.Factory(list[Problem])
    open: list[_Open] = attrs.Factory(list[_Open])
    last: tuple[Place, Path] = (Place(1, 1), ())
    #: No problem ended the reading before the end of the file.
    is_whole: bool = False
    nodes: int = 0
    documents: int = 0

    def feed(self, event: yaml.Event) -> None:
        """Add one event of the parser; raise if nothing after it can be read."""
        if isinstance(event, _Node):
            self._take_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._start_document(event)

    def around(self) -> Around:
        """Return the innermost open list or mapping."""
        if not self.open:
            return Around(*self.last)
        inner = self.open[-1]
        kind = "list" if isinstance(inner.content, list) else "mapping"
        return Around(inner.place, inner.path, kind, inner.in_brackets)

    def refuse(self, place: Place, path: Path, message: str) -> None:
        """Note a problem and go on, unless there are too many of them."""
        self.problems.append(Problem(place, path, message))
        if len(self.problems) >= MAX_PROBLEMS:
            _stop(place, path, f"{MAX_PROBLEMS} problems so far, reading stops here: fix these")

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        place = place_of(event.start_mark)
        if self.documents > 1:
            _stop(place, (), "a second document (---) begins here: keep one document a file")
        if event.tags or event.version not in (None, (1, 2)):
            self.refuse(place, (), DIRECTIVE)

    def _take_node(self, event: _Node) -> None:
        place, path = place_of(event.start_mark), self.open[-1].path if self.open else ()
        self.last = (place, path)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            _stop(place, path, f"more than {MAX_NODES:,} keys and values: split the file")
        if self.open and self.open[-1].awaits_key():
            self._take_key(event, place, self.open[-1])
        else:
            self._take_value(event, place)

    def _take_key(self, event: _Node, place: Place, parent: _Open) -> None:
        key = event.value if isinstance(event, yaml.ScalarEvent) else "?"
        path = (*parent.path, key)
        self._check_properties(event, place, path)
        self._check_key(event, place, path)
        if key in parent.content and isinstance(event, yaml.ScalarEvent):
            first = self.keys[path].line
            message = f'"{cut(key, 60)}" is given twice (first in line {first}): keep one'
            self.refuse(place, path, message)
        self.keys.setdefault(path, place)
        parent.key = key
        self._descend(event, place, path)

    def _check_key(self, event: _Node, place: Place, path: Path) -> None:
        message = _key_problem(event)
        if message:
            self.refuse(place, path, message)

    def _take_value(self, event: _Node, place: Place) -> None:
        path = self.open[-1].next_path() if self.open else ()
        self._check_properties(event, place, path)
        self.values.setdefault(path, place)
        value = self._scalar(event, place, path) if isinstance(event, yaml.ScalarEvent) else None
        content = self._descend(event, place, path)
        if not path and isinstance(event, yaml.CollectionStartEvent):
            self.is_block = not event.flow_style
        self._add_value(value if content is None else content, closed=content is None)

    def _add_value(self, value: Any, *, closed: bool) -> None:
        parents = self.open if closed else self.open[:-1]
        if parents:
            parents[-1].add(value)
        else:
            self.root = value

    def _descend(self, event: _Node, place: Place, path: Path) -> dict[str, Any] | list[Any] | None:
        if not isinstance(event, yaml.CollectionStartEvent):
            return None
        if len(self.open) >= MAX_DEPTH:
            _stop(place, path, f"nested deeper than {MAX_DEPTH} levels: make it flatter")
        content: dict[str, Any] | list[Any] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self.open.append(_Open(content, path, place, bool(event.flow_style)))
        return content

    def _scalar(self, event: yaml.ScalarEvent, place: Place, path: Path) -> Any:
        try:
            return _scalar_value(event)
        except ScalarError as error:
            self.refuse(place, path, str(error))
            return None

    def _check_properties(self, event: _Node, place: Place, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.refuse(place, path, STAR)
        elif event.anchor is not None:
            self.refuse(place, path, ANCHOR)
        if getattr(event, "tag", None) is not None:
            self.refuse(place, path, TAG)


def _stop(place: Place, path: Path, message: str) -> None:
    raise YamlError((Problem(place, path, message),))


def _scalar_value(event: yaml.ScalarEvent) -> Any:
    if not event.style:
        return read_scalar(event.value)
    if any("\ud800" <= character <= "\udfff" for character in event.value):
        message = "half a character (a surrogate) is escaped here: write the character itself"
        raise ScalarError(message)
    return event.value


def _key_problem(event: _Node) -> str | None:
    if isinstance(event, yaml.CollectionStartEvent):
        kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
        return f"a key cannot be a {kind}: put text with brackets or braces in quotes"
    if isinstance(event, yaml.AliasEvent):
        return None
    if event.value == "<<" and not event.style:
        return "merge keys (<<) are not allowed here: write the keys out"
    return _scalar_key_problem(event)


def _scalar_key_problem(event: yaml.ScalarEvent) -> str | None:
    try:
        value = _scalar_value(event)
    except ScalarError as error:
        return str(error)
    if isinstance(value, str):
        return None
    text = cut(event.value, 60)
    return f'the key {text} is not text: put it in quotes, "{text}"' if text else _NO_KEY


_NO_KEY = "a key is missing before the colon: write one"


def _events(text: str, tree: EventBuilder) -> Iterator[yaml.Event]:
    """
    Yield what PyYAML finds; whatever it raises becomes a problem with a place.

    Its parser in Python is used even where there is one in C: that one reads some
    texts otherwise, differs from version to version and dies of deep nesting.
    """
    loader = yaml.SafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]  # the stub leaves it open
    except Exception as error:
        problem = syntax_problem(error, loader.get_mark(), text, tree.around())
        raise YamlError((problem,)) from error


def parse(text: str) -> EventBuilder:
    """Read ``text`` as far as it goes; what is wrong with it is in ``problems``."""
    tree = EventBuilder()
    try:
        for event in _events(text, tree):
            tree.feed(event)
        tree.is_whole = True
    except YamlError as stop:
        tree.problems.extend(stop.problems)
    return tree
