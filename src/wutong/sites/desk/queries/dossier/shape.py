"""A part of the dossier: a table that a page, a print and a Word file can all show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wutong.foundation.ui.lists import Column, Row


@dataclass(frozen=True)
class Part:
    title: str
    columns: list[Column]
    rows: list[Row]
    note: str = ""
    empty: str = ""  # what to say where there is nothing; without: named with the other blank ones

    def lines(self) -> Iterator[str]:
        """Yield each row as a sentence, for a document without tables."""
        for row in self.rows:
            said = []
            for column, cell in zip(self.columns, row.cells, strict=True):
                if cell.text in ("", "—"):
                    continue
                text = in_words(column.label, cell.text) if cell.numeric else cell.text
                said.append(f"{text}（{cell.sub}）" if cell.sub else text)
            yield "，".join(said)


def in_words(label: str, text: str) -> str:
    """Return a number with its unit behind it: 金额（万元） 300 is 金额300万元."""
    unit = "万元" if label.endswith("（万元）") else ""
    return f"{label.removesuffix('（万元）')}{text}{unit}"
