"""The kit as a class of tests, for plain pytest."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs
import pytest

from textflow.errors import TextflowError
from textflow.testing.errors import failure_text
from textflow.testing.kit import ContractSettings, Promise, promises_of
from textflow.testing.layer_supply import Giver


class PluginContract:
    """
    Everything that the contract of plugins promises, as tests of one plugin.

    Derive a class whose name begins with ``Test`` and say which plugin. Each promise
    is a test of its own, ``test_promise[stage-acme.parties-takes-emoji]``.
    """

    #: The name of the entry point; the plugin is tested as it is installed.
    plugin: ClassVar[str] = ""
    #: Name of a stage, source, sink or engine to the options it is tested with.
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    #: Texts of your own beside ours, each perhaps under a name.
    texts: ClassVar[Mapping[str, str] | Sequence[str]] = ()
    #: Layer that a stage requires or uses to a function that makes it from the text,
    #: where neither a plain one of ours nor one of an installed stage will do.
    layers: ClassVar[Mapping[str, Giver]] = {}
    #: Layer to its JSON Schema, as ``layers`` of a pipeline declares them, for stages with an
    #: option of the type ``textflow.Layer``.
    schemas: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    #: As beside a stage's name in a pipeline: ``reject`` where items may be wrong, as a model's.
    invalid: ClassVar[str] = "fail"
    #: Promise to the reason why it is not kept yet; it is expected to fail, strictly.
    known_failures: ClassVar[Mapping[str, str]] = {}
    #: Whether clean-kind stages promise that cleaning twice is cleaning once.
    cleans_once: ClassVar[bool] = False
    #: Characters of the huge text.
    huge: ClassVar[int] = 1_000_000
    #: Characters of hostile text up to which time is measured, at most twice as many;
    #: 0 measures nothing, where a model makes that too dear.
    hostile: ClassVar[int] = 32_000
    #: Seconds that a stage may take for one text.
    timeout: ClassVar[float] = 60
    #: CPU time of importing the plugin, in imports of textflow's own names.
    import_ratio: ClassVar[float] = 2.0

    @classmethod
    def pytest_generate_tests(cls, metafunc: pytest.Metafunc) -> None:
        """Make one test of each promise."""
        if "promise" in metafunc.fixturenames:
            fields = (field.name for field in attrs.fields(ContractSettings))
            settings = ContractSettings(**{name: getattr(cls, name) for name in fields})
            found = [cls._param(promise) for promise in promises_of(settings)]
            metafunc.parametrize("promise", found)

    @classmethod
    def _param(cls, promise: Promise) -> Any:
        reason = cls.known_failures.get(promise.name)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        return pytest.param(promise, id=promise.name, marks=marks)

    def test_promise(self, promise: Promise) -> None:
        """The plugin does what the id of the test says."""
        message = _kept(promise)
        if message:
            pytest.fail(message, pytrace=False)


def _kept(promise: Promise) -> str:
    """Return why a promise is not kept, or an empty string."""
    try:
        promise.keep()
    except TextflowError as error:
        return failure_text(error)
    return ""
