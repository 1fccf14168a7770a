"""Write a county's ledgers again, N times as long: projects, receipts, reserves, publications.

    python -m bench.repeat LEDGERS N OUT

Every repetition's projects, investors and codes get names of their own; other ledgers (rosters,
trips, targets, …) are copied as they are, so that units and batches stay the same.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import django

django.setup()

from openpyxl import load_workbook  # noqa: E402

from wutong.foundation.imports.guessing import guess  # noqa: E402
from wutong.foundation.imports.reading import open_ledger  # noqa: E402
from wutong.foundation.imports.tables import read_table  # noqa: E402
from wutong.foundation.imports.wording import Words  # noqa: E402

OWN_NAMES = {
    "projects": {"code", "name", "investor", "local_firm"},
    "receipts": {"code", "name", "investor"},
    "reserves": {"name"},
    "publications": {"title", "projects"},
}


def repeat(source: Path, times: int, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    words = Words.shipped()
    for path in sorted(source.glob("*.xlsx")):
        if not _repeat_workbook(path, times, target, words):
            shutil.copy(path, target / path.name)


def _repeat_workbook(path: Path, times: int, target: Path, words: Words) -> bool:
    found = []
    for sheet in open_ledger(path):
        table = read_table(sheet)
        guessed = guess(table, words, sheet=sheet.name, file=path.name) if table else None
        if table is None or guessed is None or guessed.kind not in OWN_NAMES:
            return False
        own = {u.col for u in guessed.mapping if u.field in OWN_NAMES[guessed.kind]}
        rows = [row for row in table.rows() if row.kind == "data"]
        found.append((sheet.name, table.header_last, own, rows))
    book = load_workbook(path)
    for name, header_last, own, rows in found:
        page = book[name]
        for merge in [m for m in page.merged_cells.ranges if m.min_row > header_last]:
            page.unmerge_cells(str(merge))
        page.delete_rows(header_last + 1, page.max_row)
        for turn in range(times):
            for row in rows:
                page.append(_cells(row.cells, own, turn))
    book.save(target / path.name)
    return True


def _cells(cells: dict[int, object], own: set[int], turn: int) -> list[object]:
    width = max(cells) + 1
    return [
        _renamed(cells.get(col), turn) if col in own else cells.get(col) for col in range(width)
    ]


def _renamed(value: object, turn: int) -> object:
    if not isinstance(value, str) or not turn:
        return value
    return "、".join(f"{part.strip()}{turn:02d}" for part in value.split("、"))


if __name__ == "__main__":
    repeat(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
