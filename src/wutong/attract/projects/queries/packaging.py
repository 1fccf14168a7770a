"""How far packaging has come: what a proposal lacks, what two versions differ in, who owes what."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from wutong.attract.projects.models import Proposal, ReserveProject, Revision
from wutong.attract.projects.queries.returns import Flow, Returns, work_out
from wutong.foundation.money import plain, rounded, spoken
from wutong.foundation.operations import Refused
from wutong.metrics.models import Rule

NEEDED = (
    "summary", "groundwork", "feasibility", "return_case", "operability", "targeting", "site",
    "land", "energy", "water", "environment", "market", "partner", "mode",
)  # fmt: skip
TOLERANCE, REVISION_MONTH = "packaging_tolerance", "reserve_revision_month"
STANDING_STATES = (ReserveProject.State.RESERVED, ReserveProject.State.IN_TALKS)


def rule(code: str, day: date) -> Any:
    """Return the value of a rule in force that day; without one, say where to set it."""
    found = Rule.objects.in_force(day).filter(code=code).order_by("since").last()
    if found is None:
        raise Refused(f"口径规则 {code} 在 {day:%Y-%m-%d} 没有取值，请在“口径规则”页补充")
    return found.value


# --- a proposal ------------------------------------------------------------------------------


def flows_of(proposal: Proposal) -> list[Flow]:
    return [Flow(y.year, y.investment, y.revenue, y.cost) for y in proposal.years.all()]


def returns_of(proposal: Proposal) -> Returns | None:
    """Return the return sheet of a proposal, worked out; None while it has no year."""
    return work_out(flows_of(proposal), proposal.discount_rate)


def label_of(name: str) -> str:
    field: Any = Proposal._meta.get_field(name)
    return str(field.verbose_name)


def lacks(proposal: Proposal, on: date) -> list[str]:
    """Return what a proposal still lacks before it can be submitted, in words."""
    said = [f"“{label_of(n)}”没有填" for n in NEEDED if not str(getattr(proposal, n)).strip()]
    if not proposal.target_firms.exists() and proposal.target_chain_id is None:
        said.append("没有写目标企业或目标产业链")
    answer = returns_of(proposal)
    if answer is None or not answer.investment:
        said.append("收益表没有投资")
    elif not any(line.flow.revenue for line in answer.lines):
        said.append("收益表没有收入")
    else:
        said += astray(answer.investment, proposal.reserve.total_investment, on)
    return said


def astray(sheet: Decimal, told: Decimal, on: date) -> list[str]:
    """Return, in words, that the sheet's investment is too far from the project's own."""
    tolerance = Decimal(str(rule(TOLERANCE, on)))
    if not told or abs(sheet - told) * 100 <= tolerance * told:
        return []
    words = f"收益表投资合计 {spoken(sheet)} 与储备项目总投资 {spoken(told)} 相差超过 {tolerance}%"
    return [words]


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def differences(one: Proposal, other: Proposal) -> list[Difference]:
    """Return what `other` says differently from `one`: words, conditions, sheet and results."""
    before, after = content_of(one), content_of(other)
    labels = list(dict.fromkeys([*before, *after]))
    pairs = [(label, before.get(label, "—"), after.get(label, "—")) for label in labels]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


CONTENT = (
    "summary", "groundwork", "feasibility", "return_case", "operability", "targeting", "site",
    "land_area", "land", "energy", "water", "environment", "market", "partner", "target_chain",
    "mode", "contact", "phone", "discount_rate",
)  # fmt: skip


def content_of(proposal: Proposal) -> dict[str, str]:
    """Return all that a version says, by label."""
    said = {label_of(name): written(proposal, name) for name in CONTENT}
    said["目标企业"] = "、".join(t.name for t in proposal.target_firms.all()) or "—"
    answer = returns_of(proposal)
    if answer is None:
        return said
    for line in answer.lines:
        flow = line.flow
        amounts = (("投资", flow.investment), ("收入", flow.revenue), ("成本", flow.cost))
        said[f"收益表第 {flow.year} 年"] = "，".join(f"{n} {spoken(a)}" for n, a in amounts)
    said["净现值"] = spoken(answer.npv)
    said["内部收益率"] = in_percent(answer.irr.percent)
    said["静态投资回收期"] = in_years(answer.payback.years)
    said["动态投资回收期"] = in_years(answer.dynamic_payback.years)
    return said


def written(proposal: Proposal, name: str) -> str:
    if name == "mode":
        return str(proposal.get_mode_display()) if proposal.mode else "—"
    value = getattr(proposal, name)
    if isinstance(value, Decimal):
        return plain(value)
    return str(value) if value not in (None, "") else "—"


def in_percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{rounded(value)}%"


def in_years(value: Decimal | None) -> str:
    return "—" if value is None else f"{rounded(value)} 年"


# --- the yearly revision ---------------------------------------------------------------------


@dataclass(frozen=True)
class Duty:
    """The revision that is due: for which year, between which days."""

    year: int
    opens: date
    due: date

    def is_late(self, day: date) -> bool:
        return day > self.due


def duty_on(day: date) -> Duty:
    """Return the revision that is owed on a day: this year's, or last year's before its month."""
    month = int(rule(REVISION_MONTH, day))
    year = day.year if day.month >= month else day.year - 1
    opens = date(year, month, 1)
    return Duty(year, opens, opens.replace(day=monthrange(year, month)[1]))


def is_owed(duty: Duty) -> Q:
    """Return the condition that a reserve project still owes the year's revision."""
    done = Revision.objects.filter(reserve=OuterRef("pk"), year=duty.year)
    older = Q(reserved_on=None) | Q(reserved_on__lt=duty.opens)
    return Q(~Exists(done), older, state__in=STANDING_STATES)


@dataclass(frozen=True)
class Owed:
    """What one unit owes of the year's revision."""

    unit_id: int | None
    unit: str
    owed: int
    total: int

    @property
    def done(self) -> int:
        return self.total - self.owed


def owed_by_unit(reserves: Iterable[ReserveProject], owing: set[int]) -> list[Owed]:
    """Return what each unit owes, the most first; `owing` are the keys of those that owe."""
    found: dict[int | None, list[ReserveProject]] = {}
    for reserve in reserves:
        found.setdefault(reserve.lead_unit_id, []).append(reserve)
    owed = [
        Owed(
            key,
            str(rows[0].lead_unit or "未填谋划单位"),
            sum(row.pk in owing for row in rows),
            len(rows),
        )
        for key, rows in found.items()
    ]
    return sorted(owed, key=lambda one: (-one.owed, one.unit))
