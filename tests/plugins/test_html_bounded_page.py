"""What trafilatura is given: the page itself, or one whose tags nobody can read in two ways."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

lxml_html = pytest.importorskip("lxml.html", reason="the extra [html] is not installed")

from textflow_plugins.html.bounded_page import ATTRIBUTES, HEADINGS, bounded  # noqa: E402 - see above

MANY = " ".join(f"a{number}=1" for number in range(3 * ATTRIBUTES))
QUOTED = " ".join(f'a{number}=">"' for number in range(3 * ATTRIBUTES))
#: What can make one parser see a tag where another sees none.
PIECES = st.sampled_from(
    [
        *("<p ", MANY, QUOTED, ">", "/>", "<", "</p>", "</p ", " ", "=", '"', "'", "`", 'a=b"c'),
        *("<!--", "-->", "--!>", "<!-->", "<!--->", "<!", "<?", "</", "<![CDATA[", "]]>"),
        *("<script>", "</script>", "</scripts>", "<style>", "</style ", "<title>", "</title>"),
        *("<textarea>", "</textarea>", "<xmp>", "</xmp>", "<noscript>", "</noscript>", "<iframe>"),
        *("<svg>", "</svg>", "<math>", "<plaintext>", "<select>", "<template>", "<a href='", "\0"),
        *("<noembed>", "</noembed>", "<noframes>", "<table>", "<td x=", "&lt;", "\n", "text"),
    ]
)
UNTOUCHED = {
    "plain": '<!DOCTYPE html><html lang="en"><p class="a b">One &amp; two.<br/></p><!-- c -->',
    "a script": '<script type="text/javascript">var a = 1;</script><style>p{}</style>',
    "a long value": f'<p title="{"word " * 90}">One.</p>',
    "a condition": "<p>One.</p><!-- [if IE] -->",
}


@pytest.mark.parametrize("html", UNTOUCHED.values(), ids=UNTOUCHED)
def test_an_ordinary_page_is_handed_over_as_it_stands(html: str) -> None:
    """Nothing is written anew without need."""
    assert bounded(html) == html


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p class=a id='b'>", '<p class="a" id="b">'),
        ("<p a='\"'>", '<p a="&quot;">'),
        ("<p", "<p>"),
        ("</p x=1>", "</p>"),
        ("a < b", "a &lt; b"),
        ("<!--a<b>-->", "<!--a&lt;b>-->"),
        ("<!-->x", ">x"),
        ("<script>a<b</script>", "<script>a\\u003cb</script>"),
        ("<script>a", "<script></script>a"),
        ("<title>a</titles>", "<title>a</title></titles>"),
    ],
)
def test_what_can_be_read_in_two_ways(html: str, wanted: str) -> None:
    """It is written in the one way that we read it."""
    assert bounded(html) == wanted


def test_a_tag_keeps_its_first_attributes() -> None:
    """The first are those that say what an element is."""
    (found,) = lxml_html.fragments_fromstring(bounded(f"<p class=b {MANY}>One.</p>"))
    assert len(found.attrib) == ATTRIBUTES
    assert found.get("class") == "b"


def test_headings_beyond_the_first_are_paragraphs() -> None:
    """The reader of articles counts all elements for each heading at the end of a page."""
    found = bounded("<h1>a</h1>" * (HEADINGS + 5))
    assert found.count("<h1>") == HEADINGS
    assert found.endswith("<p>a</p>" * 5)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_the_parser_sees_no_crowded_tag(pieces: list[str]) -> None:
    """Whatever is before, libxml2 never sees a tag with more attributes than are kept."""
    html = "".join(pieces)
    root = lxml_html.document_fromstring("<body>" + bounded(html) + "</body>")
    assert max(len(element.attrib) for element in root.iter()) <= ATTRIBUTES
