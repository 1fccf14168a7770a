"""Ledgers on paper: written in each format with merges, read back as tables."""

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlwt

from wutong.foundation.imports.reading import Merge, open_ledger
from wutong.foundation.imports.tables import Row, Table, read_table
from wutong.foundation.imports.texts import Value

WAN = Decimal(10_000)


@dataclass
class Paper:
    """A sheet as a person lays it out; rows and columns count from 0."""

    grid: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    name: str = "台账"

    @classmethod
    def of(cls, text: str, merges: str = "") -> "Paper":
        """Return a sheet from lines of cells between bars; numbers become numbers."""
        paper = cls()
        for row, line in enumerate(text.strip("\n").split("\n")):
            for col, cell in enumerate(line.strip().split("|")):
                if cell.strip():
                    paper.grid[row, col] = int(cell) if cell.strip().isdecimal() else cell.strip()
        for area in merges.split():
            left, top, right, bottom = openpyxl.utils.range_boundaries(area)
            paper.merges.append(Merge(top - 1, left - 1, bottom - 1, right - 1))
        return paper

    def xlsx(self, folder: Path) -> Path:
        book = openpyxl.Workbook()
        book.active.title = self.name
        for (row, col), value in self.grid.items():
            book.active.cell(row + 1, col + 1).value = value
        for m in self.merges:
            book.active.merge_cells(None, m.first_row + 1, m.first_col + 1, m.last_row + 1,
                                    m.last_col + 1)  # fmt: skip
        book.save(folder / f"{self.name}.xlsx")
        return folder / f"{self.name}.xlsx"

    def xls(self, folder: Path) -> Path:
        book = xlwt.Workbook()
        sheet = book.add_sheet(self.name)
        styles = {date: xlwt.easyxf(num_format_str="YYYY-MM-DD")}
        for (row, col), value in self.grid.items():
            sheet.write(row, col, value, styles.get(type(value), xlwt.Style.default_style))
        for m in self.merges:
            sheet.merge(m.first_row, m.last_row, m.first_col, m.last_col)
        book.save(str(folder / f"{self.name}.xls"))
        return folder / f"{self.name}.xls"

    def csv(self, folder: Path, encoding: str = "utf-8-sig") -> Path:
        path = folder / f"{self.name}.csv"
        width = max(col for _, col in self.grid) + 1
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            for row in range(max(row for row, _ in self.grid) + 1):
                writer.writerow([self.grid.get((row, col), "") for col in range(width)])
        return path


def table_of(path: Path) -> Table:
    (sheet,) = open_ledger(path)
    table = read_table(sheet)
    assert table is not None
    return table


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def kept(rows: list[Row]) -> list[list[Value]]:
    return [list(row.cells.values()) for row in rows]
