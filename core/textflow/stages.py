"""The decorators that make a function a stage, a source, a sink or an engine."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

import attrs

Kind = Literal["annotate", "clean", "filter"]
Provides = Sequence[str] | Mapping[str, str]

#: Where the decorators leave what they know on the decorated object.
MARK = "__textflow__"


@attrs.frozen
class StageFacts:
    """What ``@stage`` was told."""

    name: str
    kind: Kind
    requires: tuple[str, ...]
    uses: tuple[str, ...]
    #: Layer name to the schema file that its plugin ships; None for a standard layer.
    provides: Mapping[str, str | None]
    #: ``package:file`` or a file of the plugin's own package; None reads the signature.
    options: str | None
    batch: bool


@attrs.frozen
class PartFacts:
    """What ``@source``, ``@sink`` or ``@engine`` was told."""

    name: str
    role: Literal["source", "sink", "engine"]
    options: str | None
    #: The stage that a source's documents pass first; empty for none.
    through: str = ""


def _provided(provides: Provides) -> dict[str, str | None]:
    if isinstance(provides, Mapping):
        return dict(provides)
    return dict.fromkeys(provides)


def _check_lists(**given: object) -> None:
    """Raise where a layer is no list: a string would be taken for a list of letters."""
    for key, layers in given.items():
        if isinstance(layers, str):
            message = f"{key} is the text {layers!r}; write a list, {key}=[{layers!r}]"
            raise TypeError(message)


def stage(  # noqa: PLR0913 - each is one fact of the contract, all keyword-only
    *,
    requires: Sequence[str] = (),
    provides: Provides = (),
    uses: Sequence[str] = (),
    kind: Kind = "annotate",
    options: str | None = None,
    name: str | None = None,
    batch: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """
    Make a function, or a class with ``__call__``, a stage.

    A stage is called with a ``Document`` and its options as keyword arguments;
    a class is called once with the options, its instance then with each document.

    ``kind`` says what is returned: ``annotate``, the items of the one layer
    provided, or a dict of layer name to items where there are several;
    ``clean``, edits of the text (``Edit``) or a ``Cleaning``; ``filter``, True
    to keep the document.
    ``requires`` names layers that a stage before must give, ``uses`` layers that
    are read when they are there, ``provides`` standard layers (a sequence) or
    layers of one's own with the schema file that each fits (a dict).
    ``options`` names a JSON Schema file; without one the signature is read.
    A ``batch`` stage is given a sequence of documents and returns as many
    results; the size of the batch never changes a result.
    """
    _check_lists(requires=requires, uses=uses, provides=provides)
    if kind not in get_args(Kind):
        message = f"kind is {kind!r}, wanted one of {', '.join(get_args(Kind))}"
        raise ValueError(message)

    def mark(target: Callable[..., Any]) -> Callable[..., Any]:
        facts = StageFacts(
            name=name or target.__name__,
            kind=kind,
            requires=tuple(requires),
            uses=tuple(uses),
            provides=_provided(provides),
            options=options,
            batch=batch,
        )
        setattr(target, MARK, facts)
        return target

    return mark


def _part(
    role: Literal["source", "sink", "engine"],
    options: str | None,
    name: str | None,
    through: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def mark(target: Callable[..., Any]) -> Callable[..., Any]:
        setattr(target, MARK, PartFacts(name or target.__name__, role, options, through))
        return target

    return mark


def source(
    *, options: str | None = None, name: str | None = None, through: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """
    Make a function a source.

    It is called with one ``Input`` (an opened file or standard input, size caps
    in force) and its options, and yields ``RawDocument`` and ``Unreadable``.
    A source that carries the name of a file suffix reads plain paths that end so.
    ``through`` names a stage that its documents pass before all others, with its
    defaults, where the pipeline does not name that stage itself.
    """
    return _part("source", options, name, through)


def sink(
    *, options: str | None = None, name: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """
    Make a function a sink.

    It is called with one record (a dict of plain JSON) and its options and returns
    the bytes to append; the engine owns the file, its ``.part`` and the rename.
    """
    return _part("sink", options, name)


def engine(
    *, options: str | None = None, name: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """
    Make a function an engine.

    It is called with a ``Work`` and its options and yields one outcome for each
    document, in the order in which the documents came.
    """
    return _part("engine", options, name)
