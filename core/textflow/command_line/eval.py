"""``textflow eval``."""

from typing import Any

import click

from textflow.command_line.options import AS_JSON, DEBUG, NO_PLUGINS, SETTINGS


@click.command()
@click.argument("pipeline", type=click.Path(readable=False), required=False)
@click.option("--gold", required=True, metavar="GOLD", help="What people say is right.")
@click.option("--records", metavar="FILE", help="Score these records of a run instead.")
@SETTINGS
@NO_PLUGINS
@click.option(
    "labels", "--label", multiple=True, metavar="LABEL=LAYER.KIND",
    help="What a label of the gold means, as in PERSON_SAYS=quotes.direct.",
)  # fmt: skip
@click.option(
    "--resamples", type=click.IntRange(min=0, max=100_000), default=1_000, show_default=True,
    metavar="N", help="Draws for the 95 % interval of F1.",
)  # fmt: skip
@click.option("--errors", is_flag=True, help="Also list all that is not as the gold has it.")
@AS_JSON
@click.option("--report", metavar="FILE", help="Also write a page that shows them in the texts.")
@DEBUG
def command(**given: Any) -> int:
    """
    Score PIPELINE, run on the texts of GOLD, layer by layer.

    GOLD is records as `textflow apply --gold` writes them, doccano's JSONL, Label Studio's
    JSON, or a folder of brat standoff. A layer that GOLD does not have is not scored.
    """
    from textflow.commands.evaluate import EvalArguments, eval_command  # noqa: PLC0415 - heavy

    return eval_command(EvalArguments(**given))
