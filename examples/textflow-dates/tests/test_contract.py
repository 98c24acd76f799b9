"""The contract of plugins, as tests."""

from textflow.testing import PluginContract


class TestContract(PluginContract):
    """What can be set here is listed in textflow's page on writing plugins."""

    plugin = "dates"
