"""The elements of HTML, by what they mean for the text of a page."""

_BLOCK = """
address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main
menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul
"""
_LEAVES = "p h1 h2 h3 h4 h5 h6 figcaption dt dd li button label legend summary"
_PLACES = "nav footer header aside figure figcaption form button label dialog menu blockquote h1"
_HIDDEN = "head noscript svg math template select object audio video rt rp"
_VOID = "area base br col embed hr img input link meta param source track wbr"

#: Elements that begin a block of their own (HTML standard, 15.3: display other than inline).
BLOCK = frozenset(_BLOCK.split())
#: Blocks that contain text rather than other blocks.
LEAVES = frozenset(_LEAVES.split())
#: Containers that say what their content is (HTML standard, 4.3 and 4.4).
PLACES = frozenset(_PLACES.split())
#: Blocks that follow one another line by line, not as paragraphs.
LINES = frozenset(["li", "tr", "dt", "dd", "option"])
#: Elements of which nothing is shown as text.
HIDDEN = frozenset(_HIDDEN.split())
#: A block within one of these means that its end tag was forgotten (HTML standard, 13.2.6).
LEFT_BY_BLOCKS = frozenset(["head", "svg", "math"])
#: Elements that have no end tag.
VOID = frozenset(_VOID.split())
#: Elements in which a page speaks about itself.
NOTES = frozenset(["html", "meta", "script", "time", "title"])
