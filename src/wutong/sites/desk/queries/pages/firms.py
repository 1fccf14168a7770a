"""招商: firms, their groups and honours, and the chains they stand on."""

from __future__ import annotations

from typing import Any

from wutong.attract.chains.models import Chain, ChainFirm, ChainYear, FocusField
from wutong.attract.firms.access import EXPORT, can_merge
from wutong.attract.firms.models import ContactPerson, Firm, FirmGroup, Honour, Registration
from wutong.foundation.ui.lists import Action
from wutong.sites.desk.queries.pages.shape import Col, Page, Section, counted, register

REGISTRY_TONES = {
    "存续": "green",
    "在业": "green",
    "停业": "yellow",
    "清算": "yellow",
    "迁出": "yellow",
    "吊销": "red",
    "注销": "red",
    "撤销": "red",
}


def registry_lights(firm: Firm) -> list[tuple[str, str]]:
    state = firm.registry_state
    return [(REGISTRY_TONES.get(state, "grey"), state)] if state else []


def firm_tools(official: Any) -> list[Action]:
    if not can_merge(official, None):
        return []
    return [Action("疑似同一企业", "/firm-twins/", "copy")]


def person_tools(official: Any) -> list[Action]:
    if not official.holds(EXPORT):
        return []
    return [Action("导出联系方式", "/contact-persons/full-export/", "file-export")]


