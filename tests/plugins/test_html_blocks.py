"""The blocks of a page: where they begin and end, and what is shown of them."""

import pytest

from textflow_plugins.html.alignment import align
from textflow_plugins.html.blocks import page


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("<div>a<span>b</span></div>c", ["ab", "c"]),
        ("a<br>b<br><br>c", ["a", "b", "c"]),
        ("<P CLASS=x>a</P>", ["a"]),
        ("<p title='a > b'>c</p>", ["c"]),
        ('<p title="a\nb">c &lt; d</p>', ["c < d"]),
        ("<p>a <b> b </b> c</p>", ["a b c"]),
        ("<pre>a\n  b</pre>", ["a\nb"]),
        ("<SCRIPT>var a = '<p>b</p>';</Script>c", ["c"]),
        ("<title>a</title><p>b", ["b"]),
        ("<noscript><p>a</p></noscript>b", ["b"]),
        ("<svg><text>a</text></svg><p>b", ["b"]),
        ("<ruby>漢<rt>kan</rt></ruby>", ["漢"]),
        ("<![if IE]>a<![endif]>", ["a"]),
        ("<p>a</p><!-- <p>b</p> --><p>c</p>", ["a", "c"]),
        ("&copy 2024 &#8220;x&#x201d;", ["© 2024 “x”"]),
        ("&nosuch; &amp", ["&nosuch; &"]),
    ],
)
def test_blocks_of_a_page(html: str, blocks: list[str]) -> None:
    """A page shows these blocks, in order."""
    assert [block.text for block in page(html).blocks] == blocks


def test_tags_of_blocks_tell_lines_from_paragraphs() -> None:
    """One line break makes a line, two make a paragraph; an item stays an item."""
    html = "<p>a<br>b<br><br>c</p><ul><li><p>d</p></li></ul><table><tr><td>e<td>f</table>"
    assert [block.tag for block in page(html).blocks] == ["p", "br", "p", "li", "tr", "td"]


def test_links_are_counted() -> None:
    """How much of a block is in links tells a menu from a paragraph."""
    assert page("<p>abc <a href='/'>defg</a></p>").blocks[0].linked == 4


def test_depth_counts_elements_that_are_open() -> None:
    """Paragraphs and items that end without a tag of their own do not nest."""
    assert page("<div><p>a<p>b<p>c<ul><li>d<li>e</ul></div>").depth == 3


def votes(kept: str, text: str) -> str:
    """Return which words of ``text`` are aligned, as a string of 0 and 1."""
    return "".join(map(str, align(kept.split(), text.split())))


def test_alignment_is_monotone() -> None:
    """Words in another order are not aligned twice."""
    assert votes("d e f g h a b", "a b c d e f g h") in {"00011111", "11000000"}


def test_repeated_words_are_aligned_where_they_stand_first() -> None:
    """Text that is twice on the page is kept once."""
    assert votes("a b c d e", "a b c d e a b c d e") == "1111100000"


def test_nothing_in_common() -> None:
    """No word is aligned with another one."""
    assert votes("a b", "c d") == "00"
