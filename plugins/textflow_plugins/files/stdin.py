"""What is piped in has no suffix: say so where it looks like something else than text."""

import re
import warnings

_HTML = re.compile(r"\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*\{\s*"[^"\n]{0,200}"\s*:')
_LOOKED_AT = 1_000


def warn_of_markup(text: str) -> None:
    """Warn where the text of standard input is a web page or JSON lines."""
    start = text[:_LOOKED_AT]
    found = "html" if _HTML.match(start) else "jsonl" if _JSON.match(start) else ""
    if not found:
        return
    named = {"html": "a web page", "jsonl": "JSON lines"}[found]
    message = (
        f"standard input looks like {named}, but is read as plain text; to read it as {named}, "
        f"""leave `-` out and add --set 'source={{{found}: {{path: "-"}}}}'"""
    )
    warnings.warn(message, RuntimeWarning, stacklevel=2)
