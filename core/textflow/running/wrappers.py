"""The wrappers around a stage: each is driven alone, so that a failure has a name."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

import pluggy

from textflow.document import Document
from textflow.errors import HookError
from textflow.plugins.guard import Guard, guarded
from textflow.plugins.registry import Component
from textflow.plugins.setting_up import set_up

HOOK = "textflow_run_stage"

#: A wrapper between what it does before and what it does after.
Running = Generator[None, Sequence[Any], Sequence[Any]]


class Wrapped(NamedTuple):
    """The results for a batch, as its wrappers leave them."""

    results: Sequence[Any]
    #: Place of a result to the plugin whose wrapper put it there instead of the stage's.
    changed: dict[int, str]


class Wrapper(NamedTuple):
    """One plugin's wrapper."""

    plugin: str
    function: Callable[..., Running]
    arguments: tuple[str, ...]
    #: How it is named in messages.
    hook: str = HOOK

    @property
    def guard(self) -> Guard:
        """What its code is called under."""
        return guarded(self.plugin, self.hook)

    def entered(self, facts: dict[str, Any]) -> Running:
        """Run it up to its ``yield``; raises HookError."""
        with self.guard:
            running = self.function(**{name: facts[name] for name in self.arguments})
            for _ in running:
                return running
            message = "it returned before its `yield`"
            raise RuntimeError(message)

    def left(self, running: Running, results: Sequence[Any]) -> list[Any]:
        """Send it the results and return its own; raises HookError."""
        with self.guard:
            try:
                running.send(results)
            except StopIteration as end:
                return _checked(end.value, len(results))
            running.close()
            message = "it has a second `yield`"
            raise RuntimeError(message)


def _checked(results: Any, wanted: int) -> list[Any]:
    if type(results) not in (list, tuple) or len(results) != wanted:
        count = f" of {len(results)}" if type(results) in (list, tuple) else ""
        found = f"it returned a {type(results).__name__}{count}"
        message = f"{found}, wanted a list of {wanted}: write `results = yield` and return them"
        raise TypeError(message)
    return list(results)


def wrappers_of(manager: pluggy.PluginManager, plugins: Iterable[str]) -> tuple[Wrapper, ...]:
    """Return the wrappers of ``plugins``, the outermost first."""
    used = set(plugins)
    return tuple(
        Wrapper(one.plugin_name, cast("Callable[..., Running]", one.function), tuple(one.argnames))
        for one in reversed(manager.hook.textflow_run_stage.get_hookimpls())
        if one.plugin_name in used
    )


def named_wrapper(component: Component, options: Mapping[str, Any]) -> Wrapper:
    """Return the wrapper that a pipeline names, set up; raises SetupError."""
    call = set_up(component, options)

    def positional(stage: str, documents: Sequence[Document]) -> Running:
        return cast("Running", call(stage, documents))

    hook = f"wrapper {component.name!r}"
    return Wrapper(component.entry.name, positional, ("stage", "documents"), hook)


def wrapped(
    wrappers: Sequence[Wrapper],
    stage: str,
    documents: Sequence[Document],
    work: Callable[[], Sequence[Any]],
) -> Wrapped:
    """Return what ``work`` does, wrapped; raises HookError, all wrappers closed."""
    running: list[tuple[Wrapper, Running]] = []
    changed: dict[int, str] = {}
    try:
        for wrapper in wrappers:
            facts = {"stage": stage, "documents": documents}
            running.append((wrapper, wrapper.entered(facts)))
        results = work()
        while running:
            wrapper, generator = running.pop()
            before, results = results, wrapper.left(generator, list(results))
            pairs = zip(before, results, strict=True)
            changed |= {at: wrapper.plugin for at, (a, b) in enumerate(pairs) if a is not b}
    finally:
        for _, generator in running:
            _close_generator(generator)
    return Wrapped(results, changed)


def _close_generator(generator: Running) -> None:
    """End a wrapper around what has failed; that failure is the one to be told."""
    try:
        with guarded("", HOOK):
            generator.close()
    except HookError:
        return
