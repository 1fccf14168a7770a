"""What calamine leaves out of an .xlsx: formula errors, and how far a sheet's cells reach."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final
from xml.parsers import expat

from defusedxml import ElementTree

CHUNK: Final = 1024 * 1024
MOST_CELLS: Final = 20_000_000  # of the rectangle around all values, which calamine allocates
WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
ID: Final = re.compile(r"\{[^}]*\}id")
ADDRESS: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")

# How Excel and WPS write a cell; whatever is written otherwise is parsed, which is slow.
CELL: Final = b"<c "
UNUSUAL: Final = tuple(re.compile(rb"<%b(?=[ />])(?! r=\")" % tag) for tag in (b"c", b"row"))
FAR_ROW: Final = re.compile(rb'<row r="(\d{5,})"')  # 10,000 and below
WIDE: Final = re.compile(rb' r="[A-Z]{2}')  # column AA and beyond
VERY_WIDE: Final = re.compile(rb' r="[A-Z]{3}')  # column AAA and beyond
ERROR_MARKS: Final = (b't="e"', b"t='e'")
ERROR: Final = re.compile(
    rb"""<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\st=["']e["'][^>]*>(?:(?!</c>|<v>).)*<v>([^<]*)</v>""",
    re.DOTALL,
)


class TooLarge(Exception):
    """A sheet whose values lie too far apart."""


class Malformed(Exception):
    """A sheet that is no XML."""


def parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the archive's part for each worksheet's name.

    Raises KeyError, ElementTree.ParseError or BadZipFile for a damaged workbook.
    """
    targets = {}
    for relation in ElementTree.fromstring(archive.read(RELATIONS)):
        if relation.get("Type", "").endswith("/worksheet"):
            target = posixpath.join("/xl", relation.get("Target", ""))
            targets[relation.get("Id")] = posixpath.normpath(target).lstrip("/")
    found = {}
    for sheet in ElementTree.fromstring(archive.read(WORKBOOK)).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in sheet.items() if ID.fullmatch(name)), None)
            if key in targets:
                found[sheet.get("name", "")] = targets[key]
    return found


def errors(archive: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]]:
    """Return the formula errors of a sheet by row (from 1) and column (from 0).

    Raises TooLarge, Malformed, KeyError or BadZipFile.
    """
    found = _skim(archive, part)
    if found is not None:
        return found
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.EntityDeclHandler = _refuse_entity
    parser.buffer_text = True
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise Malformed(str(error)) from error
    if (scan.right - scan.left + 1) * scan.bottom > MOST_CELLS:
        raise TooLarge
    return scan.errors


def _refuse_entity(*_: object) -> None:
    raise Malformed("entity")


def _skim(archive: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]] | None:
    """Return the errors from the raw text, fast; None if only parsing can tell."""
    found: dict[int, dict[int, str]] = {}
    rows, cols, usual = 9_999, 26, False
    with archive.open(part) as stream:
        for text in _pieces(stream):
            usual = usual or b"<sheetData" in text
            if not usual or len(text) > 8 * CHUNK or any(p.search(text) for p in UNUSUAL):
                return None
            rows = max(rows, max(map(int, FAR_ROW.findall(text)), default=0))
            if cols == 26 and WIDE.search(text):
                cols = 26 * 27
            if cols > 26 and VERY_WIDE.search(text):
                cols = 16_384
            if rows * cols > MOST_CELLS:
                return None
            if any(mark in text for mark in ERROR_MARKS):
                for letters, row, value in ERROR.findall(text):
                    found.setdefault(int(row), {})[column(letters.decode())] = value.decode()
    return found


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the text in pieces that each end before a cell, and the rest."""
    text = b""
    while piece := stream.read(CHUNK):
        text += piece
        end = text.rfind(CELL)
        if end > 0:
            yield text[:end]
            text = text[end:]
        elif len(text) > 8 * CHUNK:
            break
    yield text


class _Scan:
    """Walks a sheet's XML cell by cell."""

    def __init__(self) -> None:
        self.errors: dict[int, dict[int, str]] = {}
        self.row = self.col = -1
        self.bottom, self.left, self.right = 0, 16_384, 0
        self.is_error = self.in_value = False
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            row = attributes.get("r", "")
            self.row = int(row) if row.isdecimal() and len(row) < 8 else max(self.row, 0) + 1
            self.col = -1
        elif tag == "c":
            place = ADDRESS.fullmatch(attributes.get("r", ""))
            self.col += 1
            if place:
                self.row, self.col = int(place[2]), column(place[1])
            self.is_error = attributes.get("t") == "e"
        elif tag in ("v", "is"):
            self.in_value, self.value = self.is_error and tag == "v", []
            self.bottom = max(self.bottom, self.row)
            self.left, self.right = min(self.left, self.col), max(self.right, self.col)

    def end(self, name: str) -> None:
        if self.in_value and name.rpartition(" ")[2] == "v":
            self.in_value = False
            self.errors.setdefault(self.row, {})[self.col] = "".join(self.value)

    def text(self, text: str) -> None:
        if self.in_value:
            self.value.append(text)


def column(letters: str) -> int:
    """Return the column (from 0) of Excel's letters: AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
