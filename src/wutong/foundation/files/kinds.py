"""What a file is, told by its content; its name is only what its sender calls it."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from wutong.foundation.files import packages
from wutong.foundation.files.unfit import Unfit

HEAD: Final = 512
TAIL: Final = 1024  # in which a PDF must end, as its readers expect
LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class MediaType:
    """A kind of file that may be kept; `is_drawn`: a picture of it can be made."""

    code: str
    label: str
    name: str
    suffix: str
    is_picture: bool = False
    is_drawn: bool = False


PDF = MediaType("pdf", "PDF", "application/pdf", ".pdf", is_drawn=True)
OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
TYPES: Final = {
    kind.code: kind
    for kind in (
        PDF,
        MediaType("jpeg", "JPEG图片", "image/jpeg", ".jpg", is_picture=True, is_drawn=True),
        MediaType("png", "PNG图片", "image/png", ".png", is_picture=True, is_drawn=True),
        MediaType("webp", "WebP图片", "image/webp", ".webp", is_picture=True, is_drawn=True),
        MediaType("heic", "HEIC照片", "image/heic", ".heic", is_picture=True, is_drawn=True),
        MediaType("ofd", "OFD版式文件", "application/ofd", ".ofd"),
        MediaType("docx", "Word文档", f"{OPEN_XML}.wordprocessingml.document", ".docx"),
        MediaType("xlsx", "Excel工作簿", f"{OPEN_XML}.spreadsheetml.sheet", ".xlsx"),
    )
}
BY_NAME: Final = {kind.name: kind for kind in TYPES.values()}

HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
SIGNATURES: Final = (
    (re.compile(rb"%PDF-[12]\."), "pdf"),
    (re.compile(rb"\xff\xd8\xff"), "jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"....ftyp(?:" + b"|".join(HEIC_BRANDS) + rb")", re.DOTALL), "heic"),
)
# What people send by mistake or on purpose, and what to do instead.
STRANGERS: Final = (
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|#!"), "其实是程序", "程序不能作为材料"),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|svg|script|!--)", re.IGNORECASE),
        "其实是网页或SVG",
        "请截图或打印成PDF后上传",
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "是旧版Office文件", "请另存为.docx、.xlsx或PDF后上传"),
    (re.compile(rb"GIF8|BM|II\*\x00|MM\x00\*"), "是不支持的图片格式", "请另存为JPEG或PNG后上传"),
    (re.compile(rb"....ftyp", re.DOTALL), "是视频或不支持的照片格式", "请截图或转成JPEG后上传"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|PK\x05\x06"), "是压缩包", "请解压后逐个上传"),
)


def allowed() -> list[MediaType]:
    return [TYPES[code] for code in settings.FILE_TYPES if code in TYPES]


def allowed_words() -> str:
    return "、".join(kind.label for kind in allowed())


def type_of(path: Path, called: str) -> MediaType:
    """Return what a file is by its content. Raises Unfit for what is not allowed or broken."""
    size = path.stat().st_size
    if size == 0:
        raise Unfit(called, "是空文件", "请检查后重新上传")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, size - TAIL))
        tail = stream.read()
    code = next((code for signature, code in SIGNATURES if signature.match(head)), "")
    if head.startswith(b"PK\x03\x04"):
        code = packages.kind_of(path, called)
    elif code and zipfile.is_zipfile(path):
        raise Unfit(called, "同时是另一种文件（压缩包）", "请重新导出或重新拍照后上传")
    if code == "pdf" and b"%%EOF" not in tail:
        raise Unfit(called, "已损坏或没有传完整", "请用阅读器打开确认、另存后重新上传")
    if not code:
        raise stranger(head, called)
    if code not in settings.FILE_TYPES:
        raise Unfit(called, f"是{TYPES[code].label}，本系统不收", f"请转成{allowed_words()}后上传")
    return TYPES[code]


def stranger(head: bytes, called: str) -> Unfit:
    for signature, wrong, todo in STRANGERS:
        if signature.match(head):
            return Unfit(called, wrong, todo)
    return Unfit(called, "不是可以作为材料的文件", f"请上传{allowed_words()}")


def clean_name(given: str) -> str:
    """Return a name to show: no path, no control or direction marks, not too long."""
    leaf = PurePosixPath(given.replace("\\", "/")).name
    kept = "".join(sign for sign in leaf if unicodedata.category(sign)[0] != "C")
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}" if stem else kept
    return kept[:LONGEST_NAME] or "未命名"


def served_name(name: str, kind: MediaType) -> str:
    """Return the name a file is handed out by: with the ending that its content has."""
    suffix = PurePosixPath(name).suffix.lower()
    same = suffix == kind.suffix or (kind.code == "jpeg" and suffix == ".jpeg")
    return name if same else f"{name}{kind.suffix}"
