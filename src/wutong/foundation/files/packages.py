"""Files that are zip packages inside: OFD, DOCX and XLSX, whole, bounded and without macros."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from wutong.foundation.files.unfit import Unfit

MIB: Final = 1024 * 1024
LARGEST_UNPACKED: Final = 500 * MIB
LARGEST_RATIO: Final = 200  # of members over 10 MiB
RATIO_FROM: Final = 10 * MIB
MOST_MEMBERS: Final = 5_000
PIECE: Final = MIB
PARTS: Final = (("ofd.xml", "ofd"), ("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
MACROS: Final = re.compile(r"vbaproject|macrosheets/|activex/|vbadata")
ENTITIES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)


def kind_of(path: Path, called: str) -> str:
    """Return which package it is: `ofd`, `docx` or `xlsx`. Raises Unfit for every other."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _kind(archive, called)
    except BROKEN as error:
        raise Unfit(called, "已损坏或没有传完整", "请打开确认、另存后重新上传") from error


def _kind(archive: zipfile.ZipFile, called: str) -> str:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    code = next((code for part, code in PARTS if part in names), "")
    if not code or (code != "ofd" and "[content_types].xml" not in names):
        raise Unfit(called, "是压缩包", "请解压后逐个上传")
    if any(member.flag_bits & 1 for member in members):
        raise Unfit(called, "设有密码", "请取消密码后重新上传")
    if any(MACROS.search(name) for name in names):
        raise Unfit(called, "含有宏或控件", "请另存为不含宏的文件或PDF后上传")
    if len(set(names)) != len(names):
        raise ValueError("of two parts with one name, each reader may take another")
    _refuse_bomb(members, called)
    for member in members:
        _read(archive, member, called)
    return code


def _refuse_bomb(members: list[zipfile.ZipInfo], called: str) -> None:
    dense = any(
        m.file_size > RATIO_FROM and m.file_size > LARGEST_RATIO * max(m.compress_size, 1)
        for m in members
    )
    unpacked = sum(member.file_size for member in members)
    if dense or unpacked > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
        raise Unfit(called, "展开后过大，可能是恶意文件", "请另存或打印成PDF后上传")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, called: str) -> None:
    """Unpack one part piece by piece: its checksum proves its size, its text its harmlessness."""
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(member) as stream:
        while piece := stream.read(PIECE):
            if is_xml and ENTITIES.search(tail + piece):
                raise Unfit(called, "含有不允许的XML实体声明", "请打开后另存再上传")
            if member.filename.lower() == "[content_types].xml" and b"macroEnabled" in piece:
                raise Unfit(called, "含有宏", "请另存为不含宏的文件或PDF后上传")
            tail = piece[-16:]
