"""Whether stages that learn an option from all documents can: with a stage that says of what."""

from collections.abc import Iterator, Mapping, Sequence

from textflow.plugins.components import Component, contract_error
from textflow.stages import StageDeclaration


def check_learning(components: Sequence[Component]) -> None:
    """Raise ContractError for a stage that names an option or a stage that there is not."""
    stages = {one.name: one for one in components if one.role == "stage"}
    for stage in stages.values():
        for wrong in _wrong(stage, stages):
            raise contract_error(stage.entry, f"stage {stage.name!r}: {wrong}")


def _wrong(stage: Component, stages: Mapping[str, Component]) -> Iterator[str]:
    declaration = stage.declaration
    learns = declaration.learns if isinstance(declaration, StageDeclaration) else {}
    for option, name in learns.items():
        counted = stages.get(name)
        if option not in stage.options.get("properties", {}):
            yield f"it learns {option!r}, which is none of its options"
        elif counted is None:
            yield f"it learns {option!r} from stage {name!r}, which this plugin does not give"
        elif len(counted.layers) != 1:
            yield f"it learns {option!r} from stage {name!r}, which must provide one layer"
