"""The decorators that make a function a stage, a source, a sink or an engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypedDict, Unpack, get_args

import attrs

from textflow.misuse import (
    MisuseError,
    Shape,
    check_known,
    check_parentheses,
    check_texts,
    layers_in,
    names_by_option,
    names_in,
    own_name,
)
from textflow.wording import shown

Kind = Literal["annotate", "clean", "filter"]
Provides = Sequence[str] | Mapping[str, str | Mapping[str, Any]]
Role = Literal["source", "sink", "engine", "wrapper"]
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
#: Yields the records in what a sink has written.
Reader = Callable[[Path], Iterator[dict[str, Any]]]

#: Yields what an ``Input`` is cut into, pieces of about so many bytes; nothing to leave it whole.
Pieces = Callable[[Any, int], Iterable[Any]]

#: Where the decorators leave what they know on the decorated object.
MARK = "__textflow__"


@attrs.frozen
class StageDeclaration:
    """What ``@stage`` was told."""

    name: str
    kind: Kind
    requires: tuple[str, ...]
    uses: tuple[str, ...]
    #: Layer name to its schema, or the file of that; None for a standard layer.
    provides: Mapping[str, Shape]
    #: ``package:file`` or a file of the plugin's own package; None reads the signature.
    options: str | None
    batch: bool
    #: Modules that it imports only when it works.
    imports: tuple[str, ...] = ()
    #: Whether what it gives for a document is the same in every run.
    cache: bool = True
    #: Option that a first pass learns to the stage, of the same plugin, that says what is counted.
    learns: Mapping[str, str] = attrs.field(factory=dict[str, str])


class Declaration(NamedTuple):
    """What ``@source``, ``@sink`` or ``@engine`` was told."""

    name: str
    role: Role
    options: str | None
    #: The stage that a source's documents pass first; empty for none.
    through: str = ""
    #: A sink that is called with one record after the other and returns the bytes of each.
    lines: bool = False
    #: Such a sink whose bytes are those of ``textflow.record_line``.
    native: bool = False
    #: What a sink of all records takes behind ``records, path``: `before`, `run`.
    more: tuple[str, ...] = ()
    #: What gives the records of a sink's output back; None where nothing can.
    reads: Reader | None = None
    #: Modules that it imports only when it works.
    imports: tuple[str, ...] = ()
    #: Whether a source reads files; one that does not is called with its options alone.
    paths: bool = True
    #: What cuts an input of a source into pieces that are read by themselves.
    pieces: Pieces | None = None
    #: Whether an engine is given shards, not documents.
    shards: bool = False

    @property
    def before(self) -> bool:
        """Whether it is given the present file, to start from a copy of it."""
        return "before" in self.more


class StageKeywords(TypedDict, total=False):
    """What ``@stage`` may be told, each by its name."""

    requires: Sequence[str]
    provides: Provides
    uses: Sequence[str]
    kind: Kind
    options: str | None
    name: str | None
    batch: bool
    imports: Sequence[str]
    cache: bool
    learns: Mapping[str, str]


def stage(*misplaced: object, **stated: Unpack[StageKeywords]) -> Decorator:
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
    layers of one's own with the schema that each fits, or its file (a dict).
    ``options`` names a JSON Schema file; without one the signature is read.
    A ``batch`` stage is given a sequence of documents and returns as many
    results; the size of the batch never changes a result. An exception in the place
    of a result is the failure of that document alone.
    ``imports`` names modules that are imported only when the stage works, so that
    one that is missing is known before the run. With ``cache=False`` nothing that it gives
    is kept for other runs: say so where that is not a matter of document and options alone.
    ``learns`` maps an option to the name of a stage of the same plugin. Where a pipeline gives
    that option, a number, a first pass over all documents runs that stage in the place of this
    one, and counts in how many documents each ``key`` of its items comes. The option is the
    frozenset of those that come in so many.
    """
    check_parentheses("stage", misplaced, "provides=['...']")
    check_known("stage", stated, StageKeywords.__annotations__)
    options, name = stated.get("options"), stated.get("name")
    kind, batch = stated.get("kind", "annotate"), stated.get("batch", False)
    cache = stated.get("cache", True)
    check_texts(options=options, name=name)
    _check_kind(kind)
    _check_flag("batch", batch, usual=False)
    _check_flag("cache", cache, usual=True)
    declared = StageDeclaration(
        name="",
        kind=kind,
        requires=names_in("requires", stated.get("requires", ())),
        uses=names_in("uses", stated.get("uses", ())),
        provides=layers_in(stated.get("provides", ())),
        options=options,
        batch=batch,
        imports=names_in("imports", stated.get("imports", ())),
        cache=cache,
        learns=names_by_option(stated.get("learns", {})),
    )

    def mark(target: Callable[..., Any]) -> Callable[..., Any]:
        setattr(target, MARK, attrs.evolve(declared, name=name or own_name("stage", target)))
        return target

    return mark


