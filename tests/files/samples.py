"""Files as people send them, and as they should not."""

from __future__ import annotations

import struct
import zipfile
import zlib
from base64 import b64decode
from io import BytesIO

import pypdfium2
from PIL import Image

TAKEN = "2023:03:02 09:10:11"
HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAABUAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmu"
    "bgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAA"
    "QAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAB1tZGF0AAAAESgBrwQY/Hk46/+fWjy8"
    "6dDg"
)


def a_picture(kind: str = "JPEG", side: int = 400, *, taken: str = "", tail: bytes = b"") -> bytes:
    """Return a picture with a camera's notes in it, and whatever somebody hung on at its end."""
    exif = Image.Exif()
    exif[0x010E] = "拍摄人住址：某路1号"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    paper = BytesIO()
    Image.new("RGB", (side, side // 2), (90, 140, 120)).save(paper, kind, exif=exif)
    return paper.getvalue() + tail


def a_pdf(pages: int = 2) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842).close()
    paper = BytesIO()
    document.save(paper)
    document.close()
    return paper.getvalue()


def a_heic() -> bytes:
    """Return a green square as an iPhone would save it; nothing here can write the format."""
    return b64decode(HEIC)


def a_package(kind: str = "docx", **more: str) -> bytes:
    parts = {
        "docx": {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"},
        "xlsx": {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"},
        "ofd": {"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<d/>"},
        "zip": {"readme.txt": "hello"},
    }[kind]
    paper = BytesIO()
    with zipfile.ZipFile(paper, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**parts, **more}.items():
            archive.writestr(name, text)
    return paper.getvalue()


def a_bomb(side: int = 30_000) -> bytes:
    """Return a PNG of a few kilobytes that claims to be 900 million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
