"""A firm's dossier (一企一档): all that is known of it, composed for one reader; nothing is stored.

Every part is narrowed to what the reader may see. A part of another app is one function more in
`PARTS`, at its place in the order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from wutong.attract.agreements.models import IncentiveClause
from wutong.attract.firms.models import Firm, FirmMerger
from wutong.attract.outreach.models import Interaction
from wutong.compliance.models import Review
from wutong.foundation.ui.lists import Cell, Column, Fact, Row
from wutong.foundation.ui.wording import day, spoken
from wutong.sites.desk.queries.columns import NUMERIC, shown_columns
from wutong.sites.desk.queries.detail import with_what_is_shown
from wutong.sites.desk.queries.dossier.dealings import dealings_part
from wutong.sites.desk.queries.dossier.life import heads
from wutong.sites.desk.queries.dossier.shape import Part
from wutong.sites.desk.queries.listing import drawn
from wutong.sites.desk.queries.pages import pages

MOST = 200  # rows of a part; the rest is on its list


@dataclass(frozen=True)
class Reader:
    """Who reads the dossier, of which firm, on which day."""

    firm: Firm
    official: Any
    today: date


@dataclass(frozen=True)
class FirmDossier:
    firm: Firm
    facts: list[Fact]
    tiles: list[tuple[str, str, str]]  # label, value, note
    parts: list[Part]

    @property
    def told(self) -> list[Part]:
        return [part for part in self.parts if part.rows]

    @property
    def blank(self) -> list[str]:
        return [part.title for part in self.parts if not part.rows]


def listed(
    reader: Reader, title: str, slug: str, narrow: Any, columns: tuple[str, ...], *order: str
) -> Part:
    """Return what the list of a kind would show of the rows that `narrow` leaves."""
    page = pages[slug]
    shown = shown_columns(page, columns)
    rows = with_what_is_shown(page, shown, reader.official).filter(narrow)
    found = list(rows.order_by(*order, "pk").distinct()[: MOST + 1])
    note = f"只列前 {MOST} 条，全部见“{page.title}”" if len(found) > MOST else f"{len(found)} 条"
    heads_of = [Column(c.key, c.heading.label, c.kind in NUMERIC) for c in shown]
    return Part(title, heads_of, drawn(page, found[:MOST], shown), note if found else "")


def next_steps(reader: Reader) -> Part:
    """Return what was promised to be done next and is not done, the most urgent first."""
    rows = Interaction.objects.visible_to(reader.official).filter(
        firm=reader.firm, next_done_on=None
    )
    told = []
    found = rows.exclude(next_step="").select_related("unit", "recorded_by")
    for each in sorted(found, key=lambda one: (one.next_due_on or date.max, one.pk))[:MOST]:
        late = each.next_due_on is not None and each.next_due_on < reader.today
        due = Cell(day(each.next_due_on), tone="red" if late else "", sub="已过期" if late else "")
        told.append(
            Row(
                [
                    Cell(each.next_step, url=f"/interactions/{each.pk}/"),
                    due,
                    Cell(str(each.unit or "—")),
                    Cell(str(each.recorded_by or "—")),
                ]
            )
        )
    columns = heads("下一步", "期限", "单位", "记录人")
    return Part("待办的下一步", columns, told, f"{len(told)} 项" if told else "")


def group_part(reader: Reader) -> Part:
    firm = reader.firm
    near = Q(parent=firm)
    if firm.group_id:
        near |= Q(group=firm.group_id)
    if firm.parent_id:
        near |= Q(pk=firm.parent_id)
    columns = ("name", "parent", "group", "province", "registry_state")
    title = "集团、母公司与子公司"
    return listed(reader, title, "firms", near & ~Q(pk=firm.pk), columns, "name")


def honours_part(reader: Reader) -> Part:
    columns = ("kind", "listing", "year")
    return listed(reader, "荣誉与榜单", "honours", Q(firm=reader.firm), columns, "-year", "listing")


def people_part(reader: Reader) -> Part:
    columns = ("name", "title", "phone", "wechat", "unit", "is_decider", "consent")
    return listed(reader, "联系人", "contact-persons", Q(firm=reader.firm), columns)


def chains_part(reader: Reader) -> Part:
    columns = ("chain", "tier", "node", "category")
    return listed(reader, "产业链位置", "chain-firms", Q(firm=reader.firm), columns)


def registrations_part(reader: Reader) -> Part:
    columns = ("registered_on", "firm", "place", "nature", "capital", "investor")
    mine = Q(firm=reader.firm) | Q(investor=reader.firm)
    return listed(reader, "在县注册", "registrations", mine, columns, "-registered_on")


def dealings(reader: Reader) -> Part:
    return dealings_part(reader.firm, reader.official)


def of_firm(firm: Firm, link: str = "") -> Q:
    """Return the projects that a firm invests in or carries out here, by the link to them."""
    return Q(**{f"{link}investor": firm}) | Q(**{f"{link}local_firm": firm})


def leads_part(reader: Reader) -> Part:
    columns = ("title", "unit", "state", "received_at", "total_investment")
    return listed(reader, "线索", "leads", Q(firm=reader.firm), columns, "-received_at")


def projects_part(reader: Reader) -> Part:
    columns = ("name", "stage", "lead_unit", "total_investment", "in_place", "registered_on")
    return listed(reader, "项目", "projects", of_firm(reader.firm), columns)


def agreements_part(reader: Reader) -> Part:
    columns = ("project", "kind", "amount", "signed_on", "counted_on")
    mine = of_firm(reader.firm, "project__")
    return listed(reader, "协议", "agreements", mine, columns, "signed_on")


def promises_part(reader: Reader) -> Part:
    """Return the incentive clauses, and how each stands with the fair-competition review."""
    rows = IncentiveClause.objects.visible_to(reader.official)
    rows = rows.filter(of_firm(reader.firm, "agreement__project__"))
    clauses = list(rows.select_related("agreement__project").order_by("pk").distinct()[:MOST])
    reviews = Review.objects.visible_to(reader.official).in_bulk(
        [clause.review_id for clause in clauses if clause.review_id]
    )
    told = []
    for clause in clauses:
        review = reviews.get(clause.review_id) if clause.review_id else None
        if review is not None:
            tone = "green" if review.permits else "red"
            state = Cell(review.get_conclusion_display(), tone=tone, sub=review.document_number)
        elif clause.review_id:
            state = Cell("已提交审查", tone="grey")
        else:
            state = Cell("未审查", tone="red")
        about = Cell(str(clause.agreement.project))
        told.append(Row([Cell(clause.text, url=f"/incentives/{clause.pk}/"), about, state]))
    return Part("承诺（优惠条款）", heads("条款", "项目", "公平竞争审查"), told)


def payouts_part(reader: Reader) -> Part:
    columns = ("year", "instrument", "amount", "paid_on", "basis")
    return listed(reader, "政策兑现", "payouts", Q(firm=reader.firm), columns, "-year")


def tickets_part(reader: Reader) -> Part:
    columns = ("request", "kind", "raised_on", "unit", "closed_on")
    mine = Q(firm=reader.firm) | of_firm(reader.firm, "project__")
    return listed(reader, "企业诉求", "tickets", mine, columns, "-raised_on")


def mergers_part(reader: Reader) -> Part:
    rows = FirmMerger.objects.filter(kept=reader.firm).select_related("merged", "merged_by")
    told = [
        Row([Cell(day(m.merged_on)), Cell(m.merged.name), Cell(m.reason), Cell(str(m.merged_by))])
        for m in rows
    ]
    return Part("并入本企业的", heads("日期", "原登记", "理由", "合并人"), told)


PARTS: tuple[Callable[[Reader], Part], ...] = (
    next_steps,
    people_part,
    dealings,
    leads_part,
    projects_part,
    agreements_part,
    promises_part,
    payouts_part,
    tickets_part,
    honours_part,
    chains_part,
    group_part,
    registrations_part,
    mergers_part,
)


def firm_dossier(firm: Firm, official: Any, today: date) -> FirmDossier:
    reader = Reader(firm, official, today)
    parts = [part(reader) for part in PARTS]
    return FirmDossier(firm, facts_of(firm), tiles_of(reader, parts), parts)


def facts_of(firm: Firm) -> list[Fact]:
    """Return what the firm is; what nobody has filled in is left out."""
    told = (
        ("统一社会信用代码", firm.credit_code),
        ("登记状态", firm.registry_state),
        ("法定代表人", firm.legal_representative),
        ("成立日期", day(firm.registered_on) if firm.registered_on else ""),
        ("注册资本", spoken(firm.registered_capital) if firm.registered_capital else ""),
        ("类型", firm.get_kind_display()),
        ("所在地", "".join(dict.fromkeys([firm.province, firm.city]))),
        ("来源地", firm.get_origin_display() if firm.origin else ""),
        ("所属集团", str(firm.group or "")),
        ("重点企业", "是" if firm.is_key else ""),
        ("网址", firm.website),
    )
    facts = [Fact(label, text) for label, text in told if text]
    if firm.parent is not None:
        facts.append(Fact("母公司", str(firm.parent), url=f"/firms/{firm.parent_id}/"))
    long = (("注册地址", firm.registered_address), ("经营范围", firm.business_scope),
            ("备注", firm.note))  # fmt: skip
    return facts + [Fact(label, text, wide=True) for label, text in long if text]


def tiles_of(reader: Reader, parts: list[Part]) -> list[tuple[str, str, str]]:
    """Return what one wants to know first: money, when last met, what is open."""
    rows = list(pages["projects"].rows(reader.official, alone=True).filter(of_firm(reader.firm)))
    planned = sum((row.total_investment or Decimal(0) for row in rows), Decimal(0))
    placed = sum((row.in_place or Decimal(0) for row in rows), Decimal(0))
    by_title = {part.title: part for part in parts}
    met = by_title["往来"].rows
    tickets = by_title["企业诉求"].rows
    waiting = sum(row.cells[-1].text == "—" for row in tickets)
    steps = by_title["待办的下一步"].rows
    late = sum(row.cells[1].tone == "red" for row in steps)
    return [
        ("项目", f"{len(rows)} 个", f"总投资 {spoken(planned) if planned else '—'}"),
        ("已到位", spoken(placed) if placed else "—", "已核验、未剔除"),
        ("最近往来", met[0].cells[0].text if met else "—", f"共 {len(met)} 次"),
        ("待办的下一步", f"{len(steps)} 项", f"过期 {late} 项" if late else "没有过期的"),
        ("未办结诉求", f"{waiting} 件", f"共 {len(tickets)} 件"),
    ]
