"""What gates may ask about projects' agreements: signed once, for what they are said to cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.projects.gates import register_check, register_fact, register_reached
from wutong.attract.projects.models import Milestone, Project
from wutong.attract.projects.queries.twins import told_apart, twins_among
from wutong.foundation.imports.models import Provenance
from wutong.foundation.money import spoken

SIGNED = Milestone.Kind.SIGNED


def signed_days(keys: Iterable[int]) -> dict[int, date]:
    """Return the day on which each project's contract was signed."""
    contracts = Agreement.objects.filter(
        project__in=keys, kind=Agreement.Kind.CONTRACT, corrects=None
    )
    days = contracts.values_list("project_id", "signed_on")
    return {key: day for key, day in days if day is not None}


def signed_by_ledger(keys: Iterable[int]) -> set[int]:
    """Return those of the projects whose contract a ledger brought, as a contract.

    What somebody mended since (its amount, its day) leaves it the ledger's word; a letter of
    intent that somebody made a contract of is theirs.
    """
    contracts = Agreement.objects.filter(
        project__in=keys, kind=Agreement.Kind.CONTRACT, corrects=None
    )
    projects = dict(contracts.values_list("pk", "project_id"))
    rows = Provenance.objects.filter(
        model=ContentType.objects.get_for_model(Agreement), key__in=list(projects)
    )
    left = set(rows.values_list("key", "known_at"))  # as a ledger's row left the agreement
    if not left:
        return set()
    told = {key for key, _ in left}
    versions = Agreement.history.filter(Q(pk__in=told) | Q(version_of__in=told))
    versions = versions.filter(kind=Agreement.Kind.CONTRACT)
    return {
        projects[first or key]
        for key, first, known_at in versions.values_list("pk", "version_of_id", "known_at")
        if (first or key, known_at) in left
    }


def have_incentives(projects: Sequence[Project]) -> dict[int, bool]:
    clauses = IncentiveClause.objects.filter(agreement__project__in=projects)
    found = set(clauses.values_list("agreement__project", flat=True))
    return {project.pk: project.pk in found for project in projects}


def _recorded(projects: Sequence[Project], on: date) -> dict[int, str]:
    signed, said = signed_days([project.pk for project in projects]), {}
    for project in projects:
        day = signed.get(project.pk)
        if day is None:
            said[project.pk] = "还没有登记合同"
        elif day > on:
            said[project.pk] = f"合同签订日期{day:%Y-%m-%d}晚于{on:%Y-%m-%d}"
    return said


def _once(projects: Sequence[Project], on: date) -> dict[int, str]:
    twins, apart = twins_among(projects), told_apart()
    signed = signed_days({twin.key for found in twins.values() for twin in found})
    said = {}
    for key, found in twins.items():
        again = (t for t in found if t.key in signed and frozenset((key, t.key)) not in apart)
        if twin := next(again, None):
            said[key] = (
                f"“{twin.name}”（{twin.unit}，{signed[twin.key]:%Y-%m-%d}签约）{twin.why}，"
                "请合并，或判断为不是同一项目"
            )
    return said


def _agrees(projects: Sequence[Project], on: date) -> dict[int, str]:
    contracts = Agreement.objects.filter(project__in=projects, kind=Agreement.Kind.CONTRACT)
    agreed: dict[int, Decimal] = {}
    for key, amount in contracts.values_list("project_id", "amount"):
        if amount:
            agreed[key] = agreed.get(key, Decimal(0)) + amount
    said = {}
    for project in projects:
        total, sum_ = project.total_investment, agreed.get(project.pk)
        if sum_ is None or total is None:
            said[project.pk] = "协议金额或总投资未填"
        elif total > sum_:
            said[project.pk] = f"总投资{spoken(total)}，协议{spoken(sum_)}"
    return said


def _reviewed(projects: Sequence[Project], on: date) -> dict[int, str]:
    clauses = IncentiveClause.objects.filter(agreement__project__in=projects)
    said: dict[int, list[str]] = {}
    for clause in clauses.select_related("review", "agreement").order_by("pk"):
        if clause.review is None or not clause.review.permits:
            words = f"“{clause}”没有准予实施的审查结论"
            said.setdefault(clause.agreement.project_id, []).append(words)
    return {key: "；".join(words) for key, words in said.items()}


register_reached(SIGNED, signed_days, signed_by_ledger)
register_fact("has_incentives", "协议有优惠条款", have_incentives, "flag")
register_check("contract_recorded", "已登记协议", _recorded)
register_check("signed_once", "未重复签约", _once)
register_check("amount_agrees", "总投资与协议金额一致", _agrees)
register_check("incentives_reviewed", "优惠条款已公平竞争审查", _reviewed)
