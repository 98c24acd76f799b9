"""Where the checkout that contains these tests is."""

from pathlib import Path

ROOT = Path(__file__).parent.parent

#: The top folders that contain one package each, and those packages.
SOURCE_ROOTS = {
    "core": "textflow",
    "plugins": "textflow_plugins",
    "pipelines": "textflow_pipelines",
    "schemas": "textflow_schemas",
}
