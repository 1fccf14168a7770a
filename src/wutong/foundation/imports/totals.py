"""Checking what a sheet adds up to: its 小计 and 合计 rows, and its 全年 beside the months.

Rows win over sums: a sum that disagrees is reported at its cell and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wutong.foundation.imports.amounts import read_amount, read_count
from wutong.foundation.imports.book import REPORT, Found
from wutong.foundation.imports.guessing import Use
from wutong.foundation.imports.kinds import LedgerKind
from wutong.foundation.imports.tables import Kind, Row, Table
from wutong.foundation.imports.texts import ERRORS, Value, fold, printed

SLACK = Decimal("0.00001")  # of a written unit: what adding binary fractions may leave over
Group = tuple[str, ...]


class Totals:
    """Running sums of the columns that hold amounts or counts, everything readable included."""

    def __init__(self, kind: LedgerKind, table: Table, mapping: list[Use]) -> None:
        columns = {column.index: column for column in table.columns}
        reads = {f.code: f.reads for f in kind.fields}
        summed = [u for u in mapping if reads[u.field] in {"amount", "count"}]
        self.columns = [u.col for u in summed if u.field != kind.cumulative]
        self.units = {c: columns[c].unit or table.unit or Decimal(1) for c in self.columns}
        self.counted = {u.col for u in summed if reads[u.field] == "count"}
        self.by = [u.col for u in mapping if u.field in kind.totals_by]
        self.own_unit = next((u.col for u in mapping if u.field == "unit_of_measure"), None)
        self.all: dict[tuple[int, Group], Decimal] = {}
        self.since: dict[tuple[int, Group], Decimal] = {}

    def observe(self, row: Row) -> Iterator[Found]:
        """Add a data row up, or check a sum row; yield what does not agree."""
        group = tuple(fold(printed(row.cells.get(c, ""))) for c in self.by)
        if row.kind is Kind.DATA:
            for col in self.columns:
                amount = self._read(row.cells.get(col), row, col)
                if amount is not None:
                    for sums in (self.all, self.since):
                        sums[col, group] = sums.get((col, group), Decimal(0)) + amount
            return
        sums = self.since if row.kind is Kind.SUBTOTAL else self.all
        for col in self.columns:
            if col in row.cells:
                yield from self._compare(row, col, sums.get((col, group), Decimal(0)))
        if row.kind is Kind.SUBTOTAL:
            self.since = {key: v for key, v in self.since.items() if key[1] != group}

    def _compare(self, row: Row, col: int, added: Decimal) -> Iterator[Found]:
        value = row.cells[col]
        cell, text = row.address(col), printed(value)
        if fold(text).upper() in ERRORS:
            message = f"合计是公式错误“{text}”，各行之和为{self._shown(added, col)}，以各行为准"
            yield Found("formula_error_total", REPORT, cell, message)
            return
        said = self._read(value, row, col)
        if said is None or abs(said - added) <= SLACK * self.units[col]:
            return
        message = (
            f"合计写为{text}，各行之和为{self._shown(added, col)}，"
            f"相差{self._shown(said - added, col)}，以各行为准"
        )
        yield Found("total_mismatch", REPORT, cell, message)

    def _read(self, value: Value | None, row: Row, col: int) -> Decimal | None:
        if value is None:
            return None
        try:
            if col in self.counted:
                return read_count(value)
            if self.own_unit is not None and "元" not in fold(
                printed(row.cells.get(self.own_unit, ""))
            ):
                return read_count(value)
            return read_amount(value, self.units[col])
        except ValueError:
            return None

    def _shown(self, amount: Decimal, col: int) -> str:
        unit = Decimal(1) if col in self.counted or self.own_unit is not None else self.units[col]
        return f"{(amount / unit).normalize():f}"
