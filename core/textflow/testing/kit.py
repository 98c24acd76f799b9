"""What a plugin is asked: its components, and for each the promises that apply to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from textflow.errors import PluginError
from textflow.plugins.registry import Component, Plugin, Registry
from textflow.stages import StageDeclaration
from textflow.testing import promises, samples, schemas
from textflow.testing.errors import BrokenPromiseError, broken_promise
from textflow.testing.fresh_process import FreshProcessError
from textflow.testing.harnesses import HARNESSES, Harness, StageHarness
from textflow.testing.layer_supply import Giver, Supplier
from textflow.testing.stage_calls import Terms
from textflow.testing.timing import grows_linearly, imports_quickly
from textflow.wording import did_you_mean, listed

_SAMPLES: Mapping[str, Callable[[], Iterator[samples.Sample]]] = {
    "source": samples.source_samples,
    "sink": samples.sink_samples,
    "engine": samples.engine_samples,
    "wrapper": samples.wrapper_samples,
}


@attrs.frozen
class ContractSettings:
    """What the author of a plugin has to say; see ``PluginContract``."""

    plugin: str = ""
    options: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict[str, Mapping[str, Any]])
    texts: Mapping[str, str] | Sequence[str] = ()
    layers: Mapping[str, Giver] = attrs.field(factory=dict[str, Giver])
    schemas: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict[str, Mapping[str, Any]])
    invalid: str = "fail"
    known_failures: Mapping[str, str] = attrs.field(factory=dict[str, str])
    cleans_once: bool = False
    huge: int = 1_000_000
    hostile: int = 32_000
    timeout: float = 60
    import_ratio: float = 2.0


@attrs.frozen
class Promise:
    """One thing that is asked of a plugin."""

    #: As it is in the id of the test: component, then promise.
    name: str
    keep: Callable[[], None]


def promises_of(settings: ContractSettings) -> list[Promise]:
    """Return everything that is asked of a plugin, of its stages first."""
    found = list(_promises(settings))
    if len(found) > 1:
        unknown = sorted(set(settings.known_failures) - {promise.name for promise in found})
        if unknown:
            found.append(Promise("known_failures", partial(_unknown, settings, unknown[0])))
    return found


def _unknown(settings: ContractSettings, name: str) -> None:
    """Raise for a known failure of a promise that there is not."""
    names = [promise.name for promise in _promises(settings)]
    found = f"`known_failures` of the test names {name!r}{did_you_mean(name, names)}"
    wanted = "take a name from the brackets behind test_promise"
    raise BrokenPromiseError(settings.plugin, "", found, wanted)


def _promises(settings: ContractSettings) -> Iterator[Promise]:
    registry = Registry()
    plugin = _loaded(settings.plugin, registry)
    yield Promise("loads", partial(_loads, settings, registry))
    if plugin is None:
        return
    module = plugin.entry.module
    quick = partial(imports_quickly, settings.plugin, module, settings.import_ratio)
    yield Promise("imports_quickly", partial(_in_fresh_process, settings.plugin, quick))
    supplier = Supplier(registry, settings.layers)
    for component in plugin.components:
        for name, keep in _asked(component, settings, supplier):
            yield Promise(f"{component.role}-{component.name}-{name}", keep)


def _loaded(name: str, registry: Registry) -> Plugin | None:
    try:
        return registry.plugin(name) if name else None
    except PluginError:
        return None


def _loads(settings: ContractSettings, registry: Registry) -> None:
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
    _check_gives(settings, plugin, registry)


def _check_gives(settings: ContractSettings, plugin: Plugin, registry: Registry) -> None:
    """Raise unless the plugin gives something, and every component that has options."""
    name = settings.plugin
    unknown = set(settings.options) - {component.name for component in plugin.components}
    if unknown:
        found = f"`options` of the test names {listed(unknown)}"
        wanted = f"its components are {listed(component.name for component in plugin.components)}"
        raise BrokenPromiseError(name, "", found, wanted)
    if not plugin.components and not registry.manager.get_hookcallers(
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


def _asked(component: Component, settings: ContractSettings, supplier: Supplier) -> Iterator[Asked]:
    options = settings.options.get(component.name, {})
    if isinstance(component.declaration, StageDeclaration):
        tried = samples.stage_samples(settings.texts, settings.huge)
        terms = Terms(settings.timeout, settings.schemas, settings.invalid)
        stage = StageHarness(component, options, tuple(tried), supplier, terms=terms)
        yield from _of_stage(stage, component.declaration, settings)
    else:
        pathless = component.role == "source" and not component.takes_path
        tried = samples.pathless_samples() if pathless else _SAMPLES[component.role]()
        harness = HARNESSES[component.role](component, options, tuple(tried))
        yield "options", partial(schemas.options_are_valid, harness)
        yield from _of_every(harness)


def _of_stage(
    harness: StageHarness, facts: StageDeclaration, settings: ContractSettings
) -> Iterator[Asked]:
    yield "options", partial(schemas.options_are_valid, harness)
    yield "layers", partial(schemas.layers_are_valid, harness)
    untried = _untried(harness, settings)
    if untried:
        yield untried
        return
    yield from _of_every(harness)
    yield "changes_nothing", partial(promises.changes_nothing, harness)
    yield "pickles", partial(promises.pickles, harness)
    if facts.batch:
        yield "batch_sizes", partial(promises.batch_sizes_agree, harness)
    if facts.kind == "clean":
        yield "raw_map", partial(promises.raw_map_is_true, harness)
        if settings.cleans_once:
            yield "cleans_once", partial(promises.cleans_once, harness)
    for family in samples.hostile_names() if settings.hostile else ():
        yield f"linear_time-{family}", partial(grows_linearly, harness, family, settings.hostile)


def _untried(harness: StageHarness, settings: ContractSettings) -> Asked | None:
    """Return the promise that is broken where a stage lacks what it is to be tried with."""
    if schemas.undeclared(harness, settings.schemas):
        return "declares", partial(schemas.layers_are_declared, harness, settings.schemas)
    if harness.supplier and harness.supplier.missing(harness.component):
        return "requires", partial(_requires, harness, harness.supplier)
    return None


def _of_every(harness: Harness) -> Iterator[Asked]:
    for sample in harness.samples:
        yield f"takes-{sample.name}", partial(promises.takes, harness, sample)
    yield "repeats", partial(promises.repeats, harness)
    yield "hash_seeds", partial(promises.same_under_hash_seeds, harness)


def _requires(harness: Harness, supplier: Supplier) -> None:
    """Raise for the layers that nobody gives: without them the stage cannot be tried."""
    missing = listed(supplier.missing(harness.component))
    wanted = "install a plugin that gives it, or set `layers = {name: function of the text}`"
    raise broken_promise(harness.component, "", f"no installed stage gives {missing}", wanted)
