"""The contract of plugins, as tests."""

from textflow.testing import PluginContract


class TestContract(PluginContract):
    """A model is dear: it gets shorter texts, and how time grows is its own business."""

    plugin = "spacy"
    huge = 20_000
    hostile = 0
