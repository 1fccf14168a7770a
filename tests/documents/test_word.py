"""The .docx, read back as Word would read it."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Emu
from hypothesis import given, settings
from lxml import etree

from tests.documents.samples import ANY_TEXT, REPORT, ink, of
from wutong.foundation.documents.word import to_docx
from wutong.foundation.documents.word_parts import W

FILE = to_docx(REPORT, "某某县投资促进局")
# The order that Word insists on (CT_PPrBase, EG_RPrBase), as far as these files use it.
ORDERS = {
    "pPr": "pStyle keepNext widowControl pBdr autoSpaceDE autoSpaceDN snapToGrid spacing ind jc "
    "outlineLvl",
    "rPr": "rStyle rFonts spacing sz szCs shd lang",
    "sectPr": "footerReference pgSz pgMar cols docGrid",
}


@pytest.fixture
def document() -> Document:
    return docx.Document(BytesIO(FILE))


def test_the_page_is_that_of_the_standard(document: Document) -> None:
    section = document.sections[0]
    millimetres = [
        round(length.mm)
        for length in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.right_margin,
            section.bottom_margin,
            section.left_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 26, 35, 28]


def test_a_page_holds_22_lines_of_28_characters(document: Document) -> None:
    section, normal = document.sections[0], document.styles["Normal"]
    height = Emu(section.page_height - section.top_margin - section.bottom_margin)
    wide = Emu(section.page_width - section.left_margin - section.right_margin)
    line = normal.paragraph_format.line_spacing
    tracking = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert (
        int(height.twips if hasattr(height, "twips") else height / 635) // int(line.pt * 20) == 22
    )
    assert int(wide / 635) // (320 + tracking) == 28
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("heading 1", "黑体", None),
        ("heading 2", "楷体_GB2312", None),
        ("二级标题", "楷体_GB2312", None),
        ("footer", "宋体", 14),
    ],
)
def test_each_level_has_its_face(
    document: Document, style: str, face: str, size: int | None
) -> None:
    look = document.styles[style]
    fonts = look.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {face}
    assert (look.font.size.pt if look.font.size else None) == size


def test_the_body_is_indented_fangsong(document: Document) -> None:
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "仿宋_GB2312"
    indent = document.styles["Normal"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_paragraphs_carry_their_level(document: Document) -> None:
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles == [
        "Title",
        "Normal",
        "Heading 1",
        "Normal",
        "Heading 2",
        "Heading 1",
        "Normal",
        "Normal",
        "落款",
        "落款",
        "附注",
    ]
    run_in, rest = document.paragraphs[3].runs
    assert run_in.style.name == "二级标题"
    assert rest._r.find(qn("w:rPr")) is None
    gaps = [run.text for run in document.paragraphs[1].runs if "待填" in run.text]
    assert gaps == REPORT.missing
    assert document.paragraphs[1].runs[1].style.name == "待填"


def test_odd_pages_number_right_and_even_pages_left(document: Document) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    sides = []
    for footer in (section.footer, section.even_page_footer):
        [paragraph] = footer.paragraphs
        sides.append(str(paragraph.alignment).split(" ")[0])
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")) == " PAGE "
        assert "".join(text.text for text in paragraph._p.iter(qn("w:t"))) == "— 1 —"
    assert sides == ["RIGHT", "LEFT"]


def test_the_file_says_what_it_is(document: Document) -> None:
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (
        REPORT.title,
        "某某县投资促进局",
        "zh-CN",
    )


@pytest.mark.parametrize("parent", ORDERS)
def test_elements_stand_in_the_order_of_the_schema(parent: str) -> None:
    order = ORDERS[parent].split()
    with ZipFile(BytesIO(FILE)) as package:
        names = [n for n in package.namelist() if n.startswith("word/") and "theme" not in n]
        roots = [etree.fromstring(package.read(name)) for name in names if name.endswith(".xml")]
    found = [element for root in roots for element in root.iter(f"{{{W}}}{parent}")]
    assert found
    for element in found:
        places = [order.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places)


@given(ANY_TEXT)
@settings(deadline=None, max_examples=40)
def test_any_text_reaches_the_file(text: str) -> None:
    paragraphs = docx.Document(BytesIO(to_docx(of(text)))).paragraphs
    assert ink("".join(paragraph.text for paragraph in paragraphs)) == ink(text)