def _check_flag(name: str, value: object, *, usual: bool) -> None:
    if type(value) is not bool:
        message = f"{name} is {shown(value)}; write {name}={not usual} or leave it out"
        raise MisuseError(message)


def _check_kind(kind: object) -> None:
    if kind not in get_args(Kind):
        message = f"kind is {shown(kind)}, wanted one of {', '.join(get_args(Kind))}"
        raise MisuseError(message)


def _component(
    role: Role,
    name: str | None,
    facts: Callable[[str, Callable[..., Any]], Declaration],
) -> Decorator:
    def mark(target: Callable[..., Any]) -> Callable[..., Any]:
        setattr(target, MARK, facts(name or own_name(role, target), target))
        return target

    return mark


class SourceKeywords(TypedDict, total=False):
    """What ``@source`` may be told, each by its name."""

    options: str | None
    name: str | None
    through: str
    imports: Sequence[str]
    paths: bool
    pieces: Pieces | None


def source(*misplaced: object, **stated: Unpack[SourceKeywords]) -> Decorator:
    """
    Make a function, or a class with ``__call__``, a source.

    It is called with one ``Input`` (an opened file or standard input, size caps
    in force) and its options, and yields ``RawDocument`` and ``Unreadable``; a class is
    called once with the options, its instance then with each ``Input``.
    A source that carries the name of a file suffix reads plain paths that end so.
    With ``paths=False`` it reads no files, but a database, a feed or a service: it is called
    once, with its options alone, and the pipeline gives it no path.
    ``through`` names a stage that its documents pass before all others, with its
    defaults, where the pipeline does not name that stage itself. ``imports`` is as for
    a stage.
    ``pieces`` names a function ``(entry, size)`` that cuts a large input, for engines that
    read on several machines: it yields what the source is given as ``entry.piece`` then,
    plain values for about ``size`` bytes each. The pieces one after the other give the
    documents of the whole, with the same ids.
    """
    check_parentheses("source", misplaced, "")
    check_known("source", stated, SourceKeywords.__annotations__)
    options, name = stated.get("options"), stated.get("name")
    through, paths = stated.get("through", ""), stated.get("paths", True)
    check_texts(options=options, name=name, through=through or None)
    if type(paths) is not bool:
        message = f"paths is {shown(paths)}; write paths=False or leave it out"
        raise MisuseError(message)
    known = Declaration(
        "",
        "source",
        options,
        through,
        imports=names_in("imports", stated.get("imports", ())),
        paths=paths,
        pieces=stated.get("pieces"),
    )
    return _component("source", name, lambda own, _: known._replace(name=own))


class SinkKeywords(TypedDict, total=False):
    """What ``@sink`` may be told, each by its name."""

    options: str | None
    name: str | None
    lines: bool
    native: bool
    reads: Reader | None
    imports: Sequence[str]


