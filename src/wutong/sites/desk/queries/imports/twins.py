"""A project that stands twice (疑似重复): the row and the kept project, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from wutong.attract.agreements.imports.shelf import loose_firm
from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.imports.models import Batch, Row
from wutong.foundation.imports.texts import fold
from wutong.foundation.money import in_wan, plain
from wutong.foundation.ui.wording import day

DUPLICATE = "duplicate_project"


@dataclass(frozen=True)
class Pair:
    """One thing both say; `differs` where they do not say the same."""

    label: str
    row: str
    kept: str

    @property
    def differs(self) -> bool:
        return self.row != self.kept


def is_twin(row: Row) -> bool:
    """Return whether a row waits for the decision; its `problems` should be prefetched."""
    return any(problem.code == DUPLICATE for problem in row.problems.all())


def kept_project(row: Row) -> Project | None:
    """Return the project that stands already: same name, and loosely the same investor."""
    name, investor = fold(text(row, "name")), loose_firm(text(row, "investor"))
    found = Project.objects.filter(name=name).select_related("investor", "lead_unit")
    same = [p for p in found if p.investor and loose_firm(p.investor.name) == investor]
    return same[0] if same else None


def text(row: Row, name: str) -> str:
    return str(row.values.get(name) or "")


def pairs(row: Row, project: Project) -> list[Pair]:
    """Return what the row and the kept project each say."""
    agreement = Agreement.objects.filter(project=project).first()
    milestones = dict(Milestone.objects.filter(project=project).values_list("kind", "happened_on"))
    received = Receipt.objects.filter(project=project).aggregate(n=Count("pk"), total=Sum("amount"))
    return [
        Pair("项目编号", text(row, "code"), project.code),
        Pair("项目名称", text(row, "name"), project.name),
        Pair("责任单位", text(row, "unit_name") or text(row, "unit"), project.lead_unit.name),
        Pair("投资企业", text(row, "investor"), project.investor.name if project.investor else ""),
        Pair("投资方所在地", text(row, "place"), project.investor_place),
        Pair("总投资", wan(row.values.get("total_investment")), wan(project.total_investment)),
        Pair("签约金额", wan(row.values.get("amount")), wan(agreement and agreement.amount)),
        Pair(
            "签约时间",
            text(row, "signed_on"),
            blank(day(agreement.signed_on if agreement else None)),
        ),
        Pair(
            "入库时间",
            text(row, "registered_on"),
            blank(day(milestones.get(Milestone.Kind.REGISTERED))),
        ),
        Pair(
            "开工时间",
            text(row, "commenced_on"),
            blank(day(milestones.get(Milestone.Kind.COMMENCED))),
        ),
        Pair(
            "到位资金",
            f"{waiting_receipts(row).count()} 笔，等待判定",
            f"{received['n']} 笔，{wan(received['total']) or '0万元'}",
        ),
    ]


def wan(amount: Any) -> str:
    return "" if amount in (None, "") else f"{plain(in_wan(Decimal(str(amount))))}万元"


def blank(shown: str) -> str:
    return "" if shown == "—" else shown


def waiting_receipts(row: Row) -> QuerySet[Row]:
    """Return the receipts that wait because they were reported for this row's project."""
    waiting = Row.objects.filter(
        kind="receipts",
        state=Row.State.WAITING,
        problems__code="duplicate_receipt",
        sheet__ledger__batch__state=Batch.State.APPLIED,
    )
    named = Q(values__name=text(row, "name"), values__unit_name=text(row, "unit_name"))
    named &= Q(values__code__isnull=True)
    code = text(row, "code")
    return waiting.filter(named | Q(values__code=code) if code else named)
