"""A sheet as a table: named columns, and rows that keep their cells' addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from wutong.foundation.imports.layout import (
    BANNER,
    NUMBER,
    NUMBERED,
    Column,
    Layout,
    Texts,
    find_layout,
    group_of,
    texts_of,
)
from wutong.foundation.imports.reading import Merge, Sheet, address
from wutong.foundation.imports.texts import Value, printed

__all__ = ["Column", "Kind", "Row", "Table", "group_of", "read_table"]

END: Final = re.compile(
    r"(?:注|备注|说明|填表说明|附注)\d*:|(?:填报|填表|制表|审核|审批|经办|负责|联系|统计)人"
    r"|制表(?:单位|时间|日期)?:|单位负责人|填报日期|分管领导(?:签字)?:"
)
SUM: Final = re.compile(r"(?P<whose>.{0,12}?)(?P<word>小计|合计|总计|共计)(?:[（:].*)?")
NUMERAL: Final = re.compile(r"(?:[一二三四五六七八九十]+|（[一二三四五六七八九十]+）)[、.]?")
NUMBERING: Final = re.compile(r"[甲乙丙丁]|\d{1,2}(?:=[\d+\-*/×÷()（）]+)?")
SUM_WITHIN: Final = 3  # filled cells from the left that may name a sum


class Kind(StrEnum):
    DATA = "data"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by Excel's number; `cells` holds the filled ones by Excel's column from 0.

    A vertically merged cell is in every row it spans: `inherited` names those columns whose
    value stands in a row above, `tops` the cell where each merged value stands.
    """

    number: int
    cells: dict[int, Value]
    banner: str
    kind: Kind
    inherited: frozenset[int] = frozenset()
    tops: dict[int, tuple[int, int]] = field(default_factory=dict)

    def address(self, col: int) -> str:
        """Return the address of the cell to show: of a merged one its top."""
        return address(*self.tops.get(col, (self.number, col)))


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet; header rows count from 1, `unit` is the yuan in one unit."""

    sheet: Sheet
    layout: Layout
    leftover: list[int] = field(default_factory=list)
    """After `rows` has run: numbers of rows below the note that look like data, unread."""

    @property
    def title(self) -> str:
        return self.layout.title

    @property
    def unit(self) -> Decimal | None:
        return self.layout.unit

    @property
    def year(self) -> int | None:
        return self.layout.year

    @property
    def header_first(self) -> int:
        return self.layout.header_first

    @property
    def header_last(self) -> int:
        return self.layout.header_last

    @property
    def columns(self) -> list[Column]:
        return self.layout.columns

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header, sums too, without blank rows and banners.

        Reads the sheet again each time. Raises Unreadable.
        """
        self.leftover.clear()
        yield from _Body(self).rows()


def read_table(sheet: Sheet) -> Table | None:
    """Return the table on the sheet, or None if no row has two filled cells."""
    layout = find_layout(sheet.rows(), sheet.merges, sheet.name)
    return Table(sheet, layout) if layout else None


