"""Checking what a sheet adds up to: its 小计 and 合计 rows, and its 全年 beside the months.

Rows win over sums: a sum that disagrees is reported at its cell and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wutong.foundation.imports.amounts import read_amount, read_count, unit_of
from wutong.foundation.imports.book import REPORT, Found
from wutong.foundation.imports.crosstabs import Use
from wutong.foundation.imports.kinds import LedgerKind
from wutong.foundation.imports.tables import Kind, Row, Table
from wutong.foundation.imports.texts import ERRORS, Value, fold, printed

SLACK = Decimal("0.00001")  # of a written unit: what adding binary fractions may leave over
Group = tuple[str, ...]
Sums = dict[tuple[int, Group], Decimal]


def _within(sums: Sums, col: int, group: Group) -> Decimal:
    """Return a column's sum over the groups that a sum row means: a blank means every one."""
    found = (
        amount
        for (at, of), amount in sums.items()
        if at == col and all(not mine or mine == its for mine, its in zip(group, of, strict=True))
    )
    return sum(found, Decimal(0))


class Totals:
    """Running sums of the columns that hold amounts or counts, everything readable included."""

    def __init__(self, kind: LedgerKind, table: Table, mapping: list[Use]) -> None:
        columns = {column.index: column for column in table.columns}
        reads = {f.code: f.reads for f in kind.fields}
        summed = [u for u in mapping if reads[u.field] in {"amount", "count"}]
        self.columns = [u.col for u in summed if u.field != kind.cumulative]
        self.units = {c: columns[c].unit or table.unit or Decimal(1) for c in self.columns}
        self.has_unit = {c: bool(columns[c].unit or table.unit) for c in self.columns}
        self.counted = {u.col for u in summed if reads[u.field] == "count"}
        self.by = [u.col for u in mapping if u.field in kind.totals_by]
        self.own_unit = next((u.col for u in mapping if u.field == "unit_of_measure"), None)
        self.heads = [u.col for u in mapping if u.field in {"unit", "month", "chain"}]
        self.all: Sums = {}
        self.since: Sums = {}  # the last 小计
        self.block: Sums = {}  # the banner, unit, month or chain changed
        self.head: tuple[str, ...] = ()
        self.is_empty = True
        self.leads: bool | None = None  # whether a 小计 stands above what it sums up
        self.open: list[Row] = []  # sums of rows that are yet to come
        self.grand: list[Row] = []

    def observe(self, row: Row) -> Iterator[Found]:
        """Add a data row up, or check a sum row; yield what does not agree."""
        group = self._group(row)
        if row.kind is Kind.DATA:
            self.is_empty = False
            self._add(row, group)
            return
        self.head = ()
        if row.kind is Kind.SUBTOTAL:
            yield from self._subtotal(row, group)
        elif self.is_empty:
            self.grand.append(row)
        else:
            yield from self._check(row, [self.all, self.block])

    def finish(self) -> Iterator[Found]:
        """Check the sums that stand above their rows, once these have been read."""
        yield from self._close()
        for row in self.grand:
            yield from self._check(row, [self.all])

    def _subtotal(self, row: Row, group: Group) -> Iterator[Found]:
        if self.leads is None:
            self.leads = self.is_empty
        if self.leads:
            yield from self._close()
            self.open.append(row)
            return
        yield from self._check(row, [self.since, self.block])
        self.since = {key: v for key, v in self.since.items() if key[1] != group}

    def _close(self) -> Iterator[Found]:
        """Check the 小计 that stood above the rows since; one without rows heads others."""
        for row in self.open if self.since else ():
            yield from self._check(row, [self.since])
        self.open, self.since = [], {}

    def _check(self, row: Row, sums: list[Sums]) -> Iterator[Found]:
        group = self._group(row)
        for col in self.columns:
            if col in row.cells:
                yield from self._compare(row, col, [_within(s, col, group) for s in sums])

    def _group(self, row: Row) -> Group:
        return tuple(fold(printed(row.cells.get(c, ""))) for c in self.by)

    def _add(self, row: Row, group: Group) -> None:
        head = (row.banner, *(fold(printed(row.cells.get(c, ""))) for c in self.heads))
        if head != self.head:
            self.head, self.block = head, {}
        for col in self.columns:
            amount = self._read(row.cells.get(col), row, col)
            if amount is not None:
                for sums in (self.all, self.since, self.block):
                    sums[col, group] = sums.get((col, group), Decimal(0)) + amount

    def _compare(self, row: Row, col: int, sums: list[Decimal]) -> Iterator[Found]:
        """Compare a sum with what it may be the sum of; the first is what it should be."""
        added = sums[0]
        value = row.cells[col]
        cell, text = row.address(col), printed(value)
        if fold(text).upper() in ERRORS:
            message = (
                f"合计是公式错误“{text}”，各行之和为{self._shown(added, row, col)}，以各行为准"
            )
            yield Found("formula_error_total", REPORT, cell, message)
            return
        said = self._read(value, row, col)
        slack = SLACK * self._one(row, col)
        if said is None or any(abs(said - total) <= slack for total in sums):
            return
        message = (
            f"合计写为{text}，各行之和为{self._shown(added, row, col)}，"
            f"相差{self._shown(said - added, row, col)}，以各行为准"
        )
        yield Found("total_mismatch", REPORT, cell, message)

    def _is_count(self, row: Row, col: int) -> bool:
        """Return whether a cell counts things: money in a column of targets has a unit."""
        if self.own_unit is not None:
            return "元" not in fold(printed(row.cells.get(self.own_unit, "")))
        return col in self.counted and not self.has_unit[col]

    def _one(self, row: Row, col: int) -> Decimal:
        if self._is_count(row, col):
            return Decimal(1)
        own = (
            unit_of(printed(row.cells.get(self.own_unit, "")))
            if self.own_unit is not None
            else None
        )
        return own or self.units[col]

    def _read(self, value: Value | None, row: Row, col: int) -> Decimal | None:
        if value is None:
            return None
        try:
            if self._is_count(row, col):
                return read_count(value)
            return read_amount(value, self._one(row, col))
        except ValueError:
            return None

    def _shown(self, amount: Decimal, row: Row, col: int) -> str:
        return f"{(amount / self._one(row, col)).normalize():f}"
