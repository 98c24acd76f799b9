"""Import a plugin, register it with pluggy, and ask it what it gives."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pluggy

from textflow import hookspecs
from textflow.descriptors import set_aside
from textflow.errors import BrokenPluginError, ContractError
from textflow.misuse import MisuseError
from textflow.plugins.api import OLDEST_PLUGIN_API, TEXTFLOW_PLUGIN_API
from textflow.plugins.components import ROLES, Component, component_of, contract_error
from textflow.plugins.discovery import HOST, EntryPoint
from textflow.plugins.guard import Guard
from textflow.plugins.learning import check_learning
from textflow.plugins.local_files import imported_file
from textflow.plugins.remedies import remedy
from textflow.wording import did_you_mean, type_name

_HOOKS = tuple(sorted(name for name in vars(hookspecs) if name.startswith("textflow_")))
_WRAPPED = "textflow_run_stage"


class Plugin(NamedTuple):
    """An imported plugin."""

    entry: EntryPoint
    components: tuple[Component, ...]

    def component(self, role: str, name: str) -> Component | None:
        """Return the component of ``role`` called ``name``, or None."""
        found = (
            component
            for component in self.components
            if (component.role, component.name) == (role, name)
        )
        return next(found, None)


def load(entry: EntryPoint, manager: pluggy.PluginManager) -> Plugin:
    """
    Return what ``entry`` gives; raises PluginError.

    Whatever its code raises meanwhile stays its own trouble, and whatever it prints
    stays off standard output.
    """
    if "." in entry.name:
        raise contract_error(
            entry, "its name contains a dot", "name the entry point with a single word"
        )
    with set_aside():
        module = _imported(entry)
        _check_api(entry, module)
        try:
            _register(entry, module, manager)
            components = tuple(_components(entry, module, manager))
            check_learning(components)
            return Plugin(entry, components)
        except ContractError:
            if manager.has_plugin(entry.name):
                manager.unregister(name=entry.name)
            raise


def _imported(entry: EntryPoint) -> Any:
    misuse: MisuseError | None = None
    module: Any = None
    try:
        with Guard(lambda reason: _broken(entry, reason)):
            try:
                module = imported_file(entry) if entry.file else _installed_module(entry)
            except MisuseError as error:
                misuse = error
    except BrokenPluginError as error:
        raise error.but(fix=remedy(entry, error.__cause__)) from error.__cause__
    if misuse is not None:
        raise contract_error(entry, str(misuse)) from misuse
    return module


def _installed_module(entry: EntryPoint) -> Any:
    name, _, attribute = entry.module.partition(":")
    module = importlib.import_module(name.strip())
    return getattr(module, attribute.strip()) if attribute else module


def _check_api(entry: EntryPoint, module: Any) -> None:
    """Raise ContractError for a plugin that says it is written for another interface than ours."""
    stated = vars(module).get("TEXTFLOW_PLUGIN_API") if inspect.ismodule(module) else None
    if stated is None:
        return
    if type(stated) is not int:
        found = f"its TEXTFLOW_PLUGIN_API is a {type_name(stated)}"
        raise contract_error(entry, found, f"write TEXTFLOW_PLUGIN_API = {TEXTFLOW_PLUGIN_API}")
    if not OLDEST_PLUGIN_API <= stated <= TEXTFLOW_PLUGIN_API:
        found = (
            f"it is written for version {stated} of the interface for plugins, and this is "
            f"version {TEXTFLOW_PLUGIN_API}"
        )
        newer = stated > TEXTFLOW_PLUGIN_API
        older = f"`pip install --upgrade {entry.distribution}`"
        raise contract_error(entry, found, f"update {HOST}" if newer else f"try {older}")


def _broken(entry: EntryPoint, reason: str) -> BrokenPluginError:
    return BrokenPluginError(entry.name, entry.distribution, entry.version, reason)


def _register(entry: EntryPoint, module: Any, manager: pluggy.PluginManager) -> None:
    problem = ""
    with Guard(lambda reason: contract_error(entry, f"registering it raised {reason}")):
        problem = next(_unmarked(module), "")
        if not problem:
            problem = _registered(entry, module, manager)
        problem = problem or next(_misused(module, manager), "")
    if problem:
        raise contract_error(entry, problem)


def _registered(entry: EntryPoint, module: Any, manager: pluggy.PluginManager) -> str:
    try:
        manager.register(module, entry.name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        return f"{str(error).replace(chr(10), ' ')}; {_known_hooks(module)}"
    return ""


def _unmarked(module: Any) -> Iterator[str]:
    """Yield what is wrong with functions that look like hooks, but are not marked."""
    for name, value in vars(module).items() if inspect.ismodule(module) else ():
        if name.startswith("textflow_") and inspect.isfunction(value):
            is_own = value.__module__ == module.__name__
            if is_own and not hasattr(value, "textflow_impl"):
                yield (
                    f"the function {name} is not marked, so that nobody calls it; "
                    "write @textflow.hookimpl in the line above it"
                )


def _misused(module: Any, manager: pluggy.PluginManager) -> Iterator[str]:
    """Yield what is wrong with its hooks: those that would do nothing when called."""
    for caller in manager.get_hookcallers(module) or ():
        for one in caller.get_hookimpls():
            if one.plugin is module:
                yield from _misused_hook(caller.name, one)


def _misused_hook(name: str, hook: pluggy.HookImpl) -> Iterator[str]:
    function: Callable[..., object] = hook.function
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        yield f"{name} is `async`, and nobody would await it; write a plain `def`"
    elif name == _WRAPPED:
        yield from _no_wrapper(name, hook)
    elif hook.wrapper or hook.hookwrapper:
        yield f"{name} is no hook to wrap; write @textflow.hookimpl above it"
    elif name not in ROLES.values() and inspect.isgeneratorfunction(function):
        yield f"{name} has a `yield`, so that calling it does nothing; take it out"


def _no_wrapper(name: str, hook: pluggy.HookImpl) -> Iterator[str]:
    if not hook.wrapper:
        yield (
            f"{name} wraps the work of a stage; write @textflow.hookimpl(wrapper=True) above it "
            "and `results = yield` in it"
        )


def _known_hooks(module: Any) -> str:
    """Return all hooks that there are, and the one that ``module`` may have meant."""
    unknown = [name for name in dir(module) if name.startswith("textflow_") and name not in _HOOKS]
    near = next(filter(None, (did_you_mean(name, _HOOKS) for name in unknown)), "")
    return f"the hooks are {', '.join(_HOOKS)}{near}"


def _components(entry: EntryPoint, module: Any, manager: pluggy.PluginManager) -> list[Component]:
    components: list[Component] = []
    for role, hook in ROLES.items():
        for target in _asked(entry, module, manager, hook):
            component = _checked(entry, role, target)
            if any((one.role, one.name) == (component.role, component.name) for one in components):
                raise contract_error(
                    entry, f"it gives two {role}s named {component.name!r}", "keep one"
                )
            components.append(component)
    return components


def _checked(entry: EntryPoint, role: str, target: Any) -> Component:
    """Look at one component under guard: its signature and its class are the plugin's code."""
    component: Component | ContractError
    with Guard(lambda reason: contract_error(entry, f"looking at a {role} of it raised {reason}")):
        try:
            component = component_of(entry, role, target)
        except ContractError as error:
            component = error
    if isinstance(component, ContractError):
        raise component
    return component


def _asked(entry: EntryPoint, module: Any, manager: pluggy.PluginManager, hook: str) -> list[Any]:
    """Call one hook of one plugin."""
    found: list[Any] = []
    for one in getattr(manager.hook, hook).get_hookimpls():
        if one.plugin is module:
            with Guard(lambda reason: contract_error(entry, f"{hook} raised {reason}", _LIST)):
                answer = one.function()
            if type(answer) not in (list, tuple):
                kind = "nothing" if answer is None else f"a {type_name(answer)}, no list"
                raise contract_error(entry, f"{hook} returned {kind}", _LIST)
            found += answer
    return found


_LIST = "return a list of what you give"
