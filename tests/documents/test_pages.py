"""The document as HTML."""

from html.parser import HTMLParser

from hypothesis import given

from tests.documents.samples import ANY_TEXT, HOSTILE, REPORT, ink, of
from wutong.foundation.documents.composition import Run, compose
from wutong.foundation.documents.pages import to_html, to_html_page


class Reader(HTMLParser):
    """Collects the text and the tags that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_text_is_never_markup() -> None:
    html = to_html(HOSTILE, lambda mark: f'/figures/{mark}" onclick="x')
    assert "<script>" not in html
    tags = Reader(html).tags
    assert [tag for tag, _ in tags] == ["article", "h1", "p", "a"]
    assert tags[-1][1] == {
        "class": "figure",
        "data-slot": 'a"><b',
        "href": '/figures/a"><b" onclick="x',
    }


def test_a_figure_leads_to_its_rows() -> None:
    composition = compose("题", [Run("签约"), Run("7", mark="signed"), Run("项")])
    assert '<a class="figure" data-slot="signed" href="/f/signed">7</a>' in to_html(
        composition, lambda mark: f"/f/{mark}"
    )
    assert '<span class="figure" data-slot="signed">7</span>' in to_html(composition)


def test_a_gap_is_marked_and_headings_are_headings() -> None:
    html = to_html(REPORT)
    assert '<mark class="missing">【待填：签约项目数】</mark>' in html
    assert "<h2>一、工作开展情况</h2>" in html
    assert "<h3>（二）协同发力</h3>" in html
    assert '<strong class="run-in">（一）精心谋划，构建“新堡垒”。</strong>以' in html


def test_the_file_stands_alone() -> None:
    page = to_html_page(REPORT)
    assert page.startswith("<!doctype html>")
    assert to_html(REPORT) in page
    assert "http" not in page
    assert "style=" not in page


@given(ANY_TEXT)
def test_any_text_reaches_the_page(text: str) -> None:
    assert ink("".join(Reader(to_html(of(text))).text)) == ink(text)
