"""The stage html keeps the contract of plugins."""

import pytest

from textflow.testing import PluginContract

pytest.importorskip("trafilatura", reason="the extra [html] is not installed")


class TestHtml(PluginContract):
    """Every promise of the conformance kit."""

    plugin = "html"
