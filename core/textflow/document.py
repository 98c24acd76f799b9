"""What a stage is given: a document that nobody can change."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import attrs

Item = Mapping[str, Any]
T = TypeVar("T")
_NESTED = frozenset((dict, list))


class FrozenList(tuple[Any, ...]):
    """A JSON array as stages see it; told from a tuple, which no stage may return."""

    __slots__ = ()


def freeze(value: Any) -> Any:
    """Return a read-only view of plain JSON: dicts become mapping proxies, lists tuples."""
    kind = type(value)
    if kind is dict:
        if not _NESTED.isdisjoint(map(type, value.values())):
            value = {
                key: freeze(inner) if type(inner) in _NESTED else inner
                for key, inner in value.items()
            }
        return MappingProxyType(value)
    if kind is list:
        return FrozenList(map(freeze, value))
    return value


def thaw(value: Any) -> Any:
    """Return a copy of what ``freeze`` gave, as plain JSON again."""
    kind = type(value)
    if kind in (MappingProxyType, dict):
        return {key: thaw(inner) for key, inner in value.items()}
    return [thaw(inner) for inner in value] if kind in (FrozenList, list) else value


class Layers(Mapping[str, tuple[Item, ...]]):
    """
    The layers of one document, read-only, frozen when first looked at.

    The engine keeps the dict behind it and adds each stage's layers to it;
    a stage sees the layers that are there when it is called.
    """

    __slots__ = ("_frozen", "_layers")

    def __init__(self, layers: dict[str, list[dict[str, Any]]]) -> None:
        self._layers = layers
        self._frozen: dict[str, tuple[Item, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Item, ...]:
        if name not in self._frozen:
            self._frozen[name] = freeze(self._layers[name])
        return self._frozen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)


def _layers(value: Mapping[str, Any]) -> Layers:
    return value if isinstance(value, Layers) else Layers(dict(value))


def _meta(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return value if isinstance(value, MappingProxyType) else freeze(dict(value))


@attrs.frozen
class Document:
    """
    One text and what the stages before have found in it.

    >>> doc = Document("Toner said no.", layers={"sentences": [{"start": 0, "end": 14}]})
    >>> doc["sentences"][0]["end"]
    14
    """

    #: The clean text; every ``start`` and ``end`` counts its code points.
    text: str
    #: Unique within a run.
    id: str = ""
    #: What else the source knows: ``language``, ``title``, ``date``, ...
    meta: Mapping[str, Any] = attrs.field(factory=dict, converter=_meta)
    #: Layer name to its items.
    layers: Mapping[str, tuple[Item, ...]] = attrs.field(factory=dict, converter=_layers)
    _shared: dict[Callable[[str], Any], Any] = attrs.field(
        factory=dict[Callable[[str], Any], Any], init=False, repr=False, eq=False
    )

    def __getitem__(self, layer: str) -> tuple[Item, ...]:
        """Return the items of ``layer``."""
        return self.layers[layer]

    def shared(self, find: Callable[[str], T]) -> T:
        """
        Return what ``find`` makes of the text; it is called once, however many stages ask.

        What it returns is kept as long as the document: let it be small, and never
        changed. ``find`` is a function of a module: each lambda would be another one.

        >>> Document("Toner said no.").shared(len)
        14
        """
        if find not in self._shared:
            self._shared[find] = find(self.text)
        found: T = self._shared[find]
        return found

    def language(self, default: str) -> str:
        """Return the primary language subtag: ``meta.language`` if stated, else ``default``."""
        stated = self.meta.get("language")
        tag = stated if isinstance(stated, str) and stated else default
        return tag.replace("_", "-").partition("-")[0].lower()


@attrs.frozen
class Layer:
    """
    A layer that the pipeline file declares, as a stage with an option of this type gets it.

    The option names the layer; what the stage then returns for it must fit ``schema``.
    """

    name: str
    #: The JSON Schema of the list of all items; the stage's own copy.
    schema: dict[str, Any]


@attrs.frozen
class Rejected:
    """
    An item that a stage has found, but does not answer for, as what a model made up.

    Under ``invalid: reject`` it is listed in the record's ``rejected`` with the reason;
    otherwise the document fails.
    """

    item: Any
    reason: str


class Edit(NamedTuple):
    """
    Replace ``text[start:end]`` by ``new``.

    An edit with a ``rule`` drops real text on purpose: the engine lists it in the
    ``dropped`` layer under that name. One without is mere normalisation.
    """

    start: int
    end: int
    new: str = ""
    rule: str | None = None


class Cleaning(NamedTuple):
    """What a clean-kind stage may return where edits alone do not say it all."""

    #: In text order, not overlapping.
    edits: list[Edit]
    #: Added to the document's ``meta``; keys that the source gave win.
    meta: dict[str, Any]
