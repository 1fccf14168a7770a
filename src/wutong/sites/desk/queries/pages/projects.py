"""招商: projects, their agreements, milestones and funds."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import ExchangeRate, Receipt, Verification, standing_receipts
from wutong.attract.funds.queries import STATES as RECEIPT_STATES
from wutong.attract.funds.queries import with_state
from wutong.attract.projects.models import (
    CreditShare,
    MajorTag,
    Merger,
    Milestone,
    Project,
    ProjectTeam,
    Waiver,
)
from wutong.attract.projects.models.stages import stages_mark
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, register
from wutong.sites.desk.queries.pipeline.frame import today
from wutong.sites.desk.queries.pipeline.standing import with_building, with_stage
from wutong.sites.desk.queries.staging import (
    StageNames,
    StageTones,
    in_stage,
    project_lights,
    stage_choices,
)

Kind = Milestone.Kind
STAGE = Col(
    "stage_index",
    "阶段",
    "choice",
    sub="building",
    sub_label="在建、续建",
    choices=StageNames(),
    tones=StageTones(),
)
RARER: dict[str, tuple[Any, str]] = {
    "waivers": (Waiver, "project"),
    "tags": (MajorTag, "project"),
    "team": (ProjectTeam, "project"),
    "shares": (CreditShare, "project"),
    "mergers": (Merger, "kept"),
}
BASIS_TONES = {"按门槛转入": "green", "台账转入": "yellow"}
RECEIPT_TONES = {"待核验": "yellow", "已退回": "red", "已核验": "green", "已剔除": "grey"}


def standing_projects() -> Any:
    """Return the projects with their stage, their money, and which rarer things hang on each.

    To look for them once costs less than to ask for waivers, tags, shares and mergers in vain.
    """
    return _alone(timezone.localdate(), stages_mark())


def progressing_projects() -> Any:
    """Return the projects with the days of their main steps besides."""
    return _progress(timezone.localdate(), stages_mark())


@lru_cache(maxsize=2)  # to put these questions together takes longer than to answer them
def _standing(day: date, mark: str) -> Any:
    rows: Any = Project.objects.get_queryset().known(None)
    contract = Agreement.objects.filter(project=OuterRef("pk"), kind=Agreement.Kind.CONTRACT)
    contract = contract.filter(corrects=None).order_by()
    paid = standing_receipts().filter(project=OuterRef("pk")).order_by().values("project")
    return with_building(with_stage(rows, today()), today()).annotate(
        signed_on=Coalesce(rows.dated(Kind.SIGNED), Subquery(contract.values("signed_on")[:1])),
        in_place=Subquery(paid.annotate(total=Sum("amount")).values("total")),
    )


@lru_cache(maxsize=2)
def _alone(day: date, mark: str) -> Any:
    rarer: dict[str, Any] = {
        f"has_{name}": Exists(model.objects.filter(**{link: OuterRef("pk")}))
        for name, (model, link) in RARER.items()
    }
    return _standing(day, mark).annotate(**rarer)


@lru_cache(maxsize=2)
def _progress(day: date, mark: str) -> Any:
    rows = _standing(day, mark)
    return rows.annotate(
        registered_on=rows.dated(Kind.REGISTERED), commenced_on=rows.dated(Kind.COMMENCED)
    )


@cache
def receipts_in_state() -> Any:
    return with_state(Receipt.objects.get_queryset())


def receipt_lights(receipt: Any) -> list[tuple[str, str]]:
    said = dict(RECEIPT_STATES)[receipt.state]
    lights = [(RECEIPT_TONES[said], said)]
    return [*lights, ("blue", "更正")] if receipt.corrects_id else lights


def of_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


def with_total(rows: Any, _: Any) -> Any:
    """Add to each first agreement what it comes to with its corrections."""
    later = Agreement.objects.filter(corrects=OuterRef("pk")).order_by().values("corrects")
    return rows.annotate(
        corrected=Coalesce(Subquery(later.annotate(total=Sum("amount")).values("total")), None)
    )


register(
    Page(
        slug="projects",
        model=Project,
        ability="projects.keep",
        group="项目",
        icon="briefcase",
        order=10,
        label="项目",
        columns=(
            Col("name", sub="code"),
            STAGE,
            Col("lead_unit", sub="chain__name"),
            "investor",
            "total_investment",
            Col("in_place", "已到位", "money"),
            Col("registered_on", "入库", "date"),
            Col("commenced_on", "开工", "date"),
        ),
        filters=(
            Pick("stage", "阶段", stage_choices, in_stage),
            "lead_unit",
            "chain",
            "origin",
        ),
        search=("name", "code", "investor__name"),
        form=(
            ("项目", ("name", "code", "approval_code", "lead_unit", "chain", "industry", "nature")),
            (
                "投资方",
                ("investor", "investor_place", "origin", "outside_share", "total_investment"),
            ),
            ("落地", ("site", "located_in", "local_firm", "is_site_secured", "content")),
            (
                "来源",
                (
                    "channel",
                    "source_trip",
                    "source_reception",
                    "source_station",
                    "source_roadshow",
                    "source_written",
                    "sponsor",
                ),
            ),
            ("其他", ("note",)),
        ),
        parents=(
            "investor",
            "source_trip",
            "source_reception",
            "source_station",
            "source_roadshow",
        ),
        ready=progressing_projects,
        ready_alone=standing_projects,
        facts=(
            Col("signed_on", "签约日期", "date"),
            Col("in_place", "已核验到位资金", "money"),
        ),
        tells=("milestones", "waivers", "mergers", "merged_by", "major_tags"),
        status=project_lights,
        money="total_investment",
        sections=(
            Section("agreements", "project", ("kind", "amount", "signed_on", "counted_on", "note")),
            Section("receipts", "project", ("placed_on", "amount", "state", "voucher")),
            Section("milestone-plans", "project", ("kind", "due_on", "lead_unit")),
            Section("tickets", "project", ("request", "kind", "raised_on", "closed_on")),
            Section("reserves", "project", ("name", "state", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="agreements",
        model=Agreement,
        ability="projects.keep",
        group="项目",
        icon="signature",
        order=20,
        columns=(
            Col("project__name", "项目", sub="project__code"),
            "kind",
            "amount",
            "signed_on",
            "counted_on",
            "project__lead_unit",
            "note",
        ),
        filters=("kind", "project__lead_unit", "counted_on"),
        search=("project__name", "project__code"),
        form=(("协议", ("project", "kind", "amount", "signed_on", "note")),),
        editable=("kind", "amount", "signed_on", "note"),
        facts=("kind_written", "counted_on", Col("corrected", "更正合计", "money")),
        annotate=with_total,
        order_by="-counted_on",
        parents=("project", "corrects"),
        money="amount",
        sections=(
            Section("incentives", "agreement", ("text", "review", "review__conclusion")),
            Section(
                "agreements", "corrects", ("amount", "counted_on", "note"), "更正", is_quiet=True
            ),
        ),
    )
)
register(
    Page(
        slug="milestones",
        model=Milestone,
        ability="projects.move",
        group="项目",
        icon="flag",
        order=30,
        columns=(
            Col("project__name", "项目", sub="project__code"),
            "kind",
            "happened_on",
            "counted_on",
            "project__lead_unit",
            Col("basis", tones=BASIS_TONES),
            "document",
        ),
        filters=("kind", "basis", "project__lead_unit", "counted_on"),
        search=("project__name", "project__code"),
        form=(("节点", ("project", "kind", "happened_on", "document", "reason")),),
        editable=(),
        facts=("counted_on", "basis", "certified_by", "left_stage"),
        order_by="-counted_on",
        parents=("project",),
    )
)
register(
    Page(
        slug="receipts",
        model=Receipt,
        ability="funds.record",
        group="项目",
        icon="cash",
        order=40,
        columns=(
            Col("project__name", "项目", sub="project__code"),
            "placed_on",
            "amount",
            Col("state", "核验", "choice", choices=dict(RECEIPT_STATES), tones=RECEIPT_TONES),
            "claimed_origin",
            "voucher",
            "counted_on",
            "project__lead_unit",
            "recorded_by",
        ),
        filters=(
            Pick("state", "核验", RECEIPT_STATES, of_state),
            "project__lead_unit",
            "counted_on",
        ),
        search=("project__name", "project__code", "voucher"),
        form=(
            (
                "到位资金",
                ("project", "amount", "placed_on", "kind", "fixed_amount", "claimed_origin"),
            ),
            ("凭证", ("voucher", "note")),
        ),
        editable=(
            "amount",
            "placed_on",
            "kind",
            "fixed_amount",
            "claimed_origin",
            "voucher",
            "note",
        ),
        facts=(
            "counted_on",
            "recorded_by",
            Col("verified_on", "核验日期", "date"),
            Col("verified_by", "核验人"),
            Col("basis", "核验依据", choices=dict(Verification.Basis.choices)),
            Col("excluded_by_rule", "剔除规则"),
            Col("rejected_for", "退回原因"),
            "currency",
            Col("foreign_amount", "外币金额（万）", "money"),
        ),
        tells=("verifications", "exclusions", "rejections", "rechecks", "vouchers"),
        ready=receipts_in_state,
        status=receipt_lights,
        order_by="-counted_on",
        parents=("project", "corrects"),
        money="amount",
        sections=(
            Section(
                "receipts", "corrects", ("amount", "counted_on", "note"), "更正", is_quiet=True
            ),
        ),
        empty="点右上角“新建”登记一笔到位资金，或从“导入”读入月报表。",
    )
)
register(
    Page(
        slug="exchange-rates",
        model=ExchangeRate,
        ability="funds.verify",
        group="项目",
        icon="currency-dollar",
        order=48,
        columns=("month", "currency", Col("rate_in_words", "汇率", sortable=False), "source"),
        filters=("currency",),
        search=("source",),
        form=(("汇率", ("currency", "month", "rate", "source")),),
        order_by="-month",
        empty="点右上角“新建”登记某月的汇率；外币资金按到位当月的汇率折算。",
    )
)
