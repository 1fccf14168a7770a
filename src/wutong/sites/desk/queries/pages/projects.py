"""招商: projects, their agreements, milestones and funds."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import Exclusion, Receipt, Verification
from wutong.attract.projects.models import Milestone, Project
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, register

Kind = Milestone.Kind
STAGES = {kind.value: kind.label for kind in Kind}
RANK = Case(
    *[When(kind=kind.value, then=Value(at)) for at, kind in enumerate(Kind)],
    output_field=IntegerField(),
)
STAGE_TONES = {"开工": "green", "投产": "green", "终止": "grey", "签约": "blue", "入库": "blue"}
RECEIPT_STATES = (("waiting", "待核验"), ("verified", "已核验"), ("excluded", "已剔除"))
RECEIPT_TONES = {"待核验": "yellow", "已核验": "green", "已剔除": "grey"}


def with_progress(rows: Any, _: Any) -> Any:
    """Add to each project its stage, the days of its main steps, and what has been paid in."""
    rows = rows.known(None)
    reached = Milestone.objects.filter(project=OuterRef("pk"))
    contract = Agreement.objects.filter(project=OuterRef("pk"), kind=Agreement.Kind.CONTRACT)
    contract = contract.filter(corrects=None).order_by()
    paid = counted_receipts().filter(project=OuterRef("pk")).order_by().values("project")
    return rows.annotate(
        stage=Coalesce(
            Subquery(reached.annotate(rank=RANK).order_by("-rank").values("kind")[:1]),
            Case(When(Exists(contract), then=Value("signed")), default=None),
        ),
        signed_on=Coalesce(rows.dated(Kind.SIGNED), Subquery(contract.values("signed_on")[:1])),
        registered_on=rows.dated(Kind.REGISTERED),
        commenced_on=rows.dated(Kind.COMMENCED),
        in_place=Subquery(paid.annotate(total=Sum("amount")).values("total")),
    )


def counted_receipts() -> Any:
    verified = Exists(Verification.objects.filter(receipt=OuterRef("pk")))
    excluded = Exists(Exclusion.objects.filter(receipt=OuterRef("pk")))
    return Receipt.objects.filter(verified).exclude(excluded)


def in_stage(rows: Any, stage: str) -> Any:
    return rows.filter(stage=stage) if stage != "none" else rows.filter(stage=None)


def project_lights(project: Any) -> list[tuple[str, str]]:
    stage = STAGES.get(project.stage, "未登记节点")
    lights = [(STAGE_TONES.get(stage, "blue" if project.stage else "grey"), stage)]
    return [*lights, ("green", "已落地")] if project.is_landed else lights


def with_state(rows: Any, _: Any) -> Any:
    """Add to each receipt whether it is verified, excluded, or still waits; by whom and when."""
    verified = Verification.objects.filter(receipt=OuterRef("pk"))
    excluded = Exclusion.objects.filter(receipt=OuterRef("pk"))
    return rows.annotate(
        verified_on=Subquery(verified.values("verified_on")[:1]),
        verified_by=Subquery(verified.values("verified_by__name")[:1]),
        basis=Subquery(verified.values("basis")[:1]),
        excluded_by_rule=Subquery(excluded.values("rule")[:1]),
        state=Case(
            When(Exists(excluded), then=Value("excluded")),
            When(Exists(verified), then=Value("verified")),
            default=Value("waiting"),
        ),
    )


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
        group="招商",
        icon="briefcase",
        order=10,
        label="项目",
        columns=(
            Col("name", sub="code"),
            Col("stage", "阶段", "choice", choices=STAGES, tones=STAGE_TONES),
            Col("lead_unit", sub="chain__name"),
            "investor",
            "total_investment",
            Col("in_place", "已到位", "money"),
            Col("registered_on", "入库", "date"),
            Col("commenced_on", "开工", "date"),
        ),
        filters=(
            Pick("stage", "阶段", (*STAGES.items(), ("none", "未登记节点")), in_stage),
            "lead_unit",
            "chain",
            "origin",
        ),
        search=("name", "code", "investor__name"),
        form=(
            ("项目", ("name", "code", "lead_unit", "chain", "industry", "nature")),
            ("投资方", ("investor", "investor_place", "origin", "total_investment")),
            ("落地", ("site", "local_firm", "is_site_secured", "content")),
            (
                "来源",
                (
                    "channel",
                    "source_trip",
                    "source_reception",
                    "source_station",
                    "source_written",
                    "sponsor",
                ),
            ),
            ("其他", ("note",)),
        ),
        parents=("investor", "source_trip", "source_reception", "source_station"),
        annotate=with_progress,
        facts=(
            Col("signed_on", "签约日期", "date"),
            Col("in_place", "已核验到位资金", "money"),
        ),
        status=project_lights,
        money="total_investment",
        sections=(
            Section("milestones", "project", ("kind", "happened_on", "counted_on", "document")),
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
        group="招商",
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
        sections=(Section("agreements", "corrects", ("amount", "counted_on", "note"), "更正"),),
    )
)
register(
    Page(
        slug="milestones",
        model=Milestone,
        ability="projects.keep",
        group="招商",
        icon="flag",
        order=30,
        columns=(
            Col("project__name", "项目", sub="project__code"),
            "kind",
            "happened_on",
            "counted_on",
            "project__lead_unit",
            "document",
        ),
        filters=("kind", "project__lead_unit", "counted_on"),
        search=("project__name", "project__code"),
        form=(("节点", ("project", "kind", "happened_on", "document", "certified_by", "reason")),),
        editable=("happened_on", "document", "certified_by", "reason"),
        facts=("counted_on",),
        order_by="-counted_on",
        parents=("project",),
    )
)
register(
    Page(
        slug="receipts",
        model=Receipt,
        ability="funds.record",
        group="招商",
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
        ),
        tells=("verifications", "exclusions"),
        annotate=with_state,
        status=receipt_lights,
        order_by="-counted_on",
        parents=("project", "corrects"),
        money="amount",
        sections=(Section("receipts", "corrects", ("amount", "counted_on", "note"), "更正"),),
        empty="点右上角“新建”登记一笔到位资金，或从“导入”读入月报表。",
    )
)
