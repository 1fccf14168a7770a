"""What the pages of funds show: the monthly round, receipts to judge, bridges, closed months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wutong.attract.funds.access import can_verify
from wutong.attract.funds.models import MonthlyReturn, Receipt, Voucher
from wutong.attract.funds.queries import (
    STATES,
    Bridge,
    Difference,
    Line,
    Overrun,
    UnitMonth,
    overruns,
    owing_projects,
    placed_in,
    same_voucher,
    with_state,
)
from wutong.attract.funds.queries.bridge import STEPS
from wutong.attract.projects.models import Project
from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.money import in_wan
from wutong.foundation.periods import Period
from wutong.foundation.ui import wording
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.people.models import Unit

STATE_WORDS = dict(STATES)
TONES = {"waiting": "yellow", "rejected": "red", "verified": "green", "excluded": "grey"}
RETURN_TONES = {
    "due": "grey",
    "missing": "red",
    "late": "yellow",
    "nil": "blue",
    "in_time": "green",
    "ledger": "blue",
}
TABS = (
    ("", "全部单位"),
    ("missing", "未报"),
    ("late", "迟报"),
    ("nil", "零报"),
    ("rejected", "有退回"),
)
STEP_LABELS = {
    "opening": "上月累计",
    "new": "本月新增",
    "late": "迟报补计",
    "corrected": "更正",
    "withdrawn": "撤回、剔除",
    "restated": "口径调入",
    "closing": "本月累计",
}


@dataclass
class ProjectLines:
    """A project on the page of a monthly return: what is settled, and the lines to type in."""

    project: Project
    settled: list[Receipt] = field(default_factory=list)
    forms: list[Any] = field(default_factory=list)


def of_tab(unit_month: UnitMonth, tab: str) -> bool:
    if tab == "rejected":
        return bool(unit_month.receipts.get("rejected"))
    if tab == "late":
        return unit_month.is_late
    return not tab or unit_month.state == tab


RETURN_COLUMNS = [
    Column("unit", "单位"),
    Column("state", "月报"),
    Column("on", "报送日期"),
    Column("days", "迟（天）", numeric=True),
    Column("count", "笔数", numeric=True),
    Column("waiting", "待核验", numeric=True),
    Column("rejected", "退回", numeric=True),
    Column("verified", "已核验", numeric=True),
    Column("excluded", "剔除", numeric=True),
]


def return_rows(rows: Iterable[UnitMonth]) -> list[Row]:
    return [
        Row(
            [
                Cell(each.unit.short_name or each.unit.name),
                Cell(each.words, tone=RETURN_TONES[each.state]),
                Cell(handed_in(each.submitted), sub=handed_again(each.submitted)),
                Cell(str(each.days_late or "") if each.is_late or each.is_missing else "", True),
                *[
                    Cell(str(number) if number else "", True)
                    for number in (each.count, *(each.receipts.get(s, 0) for s in ORDER))
                ],
            ],
            url=f"/funds/returns/{each.month.code}/{each.unit.pk}/",
            mark="red" if each.is_missing or each.receipts.get("rejected") else "",
        )
        for each in rows
    ]


ORDER = ("waiting", "rejected", "verified", "excluded")


def handed_in(given: MonthlyReturn | None) -> str:
    return f"{given.submitted_on:%Y-%m-%d}" if given else ""


def handed_again(given: MonthlyReturn | None) -> str:
    again = given.resubmitted_on if given else None
    return f"重报 {again:%Y-%m-%d}" if again else ""


def returns_sheet(month: Period, rows: list[UnitMonth], notes: list[str]) -> SheetSpec:
    labels = [c.label for c in RETURN_COLUMNS]
    columns = [ColumnSpec(label, "text" if n < 3 else "count") for n, label in enumerate(labels)]
    cells = [
        [
            each.unit.name,
            each.words,
            handed_in(each.submitted),
            each.days_late if each.is_late or each.is_missing else None,
            each.count,
            *(each.receipts.get(state, 0) for state in ORDER),
        ]
        for each in rows
    ]
    return SheetSpec("资金月报", f"{month}资金月报报送情况", notes, columns, cells)


def lines_of(unit: Unit, month: Period) -> list[ProjectLines]:
    """Return the unit's projects of a month, those with receipts first, each with its receipts."""
    owed = owing_projects(month).filter(lead_unit=unit)
    receipts = with_state(placed_in(month).filter(project__lead_unit=unit)).order_by(
        "placed_on", "pk"
    )
    found: dict[int, ProjectLines] = {}
    for receipt in receipts.select_related("project"):
        receipt.tone, receipt.state_words = TONES[receipt.state], STATE_WORDS[receipt.state]
        found.setdefault(receipt.project_id, ProjectLines(receipt.project)).settled.append(receipt)
    for project in owed.order_by("name", "pk"):
        found.setdefault(project.pk, ProjectLines(project))
    return list(found.values())


