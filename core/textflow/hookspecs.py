"""
Every hook there is.

Order within a run: registration when the pipeline is compiled, then
``textflow_run_started``, for each batch ``textflow_run_stage`` once a stage,
``textflow_document_failed`` once a failed document and ``textflow_batch_done``,
at the end ``textflow_manifest`` and ``textflow_run_finished``. The order of work is only
the order in the pipeline file; no hook can change it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textflow.markers import hookspec

if TYPE_CHECKING:
    from textflow.document import Document


@hookspec
def textflow_stages() -> list[Callable[..., Any]]:  # type: ignore[empty-body]
    """
    Return the stages of this plugin, each made with ``@textflow.stage``.

    Called once, when a pipeline that names the plugin is compiled, for this plugin
    alone. A stage of the plugin's own name is called by that name, any other
    ``plugin.stage``.
    """


@hookspec
def textflow_sources() -> list[Callable[..., Any]]:  # type: ignore[empty-body]
    """
    Return the sources of this plugin, each made with ``@textflow.source``.

    Called as ``textflow_stages`` is, with the same names. A source that carries the
    name of a file suffix reads plain paths with that suffix.
    """


@hookspec
def textflow_sinks() -> list[Callable[..., Any]]:  # type: ignore[empty-body]
    """
    Return the sinks of this plugin, each made with ``@textflow.sink``.

    Called as ``textflow_stages`` is, with the same names. A sink that carries the
    name of a file suffix writes plain paths with that suffix.
    """


@hookspec
def textflow_engines() -> list[Callable[..., Any]]:  # type: ignore[empty-body]
    """
    Return the engines of this plugin, each made with ``@textflow.engine``.

    Called as ``textflow_stages`` is, with the same names.
    """


@hookspec
def textflow_wrappers() -> list[Callable[..., Any]]:  # type: ignore[empty-body]
    """
    Return the wrappers of this plugin, each made with ``@textflow.wrapper``.

    Called as ``textflow_stages`` is, with the same names. A pipeline names them under
    ``plugins``, with their options; the first is the outermost.
    """


@hookspec
def textflow_run_started(run: str, pipeline: Mapping[str, Any]) -> None:
    """
    Observe that a run begins.

    Called once, before the first document. ``run`` is its name, ``pipeline`` the
    canonical pipeline, read-only. What is returned is ignored; an observer that fails
    is reported once, and the run goes on, to end with exit code 6.
    """


@hookspec(firstresult=True)
def textflow_run_stage(stage: str, documents: Sequence["Document"]) -> Sequence[Any] | None:
    """
    Wrap the work of one stage on one batch: for tracing, caching, rate limits.

    Called once a stage and batch. Implement it with ``wrapper=True`` and yield once: the
    engine does the work and sends back one result a document, in order, a failed one as
    an exception. A wrapper that returns other results answers for them: they are
    validated like a stage's own. One that fails ends the run, with exit code 6.
    """


@hookspec
def textflow_document_failed(run: str, document: str, error: Exception) -> None:
    """
    Observe that a document goes to the dead letters.

    Called once for each such document, in order. What is returned is ignored.
    """


@hookspec
def textflow_batch_done(
    run: str, counts: Mapping[str, int], stages: Mapping[str, Mapping[str, float]]
) -> None:
    """
    Observe that a batch has been written.

    ``counts`` is what is done so far: ``in``, ``out``, ``filtered`` and ``dead``
    documents. ``stages`` is what each stage has taken so far, in all processes:
    ``seconds``, ``documents`` and ``failed``. What is returned is ignored.
    """


@hookspec
def textflow_manifest(run: str, pipeline: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """
    Return what the plugin adds to the manifest, or None for nothing.

    Called once, when the last document is done and before anything is renamed, with what
    ``textflow_run_started`` was given. It is a dict of plain JSON, and comes to
    ``from_plugins``, under the name of the plugin: what a service has cost, say. One that
    fails is reported as an observer that fails.
    """


@hookspec
def textflow_run_finished(run: str, manifest: Mapping[str, Any]) -> None:
    """
    Observe that a run has ended in good order, whole or stopped by a limit.

    Called once; ``manifest`` is what ``<sink>.run.json`` contains, read-only. What is
    returned is ignored.
    """
