"""The trip pack as it is shown: on the desk's page, as a document, and on the phone."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.outreach.models import TripPlan
from wutong.foundation.documents.composition import Composition, compose
from wutong.foundation.personal import masked
from wutong.foundation.ui.lists import Cell, Column, Fact, Row
from wutong.foundation.ui.wording import day, spoken
from wutong.people.models import CountyRecords
from wutong.sites.desk.queries.outreach.pack import (
    Candidate,
    Meeting,
    Pack,
    discreet,
    plans_seen,
)

FEW = 3  # meetings and people of a firm; its dossier has all
MOST_PLANS = 20  # on a phone
NUMERALS = "一二三四五六七八九十"
Step = TripPlan.Step


# --- the page ---------------------------------------------------------------------------------


def facts_of(pack: Pack) -> list[Fact]:
    plan = pack.plan
    told = [
        ("目的地", plan.destination),
        ("时间", dates(plan.starts_on, pack.last_day)),
        ("产业链", str(plan.chain or "")),
        ("办理状态", plan.get_step_display()),
        ("参加单位", "、".join(pack.units)),
        ("人员", "、".join(pack.party)),
        ("工作内容", discreet(plan.purpose)),
        ("预期成果", discreet(plan.intended)),
    ]
    return [Fact(label, text or "—", wide=len(text) > 40) for label, text in told]


def dates(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} 至 {day(last)}"


def sections_of(pack: Pack) -> list[dict[str, Any]]:
    """Return the tables of the page: gaps, projects; firms are drawn one by one."""
    gaps = [
        Row(
            [
                Cell(gap.node, sub=str(gap.chain), url=f"/chain-gaps/{gap.pk}/"),
                Cell(gap.get_move_display()),
                Cell(discreet(gap.needs) or "—"),
                Cell("、".join(fillers) or "还没有目标企业"),
            ]
        )
        for gap, fillers in pack.gaps
    ]
    projects = [
        Row(
            [
                Cell(
                    proposal.reserve.name,
                    sub=str(proposal.reserve.lead_unit or ""),
                    url=f"/cards/{proposal.card_code}/" if proposal.card_code else "",
                ),
                Cell(spoken(proposal.reserve.total_investment), numeric=True),
                Cell(discreet(proposal.summary) or "—"),
                Cell(f"第{proposal.number}版", sub=day(proposal.published_on)),
            ]
        )
        for proposal in pack.proposals
    ]
    none = "这条产业链还没有登记缺失环节。" if pack.plan.chain else "计划没有填产业链。"
    return [
        {
            "title": "能补的缺失环节",
            "columns": heads("缺失环节", "方向", "需要什么", "可由谁补"),
            "rows": gaps,
            "empty": none,
        },
        {
            "title": "可展示的包装项目",
            "columns": [
                Column("name", "项目"),
                Column("total", "总投资", numeric=True),
                *heads("简介", "版次"),
            ],
            "rows": projects,
            "empty": "没有您可以看到的、已发布的包装项目。",
        },
    ]


def heads(*labels: str) -> list[Column]:
    return [Column(label, label) for label in labels]


def cards_of(pack: Pack) -> list[dict[str, Any]]:
    """Return the firms as the page draws them: telephone numbers masked, never whole."""
    return [
        {
            "name": one.name,
            "url": f"/firms/{one.firm.pk}/dossier/" if one.firm else "",
            "place": one.place,
            "state": one.state,
            "is_planned": one.rank == 0,
            "reasons": one.reasons,
            "meetings": one.meetings[:FEW],
            "more": max(len(one.meetings) - FEW, 0),
            "people": [
                {"said": said_of(person), "url": f"/contact-persons/{person.pk}/"}
                for person in one.people[:FEW]
            ],
        }
        for one in pack.candidates
    ]


def said_of(person: Any) -> str:
    told = [str(person), masked(person.phone), "能拍板" if person.is_decider else ""]
    return "　".join(filter(None, told))


# --- the document -----------------------------------------------------------------------------


def document_of(pack: Pack, official: str, today: date) -> Composition:
    """Return the pack as a document on the page of GB/T 9704-2012."""
    facts = [f"{fact.label}：{fact.text}。" for fact in facts_of(pack) if fact.text != "—"]
    firms = [line for n, one in enumerate(pack.candidates, 1) for line in firm_lines(n, one)]
    parts = [
        ("行程", facts),
        ("拟见企业", firms or ["目的地没有查到目标企业，计划里也没有拟访企业。"]),
        ("能补的缺失环节", numbered(gap_lines(pack)) or ["没有登记的缺失环节。"]),
        ("可展示的包装项目", numbered(project_lines(pack)) or ["没有已发布的包装项目。"]),
    ]
    lines = []
    for number, (title, said) in enumerate(parts):
        lines += [f"{NUMERALS[number]}、{title}", *said]
    return compose(
        f"{pack.plan.destination or '外出招商'}\n行前资料包",
        "\n".join(lines),
        footer=f"{today:%Y-%m-%d} {official}自梧桐系统导出；联系方式已隐去，内部资料。",
        dated=f"{today.year}年{today.month}月{today.day}日",
    )


def numbered(lines: list[str]) -> list[str]:
    return [f"{n}.{line}" for n, line in enumerate(lines, 1)]


def firm_lines(number: int, one: Candidate) -> list[str]:
    where = "，".join(filter(None, [one.place, one.state]))
    lines = [f"{number}.{one.name}" + (f"（{where}）" if where else "")]
    lines.append(f"理由：{'；'.join(reason.rstrip('。') for reason in one.reasons)}。")
    if one.meetings:
        lines.append(f"此前接触：{'；'.join(met_said(each) for each in one.meetings[:FEW])}。")
    if one.people:
        lines.append(f"联系人：{'；'.join(said_of(each) for each in one.people[:FEW])}。")
    return lines


def met_said(met: Meeting) -> str:
    on = f"{met.on.year}年{met.on.month}月{met.on.day}日" if met.on else "日期不详"
    return f"{on}{met.kind}" + (f"，{met.about}" if met.about else "")


def gap_lines(pack: Pack) -> list[str]:
    return [
        "；".join(
            filter(
                None,
                [
                    f"{gap.chain}{gap.node}（{gap.get_move_display()}）",
                    discreet(gap.needs).rstrip("。"),
                    f"可由{'、'.join(fillers)}补上" if fillers else "",
                ],
            )
        )
        + "。"
        for gap, fillers in pack.gaps
    ]


def project_lines(pack: Pack) -> list[str]:
    lines = []
    for proposal in pack.proposals:
        reserve = proposal.reserve
        told = [reserve.name]
        if reserve.total_investment:
            told.append(f"总投资{spoken(reserve.total_investment)}")
        told.append(discreet(proposal.summary).rstrip("。"))
        lines.append("，".join(filter(None, told)) + "。")
    return lines


# --- the phone --------------------------------------------------------------------------------


def ahead_of(official: Any, own: frozenset[int], today: date) -> list[dict[str, Any]]:
    """Return the plans of one's own units whose trip is ahead or under way, soonest first."""
    rows: CountyRecords[Any] = plans_seen(official).filter(lead_unit__in=own)
    rows = rows.exclude(step__in=(Step.CANCELLED, Step.RETURNED))
    found = []
    for plan in rows.order_by("starts_on", "pk"):
        first, last = span(plan)
        if last >= today:
            found.append(head_of(plan, first, last))
    return found[:MOST_PLANS]


