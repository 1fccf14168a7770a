"""Rows of ledgers as the pages show them: what was written, what is wrong, what differs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.kinds import Field, LedgerKind, kinds
from wutong.foundation.imports.models import Problem, Provenance, Row
from wutong.foundation.money import in_wan, plain
from wutong.sites.desk.queries.imports.batches import kind_label

HEADS = 4  # cells that tell a row apart
PROBLEM_TONES = {
    Problem.Level.HOLD: "red",
    Problem.Level.NOT_COUNTED: "yellow",
    Problem.Level.REPORT: "yellow",
    Problem.Level.NOTE: "grey",
}
STATE_TONES = {
    Row.State.NEW: "green",
    Row.State.CHANGED: "blue",
    Row.State.SAME: "grey",
    Row.State.HELD: "red",
    Row.State.WAITING: "yellow",
    Row.State.APPLIED: "green",
}
ACTIONS = {
    "imports.row_corrected": "更正",
    "imports.row_decided": "判定是否同一项目",
    "imports.row_dismissed": "不采用",
}


@dataclass(frozen=True)
class Said:
    """A problem as the pages tell it."""

    cell: str
    tone: str
    level: str
    message: str
    place: str


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowLine:
    """A row in a list."""

    row: Row
    url: str
    kind: str
    head: str
    rest: str
    problems: list[Said]
    changes: list[Change]
    tone: str


@dataclass(frozen=True)
class CellLine:
    """A cell of a row: where, what field, what was written, what a person put there instead."""

    field: str
    label: str
    address: str
    text: str
    corrected: str
    is_wrong: bool


def row_line(row: Row) -> RowLine:
    """Return a row for a list; its `problems` should be prefetched."""
    head, *rest = heads(row) or [f"第{row.number}行"]
    return RowLine(
        row=row,
        url=reverse("import-row", args=[row.pk]),
        kind=kind_label(row.kind),
        head=head,
        rest=" · ".join(rest),
        problems=[said(problem, row) for problem in row.problems.all()],
        changes=changes(row),
        tone=STATE_TONES.get(Row.State(row.state), "grey"),
    )


def said(problem: Problem, row: Row) -> Said:
    level = Problem.Level(problem.level)
    return Said(
        cell=problem.cell,
        tone=PROBLEM_TONES[level],
        level=str(level.label),
        message=problem.message,
        place=f"{row.sheet.ledger.name} › {row.sheet.name} › {problem.cell}",
    )


def heads(row: Row) -> list[str]:
    """Return the few written cells that tell which row it is, the needed ones first."""
    kind = kinds.get(row.kind)
    if kind is None:
        return [text for _, text in list(row.cells.values())[:HEADS]]
    named = sorted(kind.fields, key=lambda f: (f.code != "name", not f.needed))
    texts = [row.cells[f.code][1] for f in named if f.code in row.cells]
    return [text for text in texts if text][:HEADS]


def changes(row: Row) -> list[Change]:
    """Return what differs from the ledger before, field by field, in the ledger's own terms."""
    kind = kinds.get(row.kind)
    if kind is None or not row.differs:
        return []
    found = [
        Change(field.label, shown(field, pair[0]), shown(field, pair[1]))
        for field in kind.fields
        if (pair := row.differs.get(field.code))
    ]
    return found or [Change("读法", "原来的读法", "现在的读法")]


def shown(field: Field, value: Any) -> str:
    """Return a value as read, the way an official writes it."""
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    if field.reads == "amount":
        try:
            return f"{plain(in_wan(Decimal(str(value))))}万元"
        except InvalidOperation:
            return str(value)
    return str(value)


def cell_lines(row: Row) -> list[CellLine]:
    """Return the cells of a row: those in question first, then in the order of the kind."""
    kind = kinds.get(row.kind)
    if kind is None:
        return []
    wrong = {p.field for p in row.problems.all() if p.level == Problem.Level.HOLD and p.field}
    lines = [_cell_line(row, field, field.code in wrong) for field in _columns(row, kind, wrong)]
    return sorted(lines, key=lambda line: not line.is_wrong)


def _columns(row: Row, kind: LedgerKind, wrong: set[str]) -> list[Field]:
    blank = row.context.get("blank", {})
    known = {*row.cells, *blank, *row.corrections, *wrong}
    return [field for field in kind.fields if field.code in known]


def _cell_line(row: Row, field: Field, is_wrong: bool) -> CellLine:
    blank = row.context.get("blank", {}).get(field.code, "")
    address, text = row.cells.get(field.code, (blank, ""))
    return CellLine(
        field=field.code,
        label=field.label,
        address=address or "表中没有这一列",
        text=text,
        corrected=row.corrections.get(field.code, ""),
        is_wrong=is_wrong,
    )


def history_of(row: Row) -> list[dict[str, Any]]:
    """Return what people did to a row, newest first."""
    kind = ContentType.objects.get_for_model(Row)
    found = Trail.objects.filter(kind=kind, key=row.pk).select_related("actor").order_by("-pk")
    return [
        {
            "at": each.at,
            "who": str(each.actor),
            "what": ACTIONS.get(each.action, each.action),
            "note": each.note or _differences(row, each.changes),
        }
        for each in found
    ]


def _differences(row: Row, fields: dict[str, Any]) -> str:
    kind = kinds.get(row.kind)
    labels = {f.code: f.label for f in kind.fields} if kind else {}
    return "；".join(
        f"{labels.get(name, name)}：{before or '（空）'} → {after}"
        for name, (before, after) in fields.items()
    )


def made_by(row: Row) -> list[tuple[str, str, bool]]:
    """Return what the row became: kind of record, its name, whether it was amended."""
    made = Provenance.objects.filter(row=row).order_by("pk").prefetch_related("record", "model")
    return [
        (str(each.record._meta.verbose_name), str(each.record), each.was_amended)
        for each in made
        if each.record is not None
    ]
