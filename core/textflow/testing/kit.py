"""What a plugin is asked: its parts, and for each the promises that apply to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from textflow.errors import PluginError
from textflow.plugins.registry import Part, Plugin, Registry
from textflow.stages import StageFacts
from textflow.testing import promises, samples, schemas
from textflow.testing.broken import BrokenPromiseError, broken
from textflow.testing.fresh import FreshProcessError
from textflow.testing.supplied import Giver, Supplier
from textflow.testing.timing import grows_linearly, imports_quickly
from textflow.testing.trials import TRIALS, StageTrial, Trial
from textflow.wording import did_you_mean, listed

_SAMPLES: Mapping[str, Callable[[], Iterator[samples.Sample]]] = {
    "source": samples.source_samples,
    "sink": samples.sink_samples,
    "engine": samples.engine_samples,
}


@attrs.frozen
class Settings:
    """What the author of a plugin has to say; see ``PluginContract``."""

    plugin: str
    options: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str] | Sequence[str]
    layers: Mapping[str, Giver]
    known_failures: Mapping[str, str]
    cleans_once: bool
    huge: int
    hostile: int
    timeout: float
    import_ratio: float


@attrs.frozen
class Promise:
    """One thing that is asked of a plugin."""

    #: As it stands in the id of the test: part, then promise.
    name: str
    keep: Callable[[], None]


def promises_of(settings: Settings) -> list[Promise]:
    """Return everything that is asked of a plugin, of its stages first."""
    found = list(_promises(settings))
    if len(found) > 1:
        unknown = sorted(set(settings.known_failures) - {promise.name for promise in found})
        if unknown:
            found.append(Promise("known_failures", partial(_unknown, settings, unknown[0])))
    return found


def _unknown(settings: Settings, name: str) -> None:
    """Raise for a known failure of a promise that there is not."""
    names = [promise.name for promise in _promises(settings)]
    found = f"`known_failures` of the test names {name!r}{did_you_mean(name, names)}"
    wanted = "take a name from the brackets behind test_promise"
    raise BrokenPromiseError(settings.plugin, "", found, wanted)


def _promises(settings: Settings) -> Iterator[Promise]:
    registry = Registry()
    plugin = _loaded(settings.plugin, registry)
    yield Promise("loads", partial(_loads, settings, registry))
    if plugin is None:
        return
    module = plugin.entry.module
    quick = partial(imports_quickly, settings.plugin, module, settings.import_ratio)
    yield Promise("imports_quickly", partial(_in_fresh_process, settings.plugin, quick))
    supplier = Supplier(registry, settings.layers)
    for part in plugin.parts:
        for name, keep in _asked(part, settings, supplier):
            yield Promise(f"{part.role}-{part.name}-{name}", keep)


def _loaded(name: str, registry: Registry) -> Plugin | None:
    try:
        return registry.plugin(name) if name else None
    except PluginError:
        return None


def _loads(settings: Settings, registry: Registry) -> None:
    """Raise unless the plugin is installed, can be imported and registers what it may."""
    name = settings.plugin
    if not name:
        found, wanted = (
            "the test names no plugin",
            'write `plugin = "name"`, as the entry point has it',
        )
        raise BrokenPromiseError(name, "", found, wanted)
    plugin = registry.plugin(name)
    known = registry.installed.entries
    if plugin is None:
        advice = did_you_mean(name, known) or f"; installed: {listed(known)}"
        found = f"no distribution has an entry point {name!r} of the group 'textflow'{advice}"
        raise BrokenPromiseError(name, "", found, "install it, as with `pip install -e .`")
    unknown = set(settings.options) - {part.name for part in plugin.parts}
    if unknown:
        found = f"`options` of the test names {listed(unknown)}"
        wanted = f"its parts are {listed(part.name for part in plugin.parts)}"
        raise BrokenPromiseError(name, "", found, wanted)
    if not plugin.parts and not registry.manager.get_hookcallers(
        registry.manager.get_plugin(plugin.entry.name)
    ):
        wanted = "implement a hook, as in `@textflow.hookimpl def textflow_stages(): ...`"
        raise BrokenPromiseError(name, "", "it gives nothing", wanted)


def _in_fresh_process(plugin: str, keep: Callable[[], None]) -> None:
    try:
        keep()
    except FreshProcessError as error:
        found = f"a fresh process came to no result: {error}"
        wanted = "let it be imported without what the tests set up"
        raise BrokenPromiseError(plugin, "", found, wanted) from None


Asked = tuple[str, Callable[[], None]]


def _asked(part: Part, settings: Settings, supplier: Supplier) -> Iterator[Asked]:
    options = settings.options.get(part.name, {})
    if isinstance(part.facts, StageFacts):
        tried = samples.stage_samples(settings.texts, settings.huge)
        stage = StageTrial(part, options, tuple(tried), supplier, timeout=settings.timeout)
        yield from _of_stage(stage, part.facts, settings)
    else:
        trial = TRIALS[part.role](part, options, tuple(_SAMPLES[part.role]()))
        yield "options", partial(schemas.options_are_sound, trial)
        yield from _of_every(trial)


def _of_stage(trial: StageTrial, facts: StageFacts, settings: Settings) -> Iterator[Asked]:
    yield "options", partial(schemas.options_are_sound, trial)
    yield "layers", partial(schemas.layers_are_sound, trial)
    if trial.supplier and trial.supplier.missing(trial.part):
        yield "requires", partial(_requires, trial, trial.supplier)
        return
    yield from _of_every(trial)
    yield "changes_nothing", partial(promises.changes_nothing, trial)
    yield "pickles", partial(promises.pickles, trial)
    if facts.batch:
        yield "batch_sizes", partial(promises.batch_sizes_agree, trial)
    if facts.kind == "clean":
        yield "raw_map", partial(promises.raw_map_is_true, trial)
        if settings.cleans_once:
            yield "cleans_once", partial(promises.cleans_once, trial)
    for family in samples.hostile_names() if settings.hostile else ():
        yield f"linear_time-{family}", partial(grows_linearly, trial, family, settings.hostile)


def _of_every(trial: Trial) -> Iterator[Asked]:
    for sample in trial.samples:
        yield f"takes-{sample.name}", partial(promises.takes, trial, sample)
    yield "repeats", partial(promises.repeats, trial)
    yield "hash_seeds", partial(promises.same_under_hash_seeds, trial)


def _requires(trial: Trial, supplier: Supplier) -> None:
    """Raise for the layers that nobody gives: without them the stage cannot be tried."""
    missing = listed(supplier.missing(trial.part))
    wanted = "install a plugin that gives it, or set `layers = {name: function of the text}`"
    raise broken(trial.part, "", f"no installed stage gives {missing}", wanted)
