"""The document as PDF. Needs the fonts of `npm install`, as the program itself does."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.documents.samples import REPORT, of
from wutong.foundation.documents import pdf
from wutong.foundation.documents.pdf import NPM_FOLDERS, NoFont, npm_fonts, to_pdf

NODE_MODULES = Path(__file__).parents[2] / "node_modules"


@pytest.fixture(scope="module")
def fonts() -> list[Path]:
    found = npm_fonts(NODE_MODULES)
    assert len(found) == len(NPM_FOLDERS), f"{NODE_MODULES} 中缺少字体包，请先运行 npm install"
    return found


def is_archive(file: bytes) -> bool:
    """Whether the file calls itself PDF/A-2b."""
    return bool(re.search(rb"pdfaid:part\W+2\W", file))


def test_the_pdf_is_an_a4_archive_file(fonts: list[Path]) -> None:
    file = to_pdf(REPORT, fonts, "某某县投资促进局")
    assert file.startswith(b"%PDF-1.7")
    assert is_archive(file)
    assert re.search(rb"/MediaBox\s*\[0 0 595\.\d+ 841\.\d+\]", file)


def test_a_page_holds_22_lines(fonts: list[Path]) -> None:
    def pages(lines: int) -> int:
        return len(re.findall(rb"/Type\s*/Page\b", to_pdf(of("一行文字。\n" * lines), fonts)))

    assert [pages(lines) for lines in (22, 23, 44, 45)] == [1, 2, 2, 3]


def test_a_line_holds_28_characters(fonts: list[Path]) -> None:
    def pages(characters: int) -> int:
        text = "字" * characters
        return len(re.findall(rb"/Type\s*/Page\b", to_pdf(of(text), fonts)))

    full = 22 * 28 - 2  # the first line is indented by two characters
    assert [pages(full), pages(full + 1)] == [1, 2]


def test_the_same_document_is_the_same_file(fonts: list[Path]) -> None:
    made = datetime(2024, 4, 8, 9, 30, tzinfo=UTC)
    assert to_pdf(REPORT, fonts, made=made) == to_pdf(REPORT, fonts, made=made)


def test_text_is_never_markup(fonts: list[Path]) -> None:
    assert is_archive(to_pdf(of("#panic() $x$ *_`<a> @b \\ /* [】 */ // #{"), fonts))


def test_rare_characters_of_names_are_at_hand(fonts: list[Path]) -> None:
    assert is_archive(to_pdf(of("玥喆祎昇堃瑄煊"), fonts))


def test_a_character_nobody_can_draw_does_not_stop_the_printing(fonts: list[Path]) -> None:
    file = to_pdf(of("甲\ue000乙"), fonts)
    assert file.startswith(b"%PDF")
    assert not is_archive(file)


def test_without_chinese_fonts_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def families(self) -> list[str]:
            return ["DejaVu Sans"]

    monkeypatch.setattr(pdf, "fonts_in", lambda folders: Bare())
    with pytest.raises(NoFont, match="@expo-google-fonts/noto-serif-sc"):
        to_pdf(REPORT)
