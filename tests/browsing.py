"""A headless Chromium for the tests of the report, and what a page in it must never do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the report is not tried in a browser: pip install playwright"
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: What no page may contain, whatever its documents say.
FOREIGN = """() => {
  const odd = document.querySelectorAll(
    "img,iframe,object,embed,base,link,video,audio,form[action],svg script,[style],[src],[srcdoc]");
  const handlers = [...document.querySelectorAll("*")].filter(
    (one) => [...one.attributes].some((attribute) => attribute.name.startsWith("on")));
  const links = [...document.querySelectorAll("[href]")].filter(
    (one) => !(one.getAttribute("href") || "").startsWith("#"));
  return [...odd, ...handlers, ...links].map((one) => one.outerHTML.slice(0, 200))
    .concat(document.scripts.length === 2 ? [] : ["scripts: " + document.scripts.length])
    .concat(window.PWN === undefined ? [] : ["a payload ran"]);
}"""

#: The pieces of a text, as class and words, drawn by the script or written into the file.
PIECES = """(root) => [...root.querySelectorAll(".text p")].map((one) =>
  [...one.childNodes].map((node) => [
    (node.className || "").trim(), node.dataset?.t || node.dataset?.rule || "", node.textContent])
  .filter(([look, said, words]) => look || said || words))"""


def needs_chromium() -> None:
    """Skip where there is no Chromium, saying how to get one."""
    if CHROMIUM is None:
        pytest.skip("the report is not tried in a browser: apt-get install chromium")


@attrs.frozen
class Visit:
    """A page that was opened, and all that it did."""

    page: Any
    #: Whatever it asked for.
    requests: list[str]
    #: What it was given.
    answers: list[str]
    #: Errors, warnings and dialogs.
    complaints: list[str]

    def go(self, view: str) -> None:
        """Click on a view."""
        self.page.click(f".top nav a[href='#{view}']")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def texts(self, selector: str) -> list[str]:
        """Return what is written in the elements."""
        found: list[str] = self.page.locator(selector).all_inner_texts()
        return found

    def is_clean(self, path: Path) -> bool:
        """Return whether it asked for its own file alone, and nothing went wrong."""
        foreign = self.page.evaluate(FOREIGN)
        assert foreign == []
        assert self.complaints == []
        assert set(self.requests) <= {path.as_uri()}
        return True


def serious(seen: Visit) -> list[tuple[str, str]]:
    """Return what axe-core finds of serious or critical faults in a page as it is now."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
    )
    found = axe.Axe().run(seen.page).response["violations"]
    grave = (one for one in found if one["impact"] in ("serious", "critical"))
    return [(one["id"], one["nodes"][0]["html"]) for one in grave]


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a browser."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def visit(browser: Any, path: Path, **settings: Any) -> Visit:
    """Open a file in a context of its own."""
    context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}} | settings)
    page = context.new_page()
    seen = Visit(page, [], [], [])
    context.on("request", lambda request: seen.requests.append(request.url.partition("#")[0]))
    context.on("requestfinished", lambda done: seen.answers.append(done.url.partition("#")[0]))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (seen.complaints.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    return seen
