"""What gates may ask about a project's agreements: signed once, for what it is said to cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.projects.gates import register_check, register_fact, register_reached
from wutong.attract.projects.models import Milestone, Project
from wutong.attract.projects.queries.twins import told_apart, twins_of
from wutong.foundation.money import spoken

SIGNED = Milestone.Kind.SIGNED


def signed_days(keys: Iterable[int]) -> dict[int, date]:
    """Return the day on which each project's contract was signed."""
    contracts = Agreement.objects.filter(
        project__in=keys, kind=Agreement.Kind.CONTRACT, corrects=None
    )
    days = contracts.values_list("project_id", "signed_on")
    return {key: day for key, day in days if day is not None}


def has_incentives(project: Project) -> bool:
    return IncentiveClause.objects.filter(agreement__project=project).exists()


def _recorded(project: Project, on: date) -> str:
    signed = signed_days([project.pk]).get(project.pk)
    if signed is None:
        return "还没有登记合同"
    return f"合同签订日期{signed:%Y-%m-%d}晚于{on:%Y-%m-%d}" if signed > on else ""


def _once(project: Project, on: date) -> str:
    apart = told_apart()
    twins = [t for t in twins_of(project) if frozenset((project.pk, t.key)) not in apart]
    signed = signed_days([twin.key for twin in twins])
    for twin in twins:
        if twin.key in signed:
            return (
                f"“{twin.name}”（{twin.unit}，{signed[twin.key]:%Y-%m-%d}签约）{twin.why}，"
                "请合并，或判断为不是同一项目"
            )
    return ""


def _agrees(project: Project, on: date) -> str:
    contracts = Agreement.objects.filter(project=project, kind=Agreement.Kind.CONTRACT)
    amounts = [amount for amount in contracts.values_list("amount", flat=True) if amount]
    if not amounts or project.total_investment is None:
        return "协议金额或总投资未填"
    agreed = sum(amounts, Decimal(0))
    if project.total_investment > agreed:
        return f"总投资{spoken(project.total_investment)}，协议{spoken(agreed)}"
    return ""


def _reviewed(project: Project, on: date) -> str:
    clauses = IncentiveClause.objects.filter(agreement__project=project).select_related("review")
    open_ = [c for c in clauses if c.review is None or not c.review.permits]
    return "；".join(f"“{clause}”没有准予实施的审查结论" for clause in open_)


register_reached(SIGNED, signed_days)
register_fact("has_incentives", "协议有优惠条款", has_incentives, "flag")
register_check("contract_recorded", "已登记协议", _recorded)
register_check("signed_once", "未重复签约", _once)
register_check("amount_agrees", "总投资与协议金额一致", _agrees)
register_check("incentives_reviewed", "优惠条款已公平竞争审查", _reviewed)