@dataclass(frozen=True)
class Waiting:
    """A receipt to judge, with what its judge should know."""

    receipt: Receipt
    is_own: bool
    over: Overrun | None
    is_twin: bool
    papers: list[Any]
    is_handed_in: bool

    @property
    def why_not(self) -> str:
        """Return what stands in the way of a verification; empty when nothing does."""
        if self.is_own:
            return "本人登记的资金，须由他人核验。"
        if not self.receipt.voucher.strip():
            return "没有凭证号，不能核验；请退回补登。"
        if self.over is not None and not self.over.is_rechecked:
            return "累计超过限额，须先登记超额复核。"
        return ""

    @property
    def parts(self) -> str:
        """Return fixed and working capital in words."""
        receipt = self.receipt
        if receipt.fixed_amount is not None:
            rest = receipt.amount - receipt.fixed_amount
            return f"固定 {wording.wan(receipt.fixed_amount)}，流动 {wording.wan(rest)}"
        return receipt.get_kind_display()

    @property
    def foreign(self) -> str:
        if self.receipt.foreign_amount is None:
            return ""
        label = self.receipt.get_currency_display()
        return f"{wording.wan(self.receipt.foreign_amount)}万{label}"


def waiting_receipts(official: Any, unit: int | None = None) -> Any:
    """Return the receipts that wait for a verifier, the oldest first, as far as one may see."""
    rows = with_state(Receipt.objects.visible_to(official)).filter(state="waiting")
    if unit is not None:
        rows = rows.filter(project__lead_unit=unit)
    related = ("project__lead_unit", "project__investor", "recorded_by", "corrects")
    return rows.select_related(*related).order_by("counted_on", "pk")


def to_judge(receipts: list[Receipt], official: Any) -> list[Waiting]:
    keys = [receipt.pk for receipt in receipts]
    over = {o.receipt.pk: o for o in overruns(receipts)}
    twins = set(same_voucher(Receipt.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    papers: dict[int, list[Any]] = {}
    for voucher in Voucher.objects.filter(receipt__in=keys).select_related("evidence"):
        papers.setdefault(voucher.receipt_id, []).append(voucher.evidence)
    units = {receipt.project.lead_unit_id for receipt in receipts}
    given = MonthlyReturn.objects.filter(unit__in=units).values_list("unit", "month")
    handed_in = set(given)
    return [
        Waiting(
            receipt,
            not can_verify(official, receipt),
            over.get(receipt.pk),
            receipt.pk in twins,
            papers.get(receipt.pk, []),
            (receipt.project.lead_unit_id, receipt.placed_on.replace(day=1)) in handed_in,
        )
        for receipt in receipts
    ]


BRIDGE_COLUMNS = [
    Column("name", "项目"),
    *[Column(step, label + "（万元）", numeric=True) for step, label in STEP_LABELS.items()],
]


def bridge_rows(lines: Iterable[Line], url: str = "") -> list[Row]:
    """Return lines as rows; `url` is where a line leads, its key appended."""
    return [
        Row(
            [
                Cell(line.name, sub=line.unit),
                *[Cell(amount(getattr(line, step), step), True) for step in STEP_LABELS],
            ],
            url=f"{url}{line.key}" if url and line.key else "",
            mark="" if line.adds_up else "red",
        )
        for line in lines
    ]


def amount(yuan: Any, step: str) -> str:
    """Return an amount in 万元; a step that is none stays empty, one up has its sign."""
    if step in STEPS:
        return f"{'+' if yuan > 0 else ''}{wording.wan(yuan)}" if yuan else ""
    return wording.wan(yuan)


def bridge_sheets(told: Bridge, label: str, notes: list[str]) -> list[SheetSpec]:
    """Return the bridge by unit and by project, the county's sum below each."""
    head = [ColumnSpec(text, "money_wan") for text in STEP_LABELS.values()]
    title = f"{told.month}{label}过桥表"

    def cells(line: Line) -> list[Any]:
        return [in_wan(getattr(line, step)) for step in STEP_LABELS]

    units = [[line.name, *cells(line)] for line in [*told.units, told.county]]
    projects = [[line.name, line.unit, *cells(line)] for line in told.projects]
    projects.append(["合计", "", *cells(told.county)])
    return [
        SheetSpec("分单位", f"{title}（分单位）", notes, [ColumnSpec("单位"), *head], units),
        SheetSpec(
            "分项目",
            f"{title}（分项目）",
            notes,
            [ColumnSpec("项目", width=30), ColumnSpec("责任单位"), *head],
            projects,
        ),
    ]


def months_around(month: Period, today: date) -> tuple[str, str]:
    """Return the codes of the months before and after, the latter only when it has begun."""
    before = Period.containing(month.first.replace(day=1).fromordinal(month.first.toordinal() - 1))
    after = month.next_month()
    return before.code, after.code if after.first <= today else ""


DIFFERENCE_COLUMNS = [
    Column("project", "项目"),
    Column("then", "关账时（万元）", numeric=True),
    Column("now", "现在（万元）", numeric=True),
    Column("difference", "相差（万元）", numeric=True),
]


def difference_rows(differences: Iterable[Difference]) -> list[Row]:
    return [
        Row(
            [
                Cell(each.project),
                Cell(wording.wan(each.then), True),
                Cell(wording.wan(each.now), True),
                Cell(amount(each.difference, "new"), True),
            ],
            url=f"/projects/{each.key}/",
        )
        for each in differences
    ]
