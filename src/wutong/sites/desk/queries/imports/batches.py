"""Batches of ledgers (导入批次): which of them an official may see, and what is in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet

from wutong.foundation.imports.kinds import in_order, kinds
from wutong.foundation.imports.models import (
    Batch,
    Ledger,
    LedgerSheet,
    Problem,
    Provenance,
    Row,
)

OPEN = (Row.State.HELD, Row.State.WAITING)
PREVIEWED = (Row.State.NEW, Row.State.CHANGED, Row.State.SAME, Row.State.HELD, Row.State.WAITING)
CERTAINTIES = {
    "remembered": "按记住的表头",
    "guessed": "按表头判断",
    "chosen": "人工选定",
    "": "没有认出",
}
TONES = {
    Batch.State.READING: "blue",
    Batch.State.STAGED: "yellow",
    Batch.State.APPLYING: "blue",
    Batch.State.APPLIED: "green",
    Batch.State.UNDONE: "grey",
    Batch.State.FAILED: "red",
}


def visible_batches(official: Any) -> QuerySet[Batch]:
    """Return the batches an importer may open: all with a county-wide right, else their own."""
    if not official.holds("imports.apply"):
        raise PermissionDenied("imports.apply")
    batches = Batch.objects.select_related("created_by")
    return batches if official.may("imports.apply") else batches.filter(created_by=official)


def visible_sheets(official: Any) -> QuerySet[LedgerSheet]:
    sheets = LedgerSheet.objects.select_related("ledger__batch")
    return sheets.filter(ledger__batch__in=visible_batches(official))


def visible_rows(official: Any) -> QuerySet[Row]:
    batches = visible_batches(official)
    rows = Row.objects.select_related("sheet__ledger__batch")
    if official.may("imports.apply"):
        return rows
    return rows.filter(sheet__ledger__batch__in=batches)


def kind_label(code: str) -> str:
    return kinds[code].label if code in kinds else code or "不导入"


def kind_choices() -> list[tuple[str, str]]:
    return [("", "不导入"), *((kind.code, kind.label) for kind in in_order())]


# --- what is in a batch ----------------------------------------------------------------------


@dataclass
class SheetLine:
    """A sheet as the review page lists it."""

    sheet: LedgerSheet
    kind: str
    certainty: str
    counts: dict[str, int] = field(default_factory=dict)
    problems: int = 0

    @property
    def has_table(self) -> bool:
        return bool(self.sheet.columns)

    @property
    def held(self) -> int:
        return sum(self.counts.get(state, 0) for state in OPEN)


@dataclass
class LedgerLine:
    """A file with its sheets."""

    ledger: Ledger
    sheets: list[SheetLine]


def ledger_lines(batch: Batch) -> list[LedgerLine]:
    """Return the files of a batch with their sheets and counts: four queries, whatever its size."""
    of_sheet: dict[int, dict[str, int]] = {}
    states = Row.objects.filter(sheet__ledger__batch=batch).order_by()
    for sheet, state, count in states.values_list("sheet", "state").annotate(Count("pk")):
        of_sheet.setdefault(sheet, {})[state] = count
    told = Problem.objects.filter(sheet__ledger__batch=batch).order_by()
    told = told.exclude(level=Problem.Level.NOTE)
    problems = dict(told.values_list("sheet").annotate(Count("pk")))
    lines: dict[int, LedgerLine] = {
        ledger.pk: LedgerLine(ledger, []) for ledger in batch.ledgers.all()
    }
    for sheet in LedgerSheet.objects.filter(ledger__batch=batch).order_by("ledger_id", "order"):
        certainty = CERTAINTIES.get(sheet.certainty, "") if sheet.columns else "没有表格"
        line = SheetLine(sheet, kind_label(sheet.kind), certainty)
        line.counts, line.problems = of_sheet.get(sheet.pk, {}), problems.get(sheet.pk, 0)
        lines[sheet.ledger_id].sheets.append(line)
    return list(lines.values())


def totals(lines: Iterable[LedgerLine]) -> dict[str, int]:
    """Return the rows of a batch by state."""
    found: dict[str, int] = {}
    for line in lines:
        for sheet in line.sheets:
            for state, count in sheet.counts.items():
                found[state] = found.get(state, 0) + count
    return found


def sheet_problems(batch: Batch) -> QuerySet[Problem]:
    """Return what is wrong with sheets as such: sums that do not add up, rows left unread."""
    found = Problem.objects.filter(sheet__ledger__batch=batch, row=None)
    return found.select_related("sheet__ledger")


def written(batch: Batch) -> list[tuple[str, int]]:
    """Return how many rows of each kind were written."""
    rows = Row.objects.filter(sheet__ledger__batch=batch, state=Row.State.APPLIED).order_by()
    counts = dict(rows.values_list("kind").annotate(Count("pk")))
    return [(kind.label, counts[kind.code]) for kind in in_order() if kind.code in counts]


def records(batch: Batch) -> list[tuple[str, int]]:
    """Return how many records of each model the batch made or amended."""
    made = Provenance.objects.filter(row__sheet__ledger__batch=batch).order_by()
    names = made.values_list("model__app_label", "model__model").annotate(Count("pk"))
    counted = [
        (str(apps.get_model(app, model)._meta.verbose_name), count) for app, model, count in names
    ]
    return sorted(counted, key=lambda pair: -pair[1])


def open_counts(batches: Iterable[Batch]) -> dict[int, int]:
    """Return, by batch, how many rows still wait for a person."""
    rows = Row.objects.filter(
        state__in=OPEN,
        sheet__ledger__batch__in=[batch.pk for batch in batches],
        sheet__ledger__batch__state=Batch.State.APPLIED,
    )
    return dict(rows.order_by().values_list("sheet__ledger__batch").annotate(Count("pk")))


def open_rows(official: Any) -> QuerySet[Row]:
    """Return the held and waiting rows of applied batches."""
    rows = visible_rows(official).filter(state__in=OPEN)
    return rows.filter(sheet__ledger__batch__state=Batch.State.APPLIED)