register(
    Page(
        slug="firms",
        model=Firm,
        ability="firms.keep",
        group="企业",
        icon="building-factory-2",
        order=80,
        columns=(
            Col("name", sub="credit_code"),
            "kind",
            "province",
            "city",
            "origin",
            "group",
            Col("registry_state", "登记状态", tones=REGISTRY_TONES),
            Col("is_key", "重点"),
            Col("projects_held", "项目", "count"),
        ),
        filters=("kind", "origin", "province", "registry_state", "is_key"),
        search=("name", "credit_code"),
        form=(
            ("企业", ("name", "kind", "credit_code", "group", "parent")),
            (
                "登记信息",
                (
                    "legal_representative",
                    "registered_on",
                    "registered_capital",
                    "registry_state",
                    "registered_address",
                    "business_scope",
                ),
            ),
            ("所在地", ("province", "city", "origin")),
            ("其他", ("is_key", "website", "note")),
        ),
        annotate=counted(projects_held="projects"),
        parents=("group", "parent"),
        status=registry_lights,
        tells=("mergers", "merged_by"),
        tools=firm_tools,
        order_by="name",
        sections=(
            Section("projects", "investor", ("name", "stage", "lead_unit", "total_investment")),
            Section("firms", "parent", ("name", "registry_state", "province"), "子公司"),
            Section("honours", "firm", ("kind", "listing", "year")),
            Section("registrations", "firm", ("registered_on", "place", "capital")),
            Section("visitors", "firm", ("reception", "intended_amount", "is_top")),
            Section("talks", "firm", ("project_name", "trip", "intended_amount")),
            Section("interactions", "firm", ("met_on", "kind", "unit", "outcome", "next_step")),
            Section("contact-persons", "firm", ("name", "title", "phone", "unit")),
            Section("leads", "firm", ("title", "state", "unit", "received_at")),
            Section("inquiries", "firm", ("received_at", "way", "unit", "state")),
            Section(
                "referrals",
                "introducer",
                ("introduced", "introduced_on", "unit"),
                title="引荐别人",
            ),
            Section("referrals", "introduced", ("introducer", "introduced_on"), title="由谁引荐"),
            Section("payouts", "firm", ("year", "instrument", "amount", "paid_on")),
            Section("tickets", "firm", ("request", "kind", "raised_on", "closed_on")),
            Section("chain-firms", "firm", ("chain", "tier", "node")),
            Section("target-firms", "firm", ("chain", "lead_unit", "state", "next_step")),
        ),
    )
)
register(
    Page(
        slug="contact-persons",
        model=ContactPerson,
        ability="firms.keep",
        group="企业",
        icon="address-book",
        order=57,
        columns=("name", "firm", "title", "phone", "wechat", "unit", "is_decider", "consent"),
        filters=("unit", "consent", "is_decider"),
        search=("name", "firm__name"),
        form=(
            ("联系人", ("firm", "name", "title", "is_decider", "unit")),
            ("联系方式", ("consent", "consented_on", "phone", "wechat", "email")),
            ("其他", ("note",)),
        ),
        parents=("firm",),
        order_by="name",
        tools=person_tools,
        sections=(
            Section("interactions", "person", ("met_on", "kind", "unit", "outcome", "next_step")),
        ),
    )
)
register(
    Page(
        slug="firm-groups",
        model=FirmGroup,
        ability="firms.keep",
        columns=("name", Col("members", "成员企业", "count")),
        search=("name",),
        form=(("集团", ("name",)),),
        annotate=counted(members="firms"),
        order_by="name",
        sections=(Section("firms", "group", ("name", "province", "origin")),),
    )
)
register(
    Page(
        slug="honours",
        model=Honour,
        ability="firms.keep",
        columns=("firm", "kind", "listing", "year"),
        filters=("kind", "year"),
        search=("firm__name", "listing"),
        form=(("荣誉", ("firm", "kind", "listing", "year")),),
        parents=("firm",),
        order_by="-year",
    )
)
register(
    Page(
        slug="registrations",
        model=Registration,
        ability="firms.keep",
        columns=("firm", "registered_on", "place", "is_local", "nature", "capital", "investor"),
        filters=("registered_on", "is_local", "nature"),
        search=("firm__name", "place"),
        form=(
            ("注册", ("firm", "registered_on", "place", "is_local")),
            ("性质与资本", ("nature", "nature_written", "capital", "investor")),
        ),
        parents=("firm",),
        order_by="-registered_on",
        money="capital",
    )
)
register(
    Page(
        slug="chains",
        model=Chain,
        ability="chains.keep",
        group="企业",
        icon="link",
        order=85,
        columns=(
            "name",
            Col("members", "链上企业", "count"),
            Col("projects_held", "项目", "count"),
        ),
        search=("name",),
        form=(("产业链", ("name",)),),
        annotate=counted(members="firms", projects_held="projects"),
        order_by="name",
        sections=(
            Section("chain-years", "chain", ("year", "order", "chief", "lead_unit", "is_key")),
            Section("chain-firms", "chain", ("firm", "tier", "node", "category")),
            Section("chain-gaps", "chain", ("node", "tier", "move", "needs")),
            Section("target-firms", "chain", ("firm", "province", "state", "next_step")),
            Section("projects", "chain", ("name", "stage", "lead_unit", "total_investment")),
        ),
    )
)
register(
    Page(
        slug="chain-years",
        model=ChainYear,
        ability="chains.keep",
        columns=("chain", "year", "order", "category", "chief", "lead_unit", "is_key"),
        filters=("year", "is_key"),
        search=("chain__name",),
        form=(
            ("年度", ("chain", "year", "order", "category", "is_key")),
            ("责任", ("chief", "lead_unit")),
        ),
        parents=("chain",),
        order_by="-year",
    )
)
register(
    Page(
        slug="focus-fields",
        model=FocusField,
        ability="chains.keep",
        columns=("name", "first_day", "last_day", "order"),
        search=("name",),
        form=(("领域", ("name", "order", "first_day", "last_day")),),
        order_by="-first_day",
    )
)
register(
    Page(
        slug="chain-firms",
        model=ChainFirm,
        ability="chains.keep",
        columns=("firm", "chain", "tier", "node", "category"),
        filters=("chain", "tier"),
        search=("firm__name", "node"),
        form=(("链上企业", ("chain", "firm", "tier", "node", "category")),),
        parents=("chain", "firm"),
    )
)
