"""
The conformance kit: the whole contract of plugins, for the test suite of a plugin.

::

    from textflow.testing import PluginContract

    class TestAcme(PluginContract):
        plugin = "acme"

runs with plain pytest. What can be set beside ``plugin`` is written at
``PluginContract``. Nothing else of textflow needs pytest.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textflow.testing.contract import PluginContract

__all__ = ["PluginContract"]


def __getattr__(name: str) -> Any:
    """Load the kit when it is asked for: the fresh processes it starts do without."""
    if name not in __all__:
        message = f"module 'textflow.testing' has no attribute {name!r}"
        raise AttributeError(message)
    if find_spec("pytest") is None:
        message = f"textflow.testing.{name} needs pytest: run `pip install pytest`"
        raise ImportError(message, name="pytest")
    from textflow.testing import contract  # noqa: PLC0415 - see above

    return getattr(contract, name)
