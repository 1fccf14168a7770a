"""What an uploaded ledger may be: an .xlsx, .xls or .csv by content, whole and harmless."""

from __future__ import annotations

import codecs
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from xlrd.compdoc import CompDoc, CompDocError

MIB: Final = 1024 * 1024
LARGEST_FILE: Final = 200 * MIB
LARGEST_UNPACKED: Final = 1024 * MIB
LARGEST_RATIO: Final = 200  # of members over 10 MiB
RATIO_FROM: Final = 10 * MIB
MOST_MEMBERS: Final = 10_000
CHUNK: Final = MIB

OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET_PARTS: Final = ("xl/workbook.xml", "[Content_Types].xml")
ENTITIES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Control characters that no text has: a picture or a program, whatever its name says.
BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
MARKUP: Final = re.compile(
    r"\s*<(?:!doctype|html|\?xml|table|head|meta|style|div)\b", re.IGNORECASE
)
BOF, EOF, FILEPASS, BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85


class Format(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


class Unreadable(Exception):
    """A file that is refused; the text tells the person who sent it why and what to do."""

    def __init__(self, name: str, wrong: str, todo: str) -> None:
        super().__init__(f"文件“{name}”{wrong}，{todo}。")


def check(path: str | os.PathLike[str], *, name: str | None = None) -> None:
    """Refuse a file that is unsafe, broken or no ledger; `name` is what its sender calls it.

    Raises Unreadable.
    """
    inspect(path, name=name)


def inspect(path: str | os.PathLike[str], *, name: str | None = None) -> Format:
    """Return what the file is by its content, after every check. Raises Unreadable."""
    file = Path(path)
    called = name or file.name
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise Unreadable(called, "打不开", "请重新上传") from error
    if size == 0:
        raise Unreadable(called, "是空文件", "请检查后重新上传")
    if size > LARGEST_FILE:
        raise Unreadable(called, "超过200MB", "请删除图片和多余的工作表，或拆成几个文件上传")
    if head.startswith(b"PK"):
        _check_zip(file, called)
        return Format.XLSX
    if head.startswith(OLE):
        _check_ole(file, called)
        return Format.XLS
    encoding_of(file, called)
    return Format.CSV


def encoding_of(path: Path, called: str) -> str:
    """Return the encoding in which the whole file is text. Raises Unreadable."""
    with path.open("rb") as stream:
        wide = stream.read(2) in UTF16
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as text:
                _check_text(text.read(CHUNK), called)
                while piece := text.read(CHUNK):
                    _check_text(piece, called, first=False)
        except UnicodeError:
            continue
        return encoding
    raise _wrong_type(called)


def _check_text(piece: str, called: str, *, first: bool = True) -> None:
    if first and MARKUP.match(piece):
        raise Unreadable(
            called, "其实是网页或XML", "请用Excel或WPS打开后另存为“Excel 工作簿（.xlsx）”再上传"
        )
    if (first and piece.startswith(("%PDF", "{\\rtf"))) or BINARY.search(piece):
        raise _wrong_type(called)
    if first and not piece.strip().strip(",;\t"):
        raise Unreadable(called, "没有内容", "请检查后重新上传")


def _wrong_type(called: str) -> Unreadable:
    return Unreadable(called, "不是Excel表格或CSV文件", "请另存为.xlsx、.xls或.csv后上传")


def _broken(called: str) -> Unreadable:
    return Unreadable(called, "已损坏或没有传完整", "请用Excel或WPS打开确认、另存后重新上传")


def _encrypted(called: str) -> Unreadable:
    return Unreadable(called, "设有打开密码", "请取消密码后重新上传")


def _macros(called: str) -> Unreadable:
    return Unreadable(called, "含有宏", "请另存为不含宏的“Excel 工作簿（.xlsx）”再上传")


def _check_zip(path: Path, called: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members, called)
            _check_parts(members, called)
            for member in members:
                _check_member(archive, member, called)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise _broken(called) from error
    except (struct.error, ValueError, RuntimeError) as error:
        raise _broken(called) from error


def _check_sizes(members: list[zipfile.ZipInfo], called: str) -> None:
    unpacked = sum(member.file_size for member in members)
    dense = any(
        member.file_size > RATIO_FROM
        and member.file_size > LARGEST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or dense:
        raise Unreadable(
            called, "展开后过大，可能是恶意压缩文件", "请删除空白行列后另存，或拆成几个文件上传"
        )


def _check_parts(members: list[zipfile.ZipInfo], called: str) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise _encrypted(called)
    names = [member.filename.lower() for member in members]
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise _macros(called)
    if len(set(names)) != len(names):
        raise _broken(called)  # of two parts with one name, each reader may take another
    if any(part.lower() not in names for part in SHEET_PARTS):
        raise _wrong_type(called)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, called: str) -> None:
    """Unpack one part piece by piece: its checksum proves its size, its text its harmlessness."""
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            if not is_xml:
                continue
            if not tail and piece.startswith(UTF16):
                raise _wrong_type(called)  # no spreadsheet program writes it; it hides entities
            if b"<!" in piece or tail.endswith(b"<"):
                _check_xml(tail + piece, called)
            if member.filename.lower() == "[content_types].xml" and b"macroEnabled" in piece:
                raise _macros(called)
            tail = piece[-16:]


def _check_xml(piece: bytes, called: str) -> None:
    if ENTITIES.search(piece):
        raise Unreadable(called, "含有不允许的XML实体声明", "请用Excel或WPS打开后另存再上传")


def _check_ole(path: Path, called: str) -> None:
    data = path.read_bytes()
    try:
        with open(os.devnull, "w") as log:
            document = CompDoc(data, logfile=log)
            names = {str(node.name) for node in document.dirlist}
            book = None
            for stream in ("Workbook", "Book"):
                book = book or document.get_named_stream(stream)
    except (CompDocError, struct.error, IndexError, ValueError, AssertionError, TypeError) as error:
        raise _broken(called) from error
    if "EncryptedPackage" in names:
        raise _encrypted(called)
    if any(name.upper() in ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA") for name in names):
        raise _macros(called)
    if not book:
        raise _wrong_type(called)
    kinds = []
    for record, body in _globals(book, called):
        if record == FILEPASS:
            raise _encrypted(called)
        if record == BOUNDSHEET and len(body) > 5:
            kinds.append(body[5])
    if any(kind in (1, 6) for kind in kinds):  # Excel 4 macro sheet, Visual Basic module
        raise _macros(called)


def _globals(book: bytes, called: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records that describe the workbook, up to the first sheet's."""
    position = 0
    while position + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, position)
        if position == 0 and record != BOF:
            break
        yield record, book[position + 4 : position + 4 + length]
        if record == EOF:
            return
        position += 4 + length
    raise _broken(called)
