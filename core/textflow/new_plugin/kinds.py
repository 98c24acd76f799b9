"""What a new plugin of each kind consists of: templates beside this file, and where they go."""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

#: Template to the file it makes; ``PACKAGE`` and ``NAME`` are the plugin's.
_COMMON = {
    "common/pyproject.toml": "pyproject.toml",
    "common/README.md": "README.md",
    "common/LICENSE": "LICENSE",
    "common/gitignore": ".gitignore",
    "common/workflow.yml": ".github/workflows/test.yml",
    "common/test_contract.py": "tests/test_contract.py",
}


@attrs.frozen
class PluginKind:
    """One kind of plugin that can be begun with."""

    #: What it does, as the description of the distribution says it.
    description: str
    #: Template to file, besides those of every kind.
    own: Mapping[str, str]

    @property
    def files(self) -> dict[str, str]:
        """Template to file."""
        return {**_COMMON, **self.own}


def _kind(name: str, description: str, *data: str, example: str) -> PluginKind:
    own = {
        f"{name}/init.py": "src/PACKAGE/__init__.py",
        f"{name}/test_plugin.py": "tests/test_NAME.py",
        f"{name}/pipeline.yml": "example/pipeline.yml",
        f"{name}/{example}": f"example/{example}",
    }
    return PluginKind(description, own | {f"{name}/{file}": f"src/PACKAGE/{file}" for file in data})


#: What `--kind` may be.
KINDS: Mapping[str, PluginKind] = MappingProxyType(
    {
        "stage": _kind(
            "stage", "Words in capital letters", "finds.schema.json", example="note.txt"
        ),
        "class": _kind(
            "class",
            "How pleasant each sentence is",
            "scores.schema.json",
            "model.json",
            example="note.txt",
        ),
        "source": _kind("source", "Notes in one file, one document each", example="notes.txt"),
        "sink": _kind("sink", "Everything that was found, as one table", example="note.txt"),
    }
)
