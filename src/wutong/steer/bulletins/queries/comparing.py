"""As published against as of now: slot by slot, and row by row what made the difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from wutong.foundation.documents.prose import Place
from wutong.foundation.money import plain
from wutong.foundation.records import model_of
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Figure, Names
from wutong.metrics.registry import catalogue
from wutong.steer.bulletins.models import Reading, Report
from wutong.steer.bulletins.queries.reading import CONVERT, filled, rows_behind, slot_of

Key = tuple[str, int]  # model, identity
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A row by which a figure now differs from what was published.

    `kind`: late (happened in the period, learnt after), new (known before, counts only now),
    corrected, withdrawn. Amounts are in fen.
    """

    kind: str
    key: Key
    name: str
    unit: str
    before: int | None
    after: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One slot as published and as of now; `change` in its unit, "" where there is none."""

    slot: str
    figure: str
    label: str
    unit: str
    published: str
    now: str
    change: str
    rows: list[Difference]
    withheld: str = ""

    @property
    def differs(self) -> bool:
        return self.published != self.now or bool(self.rows)


def as_of_now(report: Report) -> Ask:
    return Ask(report.period, report.cutoff)


def compare(report: Report) -> list[Compared]:
    """Return every slot of a report as published beside the same as of now."""
    ask, found = as_of_now(report), []
    rows: dict[str, list[Difference]] = {}
    values: dict[str, Any] = {}
    told = {slot["id"]: slot for slot in report.answer["slots"]}
    for reading in report.readings.all():
        figure = catalogue.get(reading.figure)
        if figure is None:
            continue
        if figure.code not in rows:
            said = filled(figure, ask)
            values[figure.code] = (said.value, said.size)
            rows[figure.code] = _rows_compared(reading, figure, ask, report)
        found.append(
            _compared(reading, figure, values[figure.code], rows[figure.code], told[reading.slot])
        )
    return found


def _compared(
    reading: Reading,
    figure: Figure,
    now: tuple[Any, int],
    rows: list[Difference],
    told: dict[str, Any],
) -> Compared:
    value, size = now
    unit = reading.unit if reading.unit in CONVERT else ""
    slot = slot_of(
        reading.slot, Place(figure.code, unit, 1, 2, _limit(figure, told)), figure, value, size
    )
    current = "、".join(slot.value) if isinstance(slot.value, list) else slot.value or "—"
    published = reading.value or "—"
    return Compared(
        slot=reading.slot,
        figure=figure.code,
        label=figure.label,
        unit="" if reading.unit == "名称" else reading.unit,
        published=published,
        now=current,
        change=_change(published, current),
        rows=rows,
        withheld=told.get("withheld", ""),
    )


def _limit(figure: Figure, told: dict[str, Any]) -> int:
    """Return how many names were printed at most, as far as the published list shows it."""
    if not isinstance(figure, Names):
        return 0
    printed = len(told["value"] or [])
    return printed if printed and told["rows"] > printed else max(printed, figure.limit)


def _change(before: str, after: str) -> str:
    try:
        by = Decimal(after) - Decimal(before)
    except ArithmeticError:
        return ""
    return f"{'+' if by > 0 else ''}{plain(by)}" if by else ""


def differences(report: Report, slot: str, ask: Ask) -> list[Difference]:
    """Return, row by row, how a figure at an ask differs from the published reading."""
    reading = report.readings.get(slot=slot)
    figure = catalogue.get(reading.figure)
    return [] if figure is None else _rows_compared(reading, figure, ask, report)


def _rows_compared(reading: Reading, figure: Figure, ask: Ask, report: Report) -> list[Difference]:
    before = {(row[0], row[1]): tuple(row[2:5]) for row in reading.rows}
    after = {(row[0], row[1]): tuple(row[2:5]) for row in _rows_now(figure, ask, before)}
    added = [key for key in after if key not in before]
    gone = [key for key in before if key not in after]
    found = _added(added, after, report.known_at) + _gone(gone, before)
    for key in after.keys() & before.keys():
        if before[key] != after[key]:
            (old_name, old_unit, old), (name, unit, fen) = before[key], after[key]
            pairs = (("原名", old_name, name), ("原单位", old_unit, unit))
            note = "；".join(f"{label}：{was or '未填'}" for label, was, now in pairs if was != now)
            found.append(Difference("corrected", key, name, unit, old, fen, note))
    return sorted(found, key=lambda row: (KINDS.index(row.kind), row.name, row.key))


def _rows_now(figure: Figure, ask: Ask, before: dict[Key, tuple[Any, ...]]) -> list[list[Any]]:
    """Return the rows as of now; where a rule of counting is gone, nothing can be said of them."""
    try:
        return rows_behind(figure, ask)
    except LookupError:
        return [[*key, *row] for key, row in before.items()]


KINDS = ("new", "late", "corrected", "withdrawn")


def _added(
    keys: list[Key], rows: dict[Key, tuple[Any, ...]], published: datetime
) -> list[Difference]:
    learnt = _first_known(keys)
    found = []
    for key in keys:
        name, unit, fen = rows[key]
        late = key in learnt and learnt[key] > published
        note = "定稿后才登记" if late else "定稿时已登记，后来才符合口径"
        found.append(Difference("late" if late else "new", key, name, unit, None, fen, note))
    return found


def _gone(keys: list[Key], rows: dict[Key, tuple[Any, ...]]) -> list[Difference]:
    standing = _standing(keys)
    found = []
    for key in keys:
        name, unit, fen = rows[key]
        note = "记录还在，现在不再符合口径" if key in standing else "记录已撤回"
        found.append(Difference("withdrawn", key, name, unit, fen, None, note))
    return found


def _by_model(keys: Iterable[Key]) -> Iterable[tuple[str, list[int]]]:
    models: dict[str, list[int]] = {}
    for model, identity in keys:
        models.setdefault(model, []).append(identity)
    for model, identities in models.items():
        for at in range(0, len(identities), AT_ONCE):
            yield model, identities[at : at + AT_ONCE]


def _first_known(keys: list[Key]) -> dict[Key, datetime]:
    """Return when the county first learnt of each record, whatever it was called then."""
    found: dict[Key, datetime] = {}
    for model, identities in _by_model(keys):
        versions = model_of(model)._base_manager.filter(
            Q(pk__in=identities) | Q(version_of__in=identities)
        )
        first = versions.order_by().values(of=Coalesce("version_of_id", "pk"))
        found |= {(model, row["of"]): row["at"] for row in first.annotate(at=Min("known_at"))}
    return found


def _standing(keys: list[Key]) -> set[Key]:
    found: set[Key] = set()
    for model, identities in _by_model(keys):
        rows = model_of(model)._base_manager.filter(pk__in=identities, retired_at=None)
        found |= {(model, key) for key in rows.order_by().values_list("pk", flat=True)}
    return found
