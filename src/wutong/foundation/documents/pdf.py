"""The document as PDF, through Typst, on the same page as the .docx.

PDF/A-2b, the archive format, whenever the fonts have every character of the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from wutong.foundation.documents import layout
from wutong.foundation.documents.composition import Block, Composition
from wutong.foundation.documents.titles import title_lines

TEMPLATE = Path(__file__).with_name("page.typ")

# Folders below a node_modules, with the weights that the page uses and no others: each file
# is 10 to 15 MB.
NPM_FOLDERS = (
    "@expo-google-fonts/noto-serif-sc/400Regular",
    "@expo-google-fonts/noto-serif-sc/600SemiBold",
    "@expo-google-fonts/noto-serif-sc/700Bold",
    "@expo-google-fonts/noto-sans-sc/500Medium",
)
# In order of preference: the official faces, then the packages' Noto, then the system's.
# Noto follows every other face, since older faces lack the rare characters of names.
SERIF = ("Noto Serif SC", "Noto Serif CJK SC")
SANS = ("Noto Sans SC", "Noto Sans CJK SC")
FACES = {
    "title": (
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "方正小标宋简体",
        "方正小标宋_GBK",
        *SERIF,
    ),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", *SERIF, *SANS),
    "first": ("SimHei", "黑体", "STHeiti", "Heiti SC", *SANS, *SERIF),
    "second": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai", *SERIF),
    "page": ("SimSun", "宋体", "STSong", *SERIF, *SANS),
}
NO_GLYPH = "could not be displayed"  # Typst's words for a character that no face has
ADVICE = (
    "没有可用的中文字体，无法生成 PDF。请在程序目录运行 npm install（安装 "
    "@expo-google-fonts/noto-serif-sc 和 @expo-google-fonts/noto-sans-sc），"
    "或运行 apt-get install fonts-noto-cjk。"
)


class NoFont(RuntimeError):
    """No Chinese font can be found; the message tells the operator what to install."""


def npm_fonts(node_modules: Path) -> list[Path]:
    """Return the font folders that the npm packages put below `node_modules`."""
    folders = (node_modules / folder for folder in NPM_FOLDERS)
    return [folder for folder in folders if folder.is_dir()]


def to_pdf(
    composition: Composition,
    font_dirs: Iterable[Path] = (),
    author: str = "",
    made: datetime | None = None,
) -> bytes:
    """Return the document as the bytes of a PDF file.

    Fonts installed on the system are used besides those in `font_dirs`. Raises NoFont when
    neither has a Chinese one. The same document, `made` at the same moment, is the same file
    to the last byte; without `made` it is made now.
    """
    fonts = fonts_in(tuple(sorted(font_dirs)))
    faces = faces_at_hand(fonts.families())
    data = json.dumps(_data(composition, author, faces), ensure_ascii=False)
    # A compiler for each document: one kept alive would keep the text of the last.
    compiler = typst.Compiler(TEMPLATE, font_paths=fonts, sys_inputs={"document": data})
    try:
        return in_bytes(compiler.compile(format="pdf", timestamp=made, pdf_standards=["a-2b"]))
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise
        # PDF/A forbids characters without a glyph. A box on paper beats no paper at all.
        return in_bytes(compiler.compile(format="pdf", timestamp=made))


@cache  # reading a folder of fonts takes a tenth of a second
def fonts_in(folders: tuple[Path, ...]) -> typst.Fonts:
    # No embedded fonts: they have no Chinese, and would stand in unseen for digits.
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=list(folders)
    )


def faces_at_hand(families: Sequence[str]) -> dict[str, list[str]]:
    """Return the faces that are at hand for each use, best first."""
    at_hand = set(families)
    chosen = {use: [face for face in faces if face in at_hand] for use, faces in FACES.items()}
    anything = [face for faces in chosen.values() for face in faces]
    if not anything:
        raise NoFont(ADVICE)
    return {use: faces or anything for use, faces in chosen.items()}


def _data(composition: Composition, author: str, faces: dict[str, list[str]]) -> dict[str, Any]:
    places = layout.closing(composition.signed_by, composition.dated)
    return {
        "title": title_lines(composition.title),
        "author": author or composition.signed_by,
        "blocks": [_block(block) for block in composition.blocks],
        "footer": composition.footer,
        "closing": [
            {"text": composition.signed_by, "characters": places.signed_by},
            {"text": composition.dated, "characters": places.dated},
        ],
        "faces": faces,
        "layout": {
            "page": layout.PAGE_MM,
            "top": layout.TOP_MM,
            "right": layout.RIGHT_MM,
            "bottom": layout.BOTTOM_MM,
            "left": layout.LEFT_MM,
            "title": layout.TITLE_PT,
            "body": layout.BODY_PT,
            "small": layout.SMALL_PT,
            "line": layout.LINE_PT,
            "tracking": layout.TRACKING_PT,
        },
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "level": block.level,
        "whole": block.is_heading,
        "runs": [{"text": run.text, "style": run.style} for run in block.runs],
    }


def in_bytes(compiled: bytes | list[bytes] | None) -> bytes:
    if not isinstance(compiled, bytes):
        raise TypeError("Typst returned no PDF")
    return compiled
