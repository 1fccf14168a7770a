"""The document as .docx, on the page of GB/T 9704-2012, for Word, WPS and LibreOffice."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE as PART
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run as DocxRun

from wutong.foundation.documents import layout
from wutong.foundation.documents.composition import Block, Composition
from wutong.foundation.documents.titles import title_lines
from wutong.foundation.documents.word_parts import FONTS, LINE, SETTINGS, STYLES

# Parts of python-docx's template that contradict our styles, or that nothing here uses.
UNUSED = {"stylesWithEffects", "numbering", "customXml", "thumbnail"}
PARAGRAPH_STYLES = {1: "heading 1", 2: "heading 2"}


def to_docx(composition: Composition, author: str = "", made: datetime | None = None) -> bytes:
    """Return the document as the bytes of a .docx file.

    `author` is the organisation; without `made` the file says it was made now.
    """
    document = _blank()
    title, author = composition.title.replace("\n", ""), author or composition.signed_by
    _describe(document, title, author, made or datetime.now(UTC))
    _set_page(document.sections[0])
    if composition.title:
        _add_title(document, composition.title)
    for block in composition.blocks:
        _add_block(document, block)
    _add_closing(document, composition)
    if composition.footer:
        document.add_paragraph(composition.footer, style="附注")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _blank() -> Docx:
    """Return an empty document with our own styles, fonts and settings."""
    document = Document()
    # Replacing the parts' content keeps the package's relationships as python-docx made them.
    for root, xml in ((document.styles.element, STYLES), (document.settings.element, SETTINGS)):
        for child in list(root):
            root.remove(child)
        for child in list(parse_xml(xml.encode())):
            root.append(child)
    for rels in (document.part.rels, document.part.package.rels):
        for key, related in list(rels.items()):
            if related.reltype.rsplit("/", 1)[-1] in UNUSED:
                del rels[key]
    document.part.part_related_by(PART.FONT_TABLE)._blob = FONTS.encode()
    return document


def _describe(document: Docx, title: str, author: str, made: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = (
        title[:255],  # python-docx refuses longer
        author[:255],
        author[:255],
    )
    properties.comments = properties.keywords = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = made
    properties.revision = 1


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = (Mm(side) for side in layout.PAGE_MM)
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(15), Mm(layout.FOOTER_MM)
    grid = section._sectPr.find(qn("w:docGrid"))  # the template has one, in its place
    for name in list(grid.attrib):
        del grid.attrib[name]
    # Lines only: LibreOffice mis-spaces a grid of characters. Those are set by tracking.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE))
    _number_pages(section.footer, ALIGN.RIGHT)
    _number_pages(section.even_page_footer, ALIGN.LEFT)


def _number_pages(footer: _Footer, side: ALIGN) -> None:
    """Print “— 1 —” one character from the outer edge of the leaf."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "footer"
    paragraph.alignment = side
    if side is ALIGN.RIGHT:
        paragraph.paragraph_format.right_indent = Pt(layout.SMALL_PT)
    else:
        paragraph.paragraph_format.left_indent = Pt(layout.SMALL_PT)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple", {qn("w:instr"): " PAGE "})
    paragraph._p.append(field)
    number = OxmlElement("w:r")
    field.append(number)
    DocxRun(number, paragraph).text = "1"  # what shows until the program counts
    paragraph.add_run(" —")


def _add_title(document: Docx, title: str) -> None:
    """Print the title as one paragraph, so that a navigation pane shows one title."""
    run = document.add_paragraph(style="Title").add_run()
    for number, line in enumerate(title_lines(title)):
        if number:
            run.add_break()
        run.add_text(line)


def _add_block(document: Docx, block: Block) -> None:
    styled = PARAGRAPH_STYLES[block.level] if block.is_heading else None
    paragraph = document.add_paragraph(style=styled)
    for run in block.runs:
        printed = paragraph.add_run(run.text)
        if run.style == "missing":
            printed.style = "待填"
        elif run.style == "heading" and not styled:
            printed.style = "二级标题"


def _add_closing(document: Docx, composition: Composition) -> None:
    """Print signature and date one empty line below the text."""
    places = layout.closing(composition.signed_by, composition.dated)
    lines = [
        _closing_line(document, text, characters)
        for text, characters in (
            (composition.signed_by, places.signed_by),
            (composition.dated, places.dated),
        )
        if text
    ]
    if lines:
        lines[0].paragraph_format.space_before = Pt(layout.LINE_PT)
        lines[-1].paragraph_format.keep_with_next = False


def _closing_line(document: Docx, text: str, characters: float) -> Paragraph:
    paragraph = document.add_paragraph(text, style="落款")
    # A point a quarter narrower than 16: the pitch at which the line holds 28 characters.
    pitch = layout.BODY_PT + layout.TRACKING_PT
    paragraph.paragraph_format.right_indent = Pt(characters * pitch)
    return paragraph