class _Body:
    """Walks the rows below the header once."""

    def __init__(self, table: Table) -> None:
        self.table, self.layout = table, table.layout
        self.first = self.layout.columns[0]
        self.numbered = bool(NUMBERED.fullmatch(self.first.path[-1]))
        self.suspect = self.layout.above | {
            text for texts in self.layout.header_texts for text in texts.values()
        }
        self.banners: list[tuple[int, str]] = []
        self.ended = False
        body = [m for m in table.sheet.merges if m.first_row >= self.layout.header_last]
        self.wide = {
            (m.first_row + 1, m.first_col): m.last_col - m.first_col + 1
            for m in body
            if m.last_col > m.first_col
        }
        self.waiting = sorted((m for m in body if m.last_row > m.first_row), reverse=True)
        self.open: list[tuple[Merge, Value | None]] = []

    def rows(self) -> Iterator[Row]:
        for number, values in self.table.sheet.rows():
            if number <= self.layout.header_last:
                continue
            cells = {
                col: value
                for col, value in enumerate(values)
                if value is not None and (value.__class__ is not str or not value.isspace())
            }
            inherited, tops = self._merged(number, cells)
            if not cells:
                continue
            kind = Kind.DATA
            if not self._is_plain(number, cells, inherited):
                texts = texts_of(values)
                if self._passes_over(number, texts):
                    continue
                if not inherited and self._is_banner(number, texts):
                    self._hang(next(iter(texts.values())))
                    continue
                kind = self._kind(texts, inherited)
            if inherited:
                cells = dict(sorted({**cells, **inherited}.items()))
            yield Row(number, cells, self.banner, kind, frozenset(inherited), tops)

    def _is_plain(self, number: int, cells: dict[int, Value], inherited: dict[int, Value]) -> bool:
        """Tell at a glance whether a row is data, as nearly all are."""
        if self.ended or len(cells) <= SUM_WITHIN or number == self.layout.header_last + 1:
            return False
        for value in (*cells.values(), *inherited.values()):
            if value.__class__ is str and "计" in value:
                return False
        first = next(iter(cells.values()))
        if first.__class__ is not str:
            return True
        text = printed(first)
        return not (text in self.suspect or END.match(text) or NUMERAL.fullmatch(text))

    @property
    def banner(self) -> str:
        return "|".join(text for _, text in self.banners)

    def _merged(
        self, number: int, cells: dict[int, Value]
    ) -> tuple[dict[int, Value], dict[int, tuple[int, int]]]:
        """Return what the row has from vertical merges: values of rows above, and their cells."""
        row = number - 1
        while self.waiting and self.waiting[-1].first_row <= row:
            merge = self.waiting.pop()
            value = cells.get(merge.first_col) if merge.first_row == row else None
            self.open.append((merge, value))
        self.open = [(merge, value) for merge, value in self.open if merge.last_row >= row]
        inherited, tops = {}, {}
        for merge, value in self.open:
            tops[merge.first_col] = (merge.first_row + 1, merge.first_col)
            if value is not None and merge.first_row < row:
                inherited[merge.first_col] = value
        return inherited, tops

    def _passes_over(self, number: int, texts: Texts) -> bool:
        """Tell whether a row belongs to the page, not to the table."""
        if texts in self.layout.header_texts and len(texts) > 1:
            self.ended = False  # printed again on the next page
            return True
        if self.ended or END.match(next(iter(texts.values()))):
            if self.ended and 2 * len(texts) > self.layout.width:
                self.table.leftover.append(number)
            self.ended = True
            return True
        if texts in self.layout.header_texts or self.layout.above.issuperset(texts.values()):
            return True
        return number == self.layout.header_last + 1 and _is_numbering(texts)

    def _is_banner(self, number: int, texts: Texts) -> bool:
        if len(texts) != 1:
            return False
        col, text = next(iter(texts.items()))
        if SUM.fullmatch(text) or NUMBER.fullmatch(text):
            return False
        if 2 * self.wide.get((number, col), 1) > self.layout.width or BANNER.fullmatch(text):
            return True
        return self.numbered and col == self.first.index

    def _hang(self, text: str) -> None:
        """Set the banner, a（一）below its 一、."""
        found = BANNER.fullmatch(text)
        level = 2 if found and found["inner"] else 1
        self.banners = [(above, name) for above, name in self.banners if above < level]
        self.banners.append((level, text))

    def _kind(self, texts: Texts, inherited: dict[int, Value]) -> Kind:
        every = {**texts, **{col: printed(value) for col, value in inherited.items()}}
        for named in (texts, dict(sorted(every.items()))):
            for place, text in enumerate(named.values()):
                found = SUM.fullmatch(text)
                if found and (place < SUM_WITHIN or text == found["word"]):
                    return Kind.SUBTOTAL if found["word"] == "小计" else Kind.TOTAL
        if self.numbered and self._is_group(texts):
            numeral, name, *_ = texts.values()
            self._hang(f"{numeral}{'' if numeral[-1] in '、.）' else '、'}{name}")
            return Kind.SUBTOTAL
        return Kind.DATA

    def _is_group(self, texts: Texts) -> bool:
        """Tell whether a row such as 一 | 新建项目 | | 12,000 sums up the rows below it."""
        first, *rest = texts.items()
        return (
            first[0] == self.first.index
            and bool(NUMERAL.fullmatch(first[1]))
            and 2 * len(texts) <= self.layout.width
            and bool(rest)
            and not NUMBER.fullmatch(rest[0][1])
            and all(NUMBER.fullmatch(text) for _, text in rest[1:])
        )


def _is_numbering(texts: Texts) -> bool:
    """Tell whether the row numbers the columns: 甲 乙 1 2 3."""
    filled = list(texts.values())
    if len(filled) < 4 or not all(NUMBERING.fullmatch(text) for text in filled):
        return False
    numbers = [int(text.partition("=")[0]) for text in filled if text[0].isdecimal()]
    return numbers == list(range(1, len(numbers) + 1))
