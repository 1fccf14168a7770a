"""A card (项目卡): one A4 page that shows one thing at a glance, as PDF through Typst.

Title, a picture, figures, facts, paragraphs, and a QR code that leads to the page on screen.
What is too long is set smaller until it fits, and never runs on to a second page.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from wutong.foundation.documents.pdf import NO_GLYPH, faces_at_hand, fonts_in, in_bytes

TEMPLATE = Path(__file__).with_name("card.typ")
CHAT_PPI = 130.0  # 1075 pixels wide: sharp on a phone, small enough for a chat
LONGEST = 300  # characters of a paragraph that a card still takes


@dataclass(frozen=True)
class Card:
    """What a card says. `figures` and `facts` are (label, text); `sections` (title, text)."""

    title: str
    kicker: str = ""
    figures: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    contact: str = ""
    footer: str = ""
    url: str = ""
    url_says: str = ""


def qr_svg(url: str) -> str:
    """Return the QR code of an address as SVG, dark on nothing."""
    made: str = segno.make(url, error="m", micro=False).svg_inline(border=0, scale=4)
    return made


def picture_svg(jpeg: bytes) -> str:
    """Return a JPEG as SVG that fills its frame: Typst's Python takes no other files than text."""
    data = b64encode(jpeg).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 178 80" width="178" height="80">'
        '<image width="178" height="80" preserveAspectRatio="xMidYMid slice" '
        f'href="data:image/jpeg;base64,{data}"/></svg>'
    )


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text in one paragraph, cut with … where a card cannot hold it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def to_card(
    card: Card,
    form: Literal["pdf", "png"] = "pdf",
    *,
    picture: bytes | None = None,
    font_dirs: Iterable[Path] = (),
    made: datetime | None = None,
) -> bytes:
    """Return the card as the bytes of a PDF or, for a chat, a PNG; `picture` is a JPEG.

    Raises NoFont when there is no Chinese font.
    """
    fonts = fonts_in(tuple(sorted(font_dirs)))
    said = asdict(card) | {
        "sections": [(title, shortened(text)) for title, text in card.sections],
        "faces": faces_at_hand(fonts.families()),
        "qr": "/qr.svg" if card.url else "",
        "picture": "/picture.svg" if picture else "",
    }
    files: Any = {"main.typ": TEMPLATE.read_bytes()}  # its stubs know single files alone
    if card.url:
        files["qr.svg"] = qr_svg(card.url).encode()
    if picture:
        files["picture.svg"] = picture_svg(picture).encode()
    data = {"card": json.dumps(said, ensure_ascii=False)}
    compiler = typst.Compiler(files, font_paths=fonts, sys_inputs=data)
    if form == "png":
        return in_bytes(compiler.compile(format="png", ppi=CHAT_PPI))
    try:
        return in_bytes(compiler.compile(format="pdf", timestamp=made, pdf_standards=["a-2b"]))
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise
        return in_bytes(compiler.compile(format="pdf", timestamp=made))
