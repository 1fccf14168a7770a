"""Reports on screen: the document with its figures as links, what it lacks, its frozen versions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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
from wutong.metrics.engine import Said
from wutong.metrics.registry import catalogue
from wutong.sites.desk.queries.figure_rows import sheet_for
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.pages import page_of
from wutong.sites.desk.queries.readings import NOTHING, WITHHELD, lacking
from wutong.steer.bulletins.access import writes_reports
from wutong.steer.bulletins.models import Reading, Report
from wutong.steer.bulletins.queries import Answer

SLOT = re.compile(r'data-slot="([^"]*)"')
Tips = dict[str, str]


def may_read_text(official: Any) -> bool:
    """Return whether the official may read a report's text: it names what any unit has."""
    return bool(official.sees_county)


def told_to(official: Any, slots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return slots as this official may read them: the bureau alone is told what is withheld."""
    if writes_reports(official):
        return slots
    return [slot | {"value": None, "text": ""} if slot.get("withheld") else slot for slot in slots]


def why_closed(slot: dict[str, Any], official: Any) -> str:
    """Return why a frozen reading is not told to this official; empty when it is."""
    if slot.get("withheld") and not writes_reports(official):
        return WITHHELD
    lists = slot["unit"] == "名称" and not isinstance(catalogue.get(slot["metric"]), Said)
    return NAMES_CLOSED if lists and not official.sees_county else ""


NAMES_CLOSED = "名单只对全县范围的岗位开放"


def in_words(value: Any) -> str:
    return ("、".join(value) if isinstance(value, list) else value) or NOTHING


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


def live_json(answer: Answer, official: Any) -> bytes:
    told = answer.as_json()
    told["slots"] = told_to(official, told["slots"])
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def live_sheets(answer: Answer, question: Question, official: Any) -> Iterable[SheetSpec]:
    """Return one sheet for each slot of a draft: what it reads, and the rows behind it."""
    for slot in answer.slots:
        name = f"{slot.id} {slot.label}"
        try:
            yield replace(sheet_for(catalogue[slot.figure], question, official), name=name)
        except LookupError as missing:
            notes = [f"读数：{NOTHING}", lacking(missing)]
            yield SheetSpec(name, slot.label, notes, [ColumnSpec("名称")], [])


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
    told["slots"] = told_to(official, told["slots"])
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


HIDDEN_PARTS = {"pieces", "rows", "rows_digest"}  # identities, and what the text already says


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
        seen = apps.get_model(model).objects.visible_to(official)
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
        seen = kind.objects.visible_to(official).filter(pk__in=identities)
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
    for reading in report.readings.all():
        yield frozen_sheet(report, reading, official)


def frozen_sheet(report: Report, reading: Reading, official: Any) -> SheetSpec:
    figure, frozen = catalogue.get(reading.figure), frozen_rows(reading, official)
    label = figure.label if figure else reading.figure
    closed = why_closed(slot_told(report, reading.slot), official)
    unit = "" if reading.unit == "名称" else reading.unit
    notes = [
        f"读数：{closed or (reading.value or NOTHING) + unit}",
        f"口径：{figure.definition}" if figure else "口径：这个指标已不再使用",
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
        [row[2], row[3], None if row[4] is None else in_wan(in_yuan(row[4]))] for row in frozen.rows
    ]
    return SheetSpec(f"{reading.slot} {label}", label, notes, columns, rows)


def slot_told(report: Report, slot: str) -> dict[str, Any]:
    """Return what a report's answer says of a slot."""
    found: dict[str, Any] = next(each for each in report.answer["slots"] if each["id"] == slot)
    return found


def told_slots(report: Report, official: Any) -> list[dict[str, str]]:
    """Return the frozen readings one by one, for who may not read the text around them."""
    found = []
    for slot in report.answer["slots"]:
        figure, why = catalogue.get(slot["metric"]), why_closed(slot, official)
        found.append(
            {
                "slot": slot["id"],
                "label": figure.label if figure else slot["metric"],
                "text": NOTHING if why else in_words(slot["value"]),
                "unit": "" if why or slot["unit"] == "名称" else slot["unit"],
                "why": why,
                "url": reverse("report-slot", args=[report.pk, slot["id"]]),
            }
        )
    return found


# --- the list ----------------------------------------------------------------------------------


def recent_quarters(last: Period, count: int = 6) -> list[Period]:
    """Return the quarters up to `last`, the latest first."""
    found, year, quarter = [], last.first.year, (last.first.month + 2) // 3
    for _ in range(count):
        found.append(Period.quarter(year, quarter))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return found