def span(plan: TripPlan) -> tuple[date, date]:
    """Return from when to when: as it was set out, else as it is planned."""
    if plan.trip is not None:
        return plan.trip.starts_on, plan.trip.last_day
    return plan.starts_on, plan.ends_on or plan.starts_on


def head_of(plan: TripPlan, first: date, last: date) -> dict[str, Any]:
    return {
        "key": plan.pk,
        "title": plan.destination or "外出招商",
        "chain": str(plan.chain or ""),
        "starts": first.isoformat(),
        "ends": last.isoformat(),
        "step": plan.get_step_display(),
    }


def for_phone(pack: Pack) -> dict[str, Any]:
    """Return the pack as a phone keeps it: firms and projects, and of no person more than a count.

    What was said at a meeting stays at the desk, as people are named there.
    """
    plan = pack.plan
    return {
        **head_of(plan, *span(plan)),
        "purpose": discreet(plan.purpose),
        "units": pack.units,
        "firms": [
            {
                "key": one.firm.pk if one.firm else None,
                "name": one.name,
                "place": one.place,
                "state": one.state,
                "planned": one.rank == 0,
                "why": one.reasons,
                "met": [
                    {
                        "on": met.on.isoformat() if met.on else "",
                        "kind": met.kind,
                        "about": met.brief,
                    }
                    for met in one.meetings[:FEW]
                ],
                "people": len(one.people),
            }
            for one in pack.candidates
        ],
        "gaps": gap_lines(pack),
        "projects": [
            {
                "name": proposal.reserve.name,
                "total": spoken(proposal.reserve.total_investment)
                if proposal.reserve.total_investment
                else "",
                "summary": discreet(proposal.summary),
                "card": f"/cards/{proposal.card_code}/" if proposal.card_code else "",
            }
            for proposal in pack.proposals
        ],
    }