def sink(*misplaced: object, **stated: Unpack[SinkKeywords]) -> Decorator:
    """
    Make a function a sink.

    It is called as ``(records, path, **options)``, when all documents are done, and
    writes one whole new file, or folder, at ``path``, from an iterator of the records
    in order, which it may go through once. Nothing is at ``path``; it is beside
    the final place, where the engine brings it when all sinks are made. One that adds
    to what is there takes a third argument, ``before``: the path of the present file,
    which it must copy and not change, or None. One that takes ``run`` behind these is
    given a ``RunFacts``: the manifest, the schemas of the layers, dead letters, and the
    documents that were filtered. ``reads`` names a function ``(path)`` that yields the
    records of what the sink has written, for every command that reads records.

    With ``lines`` it is called as ``(record, **options)`` and returns the bytes of one
    record, for formats that are nothing but one record after the other; these can
    stream to standard output, too. ``native`` promises that those bytes are
    ``textflow.record_line(record)``, the form in which the engine keeps records, so that
    it need not ask. ``imports`` is as for a stage.
    """
    check_parentheses("sink", misplaced, "")
    check_known("sink", stated, SinkKeywords.__annotations__)
    options, name = stated.get("options"), stated.get("name")
    lines, native = stated.get("lines", False), stated.get("native", False)
    check_texts(options=options, name=name)
    if native and not lines:
        message = "native is for sinks of lines; write lines=True, native=True"
        raise MisuseError(message)
    modules = names_in("imports", stated.get("imports", ()))
    reads = stated.get("reads")

    def facts(own: str, target: Callable[..., Any]) -> Declaration:
        more = () if lines else _taken_too(target)
        known = Declaration(own, "sink", options, lines=lines, native=native, imports=modules)
        return known._replace(more=more, reads=reads)

    return _component("sink", name, facts)


def _taken_too(target: Callable[..., Any]) -> tuple[str, ...]:
    """Return what ``target`` takes behind records and path, of what there is to take."""
    code = getattr(target, "__code__", None)
    names = code.co_varnames[2 : code.co_argcount] if code else ()
    return tuple(takewhile(("before", "run").__contains__, names))


def engine(
    *misplaced: object,
    options: str | None = None,
    name: str | None = None,
    imports: Sequence[str] = (),
    shards: bool = False,
) -> Decorator:
    """
    Make a function, or a class with ``__call__``, an engine.

    It is called with a ``Work`` and its options and yields one outcome for each
    document, in the order in which the documents came; a class is called once with the
    options, its instance then with the ``Work``. ``imports`` is as for a stage.

    With ``shards`` it is called with a ``ShardWork`` and yields one ``ShardDone`` for each
    shard, in order: for engines whose processes are on several machines and read the input
    themselves.
    """
    check_parentheses("engine", misplaced, "")
    check_texts(options=options, name=name)
    if type(shards) is not bool:
        message = f"shards is {shown(shards)}; write shards=True or leave it out"
        raise MisuseError(message)
    known = Declaration("", "engine", options, imports=names_in("imports", imports), shards=shards)
    return _component("engine", name, lambda own, _: known._replace(name=own))


def wrapper(
    *misplaced: object,
    options: str | None = None,
    name: str | None = None,
    imports: Sequence[str] = (),
) -> Decorator:
    """
    Make a generator function, or a class with such a ``__call__``, a wrapper of stages.

    A pipeline names it under ``plugins``, with its options. It is called as
    ``(stage, documents, **options)`` around the work of each stage on each batch and yields
    once, as the hook ``textflow_run_stage`` does; a class is called once with the options,
    in each process, its instance then as ``(stage, documents)``. ``imports`` is as for a
    stage.
    """
    check_parentheses("wrapper", misplaced, "")
    check_texts(options=options, name=name)
    modules = names_in("imports", imports)
    return _component(
        "wrapper", name, lambda own, _: Declaration(own, "wrapper", options, imports=modules)
    )
