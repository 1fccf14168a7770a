"""Reports on screen: the document with its figures as links, what it lacks, its frozen versions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from wutong.foundation.audit.seals import latest_digest
from wutong.foundation.documents.composition import Composition, compose
from wutong.foundation.documents.pages import to_html
from wutong.foundation.documents.prose import as_runs
from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.money import in_wan
from wutong.foundation.periods import Period
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import number
from wutong.metrics.registry import catalogue
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.pages import page_of
from wutong.sites.desk.queries.readings import is_bureau
from wutong.steer.bulletins.models import Reading, Report
from wutong.steer.bulletins.queries import Answer

SLOT = re.compile(r'data-slot="([^"]*)"')
Tips = dict[str, str]


def may_read_drafts(official: Any) -> bool:
    """Return whether the official may read a report before it is finalised: it names projects."""
    return bool(official.sees_county or is_bureau(official))


def drawn(composition: Composition, link: Callable[[str], str], tips: Tips) -> str:
    """Return the document as HTML whose figures lead on and say on hover what they are."""
    page = to_html(composition, link)
    return SLOT.sub(lambda slot: f'{slot[0]} data-tip="{escape(tips.get(slot[1], ""))}"', page)


def live_page(answer: Answer, question: Question) -> str:
    figures = {slot.id: slot.figure for slot in answer.slots}
    tips = {s.id: tip(s.id, s.label, s.text, s.unit, s.size) for s in answer.slots}
    return drawn(answer.composition(), lambda slot: question.url(figures[slot]), tips)


def tip(slot: str, label: str, text: str, unit: str, rows: int) -> str:
    told = "" if unit == "名称" else f"（{unit}）"
    return f"{slot}　{label}{told}　{rows} 行" if rows else f"{slot}　{label}{told}"


def live_footer(answer: Answer) -> str:
    position, digest = latest_digest()
    known = timezone.localtime(answer.ask.known_at or timezone.now())
    return (
        f"数据截止{answer.ask.cutoff:%Y-%m-%d}，按{known:%Y-%m-%d %H:%M}掌握的记录；"
        f"留痕第{position}条链印 {digest[:16]}"
    )


# --- as finalised ------------------------------------------------------------------------------


def versions() -> QuerySet[Report]:
    return Report.objects.select_related("finalised_by").order_by("-first_day", "-version")


def siblings(report: Report) -> list[Report]:
    """Return all versions of the same report of the same period, the first one first."""
    same = versions().filter(
        template_code=report.template_code, first_day=report.first_day, last_day=report.last_day
    )
    return sorted(same, key=lambda one: one.version)


def frozen_footer(report: Report) -> str:
    return (
        f"第{report.version}版；数据截止{report.cutoff:%Y-%m-%d}，"
        f"按{timezone.localtime(report.known_at):%Y-%m-%d %H:%M}掌握的记录；"
        f"摘要 {report.digest[:16]}，链印 {report.trail_digest[:16] or '无'}"
    )


def frozen_composition(report: Report, *, footer: bool = True) -> Composition:
    """Return the document exactly as it was finalised, from its frozen pieces."""
    pieces = [(number, text) for number, text in report.answer["pieces"]]
    runs = as_runs(pieces, [slot["id"] for slot in report.answer["slots"]])
    return compose(report.title, runs, footer=frozen_footer(report) if footer else "")


def frozen_page(report: Report) -> str:
    def link(slot: str) -> str:
        return reverse("report-slot", args=[report.pk, slot])

    tips = {}
    for slot in report.answer["slots"]:
        figure = catalogue.get(slot["metric"])
        label = figure.label if figure else slot["metric"]
        tips[slot["id"]] = tip(slot["id"], label, slot["text"], slot["unit"], slot["rows"])
    return drawn(frozen_composition(report, footer=False), link, tips)


def frozen_json(report: Report, official: Any) -> bytes:
    """Return the frozen answer; what may not be printed is told to the bureau alone."""
    told = {name: value for name, value in report.answer.items() if name not in HIDDEN_PARTS}
    told |= {"version": report.version, "digest": report.digest}
    if not is_bureau(official):
        told["slots"] = [
            slot | {"value": None, "text": ""} if slot.get("withheld") else slot
            for slot in told["slots"]
        ]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


HIDDEN_PARTS = {"pieces", "rows"}  # identities, and what the text already says


@dataclass(frozen=True)
class Frozen:
    """The rows of a frozen reading that the reader may see now; the others are counted."""

    rows: list[list[Any]]
    hidden: int


def frozen_rows(reading: Reading, official: Any) -> Frozen:
    """Return the frozen rows whose records the reader may see now.

    One that has been withdrawn since is shown to those who see the whole county.
    """
    if official.sees_county:
        return Frozen(list(reading.rows), 0)
    open_to: dict[str, set[int]] = {}
    for model, identities in by_model(reading.rows).items():
        seen = apps.get_model(model).objects.visible_to(official)  # type: ignore[attr-defined]
        open_to[model] = set(seen.filter(pk__in=identities).order_by().values_list("pk", flat=True))
    shown = [row for row in reading.rows if row[1] in open_to[row[0]]]
    return Frozen(shown, len(reading.rows) - len(shown))


def by_model(rows: Iterable[list[Any]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1])
    return found


ROW_COLUMNS = [
    Column("name", "名称"),
    Column("unit", "单位"),
    Column("amount", "金额（万元）", True),
]


def frozen_table(rows: list[list[Any]], official: Any) -> list[Row]:
    """Return frozen rows as a table, each leading to its record as it stands now."""
    open_now: dict[str, dict[int, str]] = {}
    for model, identities in by_model(rows).items():
        kind = apps.get_model(model)
        page = page_of(kind)
        seen = kind.objects.visible_to(official).filter(pk__in=identities)  # type: ignore[attr-defined]
        keys = seen.order_by().values_list("pk", flat=True) if page else ()
        open_now[model] = {key: f"/{page.slug}/{key}/" for key in keys if page}
    return [
        Row(
            [Cell(name), Cell(unit or "—"), Cell(fen_in_wan(fen), True)],
            url=open_now[model].get(key, ""),
        )
        for model, key, name, unit, fen in rows
    ]


def in_yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def fen_in_wan(fen: int | None) -> str:
    return "—" if fen is None else number(in_wan(in_yuan(fen)))


def frozen_sheets(report: Report, official: Any) -> Iterable[SheetSpec]:
    """Return one sheet for each frozen reading: what was printed, and the rows then behind it."""
    told = {slot["id"]: slot for slot in report.answer["slots"]}
    for reading in report.readings.all():
        figure, frozen = catalogue.get(reading.figure), frozen_rows(reading, official)
        label = figure.label if figure else reading.figure
        hidden = told[reading.slot].get("withheld") and not is_bureau(official)
        unit = "" if reading.unit == "名称" else reading.unit
        notes = [
            f"读数：{'按规定不公布' if hidden else (reading.value or '—') + unit}",
            f"第{report.version}版，{timezone.localtime(report.finalised_at):%Y-%m-%d %H:%M}定稿",
            frozen_footer(report),
        ]
        if frozen.hidden:
            notes.append(f"另有{frozen.hidden}行不在您的权限范围内")
        columns = [
            ColumnSpec("名称", width=36),
            ColumnSpec("单位"),
            ColumnSpec("金额（万元）", "money_wan"),
        ]
        rows = [
            [row[2], row[3], None if row[4] is None else in_wan(in_yuan(row[4]))]
            for row in frozen.rows
        ]
        yield SheetSpec(f"{reading.slot} {label}", label, notes, columns, rows)


# --- the list ----------------------------------------------------------------------------------


def recent_quarters(last: Period, count: int = 6) -> list[Period]:
    """Return the quarters up to `last`, the latest first."""
    found, year, quarter = [], last.first.year, (last.first.month + 2) // 3
    for _ in range(count):
        found.append(Period.quarter(year, quarter))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return found
