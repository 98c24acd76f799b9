"""``textflow schema``."""

import click

_KINDS = [
    *("pipeline", "tests", "layer", "record", "dead-letter", "filtered", "inputs"),
    *("manifest", "correction"),
]


@click.command()
@click.argument("kind", type=click.Choice(_KINDS), default="pipeline")
@click.argument("name", required=False)
def command(kind: str, name: str | None) -> int:
    """
    Print a JSON Schema.

    Of the pipeline file (with the plugins of one file that the pipeline NAME uses, too), of its
    tests, of the layer NAME, of the record, of what is beside the records
    (dead letters, the lists of filtered documents and of inputs, the manifest), and of corrections.
    """
    from textflow.commands.schema import schema_command  # noqa: PLC0415 - heavy

    return schema_command(kind, name)
