"""What is known while rows are judged: drafts of rows, and the shelves they are compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from wutong.foundation.imports.models import Problem, Row
from wutong.foundation.imports.wording import Words

T = TypeVar("T")
HOLD, NOT_COUNTED = Problem.Level.HOLD, Problem.Level.NOT_COUNTED
REPORT, NOTE = Problem.Level.REPORT, Problem.Level.NOTE


@dataclass(slots=True)
class Found:
    """A problem of one cell, not yet written."""

    code: str
    level: str
    cell: str
    message: str
    field: str = ""


@dataclass(slots=True)
class Draft:
    """A row while it is judged.

    `values` are understood: text folded, amounts Decimal 元, days `date`. `cells` say where each
    field was written and how. `context` holds year, unit, sheet, title, banner of the row.
    """

    kind: str
    sheet_id: int
    number: int
    cells: dict[str, tuple[str, str]]
    values: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    part: str = ""
    key: str = ""
    problems: list[Found] = field(default_factory=list)
    waits: bool = False  # for another row to be settled
    decision: str = ""
    row: Row | None = None  # once it is stored

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def day(self, name: str) -> date | None:
        return self.values.get(name)

    def money(self, name: str) -> Decimal | None:
        return self.values.get(name)

    def written(self, name: str) -> str:
        return self.cells[name][1] if name in self.cells else ""

    def cell(self, *names: str) -> str:
        """Return the address of the first of these fields that has a column, else the row's."""
        found = next((self.cells[name][0] for name in names if name in self.cells), "")
        return (
            found
            or self.context.get("blank", {}).get(names[0] if names else "", "")
            or f"A{self.number}"
        )

    def say(self, code: str, level: str, message: str, *fields: str) -> None:
        self.problems.append(
            Found(code, level, self.cell(*fields), message, fields[0] if fields else "")
        )

    @property
    def is_held(self) -> bool:
        return any(p.level == HOLD for p in self.problems)


class Book:
    """Shelves that kinds fill and look things up on, loaded from the database at first use."""

    def __init__(self, words: Words, *, actor: Any) -> None:
        self.words = words
        self.actor = actor
        self.shelves: dict[str, Any] = {}

    def shelf(self, name: str, load: Callable[[], T]) -> T:
        """Return the shelf called `name`, filled by `load` when it is first asked for."""
        if name not in self.shelves:
            self.shelves[name] = load()
        found: T = self.shelves[name]
        return found
