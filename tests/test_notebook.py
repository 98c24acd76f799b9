"""The notebook of the documentation shows what comes out today."""

import json

import pytest
from notebooks import NOTEBOOK, executed, outputs

for name in ("nbclient", "ipykernel"):
    pytest.importorskip(name, reason=f"{name} is in the extra `notebook`")


@pytest.mark.filterwarnings("default")  # those of Jupyter are not ours
def test_the_notebook_is_true() -> None:
    """Its outputs are those of running it; a record in it is a picture."""
    shown = json.loads(NOTEBOOK.read_text("utf-8"))
    assert outputs(executed(NOTEBOOK)) == outputs(shown)
    pictures = [
        one["data"].get("text/html") for cell in outputs(shown) for one in cell if "data" in one
    ]
    assert any(one and "dropped: cookies" in "".join(one) for one in pictures)
