"""Who is behind a project: leaders, task force, trips, receptions, stations; and what firms ask."""

from __future__ import annotations

from typing import Any

from wutong.attract.outreach.models import (
    Interaction,
    Reception,
    Roadshow,
    Station,
    Talk,
    Trip,
    Visitor,
)
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan
from wutong.serve.aftercare.models import Ticket
from wutong.sites.desk.queries.dossier.life import heads
from wutong.sites.desk.queries.dossier.shape import Part
from wutong.sites.desk.queries.pipeline.frame import Frame, seen


def people_part(project: Any, team: Any) -> Part:
    unit = project.lead_unit
    said: list[tuple[str, str, str]] = [
        ("包抓领导", str(project.sponsor or ""), ""),
        ("专班负责人", str(team.leader) if team else "", team.members if team else ""),
        ("帮办代办员", str(team.agent) if team else "", ""),
        ("责任单位负责人", unit.head, str(unit)),
        ("联络员", unit.liaison, unit.phone),
    ]
    rows = [Row([Cell(what), Cell(who, sub=more)]) for what, who, more in said if who]
    return Part("责任人", heads("职责", "姓名"), rows)


def outreach_part(project: Any, frame: Frame) -> Part:
    """Return the activities the project came from, and where else its investor was met."""
    rows = sources(project, frame)
    if project.investor_id:
        rows += meetings(project.investor_id, frame)
    rows.sort(key=lambda pair: pair[0], reverse=True)
    columns = [Column("on", "日期"), Column("what", "活动"), Column("who", "带队、接待"),
               Column("about", "内容")]  # fmt: skip
    told = [row for _, row in rows]
    return Part("外出、来访与驻点", columns, told)


def sources(project: Any, frame: Frame) -> list[tuple[str, Row]]:
    found = []
    if project.source_trip_id:
        for trip in seen(Trip, frame).filter(identity=project.source_trip_id):
            about = trip.purpose or "项目来源"
            found.append(told(trip.starts_on, f"外出招商 {trip}", trip.leader_name, about,
                              f"/trips/{trip.identity}/", trip.destination))  # fmt: skip
    if project.source_reception_id:
        for reception in seen(Reception, frame).filter(identity=project.source_reception_id):
            about = reception.focus or "项目来源"
            found.append(told(reception.starts_on, f"客商来访 {reception}", reception.host_name,
                              about, f"/receptions/{reception.identity}/"))  # fmt: skip
    if project.source_station_id:
        for station in seen(Station, frame).filter(identity=project.source_station_id):
            found.append(told(station.starts_on, f"驻点招商 {station}", station.captain,
                              station.members or "项目来源", f"/stations/{station.identity}/",
                              station.place))  # fmt: skip
    if project.source_roadshow_id:
        for show in seen(Roadshow, frame).filter(identity=project.source_roadshow_id):
            found.append(told(show.starts_on, f"推介会 {show}", show.leader_name, show.topic,
                              f"/roadshows/{show.identity}/", show.place))  # fmt: skip
    return found


def meetings(firm: int, frame: Frame) -> list[tuple[str, Row]]:
    """Return the talks, visits and interactions with a firm, whichever project they were about."""
    found = []
    for talk in seen(Talk, frame).filter(firm_id=firm).select_related("trip"):
        about = "，".join(filter(None, [talk.project_name, talk.progress]))
        found.append(told(talk.trip.starts_on, f"洽谈（{talk.trip}）", talk.trip.leader_name, about,
                          f"/trips/{talk.trip_id}/", talk.trip.destination))  # fmt: skip
    for visit in seen(Visitor, frame).filter(firm_id=firm).select_related("reception"):
        reception = visit.reception
        about = f"意向投资 {wan(visit.intended_amount)} 万元" if visit.intended_amount else "来访"
        found.append(told(reception.starts_on, f"来访（{reception}）", reception.host_name, about,
                          f"/receptions/{visit.reception_id}/"))  # fmt: skip
    for met in seen(Interaction, frame).filter(firm_id=firm).select_related("station", "trip"):
        occasion = met.station or met.trip
        found.append(told(met.met_on or getattr(occasion, "starts_on", None),
                          f"对接（{occasion or met.get_kind_display()}）",
                          str(met.recorded_by or getattr(occasion, "captain", "")),
                          met.outcome or met.summary or "对接",
                          f"/interactions/{met.identity}/",
                          met.place or getattr(occasion, "place", "")))  # fmt: skip
    return found


def told(on: Any, what: str, who: str, about: str, url: str, place: str = "") -> tuple[str, Row]:
    cells = [Cell(day(on)), Cell(what, sub=place, url=url), Cell(who or "—"), Cell(about or "—")]
    return day(on), Row(cells)


def tickets_part(key: int, frame: Frame) -> tuple[Part, int]:
    """Return the firm's requests about the project, and how many are open."""
    rows = list(seen(Ticket, frame).filter(project_id=key).select_related("unit"))
    rows.sort(key=lambda ticket: ticket.raised_on, reverse=True)
    told_rows = [
        Row(
            [
                Cell(day(t.raised_on), url=f"/tickets/{t.identity}/"),
                Cell(t.get_kind_display()),
                Cell(t.request or "—"),
                Cell(str(t.unit or "—")),
                Cell(f"办结 {day(t.closed_on)}", tone="green")
                if t.closed_on
                else Cell("未办结", tone="red", sub=t.state),
            ]
        )
        for t in rows
    ]
    columns = heads("提出时间", "类别", "诉求", "责任单位", "办理")
    part = Part("企业诉求", columns, told_rows)
    return part, sum(ticket.closed_on is None for ticket in rows)
