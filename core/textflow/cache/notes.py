"""What of a pipeline is not kept in its cache, in words for its author."""

from collections.abc import Iterator

from textflow.pipeline.model import Pipeline
from textflow.plugins.registry import Registry
from textflow.wording import listed, shown


def cache_notes(pipeline: Pipeline, registry: Registry) -> Iterator[str]:
    """Yield a sentence where results are not kept though the pipeline names a cache."""
    if pipeline.cache is None:
        return
    wrappers = _wrappers(pipeline, registry)
    if wrappers:
        who = f"what {listed(wrappers)} does around the stages is not known"
        yield f"the cache is not used: {who}; take the wrapper out, or `cache`"
        return
    from textflow.running.bound_stage import named_stages  # noqa: PLC0415 - few have a cache

    names = [name for name, _ in named_stages(pipeline)]
    kept = [spec.declaration.cache for spec in pipeline.stages]
    if not all(kept):
        at = kept.index(False)
        behind = f", nor of {listed(names[at + 1 :])} behind it" if names[at + 1 :] else ""
        yield f"the cache keeps nothing of {shown(names[at])}{behind}: it says cache=False"


def _wrappers(pipeline: Pipeline, registry: Registry) -> list[str]:
    """Return the wrappers that a pipeline names, and the plugins that have one."""
    from textflow.running.recipe import plugins_of  # noqa: PLC0415 - as above
    from textflow.running.wrappers import wrappers_of  # noqa: PLC0415 - as above

    named = [one.component.name for one in pipeline.wrappers]
    hooked = [one.plugin for one in wrappers_of(registry.manager, plugins_of(pipeline))]
    return [*dict.fromkeys((*named, *hooked))]
