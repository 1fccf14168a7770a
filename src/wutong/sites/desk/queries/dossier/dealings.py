"""Every occasion on which the county met a firm (往来), whatever it was called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models import FairEntry, Interaction, Invitation, Talk, Visitor
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan
from wutong.sites.desk.queries.dossier.people import told
from wutong.sites.desk.queries.dossier.shape import Part

Told = tuple[str, Row]
MOST = 200


def dealings_part(firm: Firm, official: Any) -> Part:
    rows = [*interactions(firm, official), *visits(firm, official), *talks(firm, official),
            *entries(firm, official)]  # fmt: skip
    rows.sort(key=lambda pair: pair[0], reverse=True)
    columns = [Column("on", "日期"), Column("what", "往来"), Column("who", "带队、接待、记录"),
               Column("about", "内容")]  # fmt: skip
    shown = [row for _, row in rows[:MOST]]
    note = f"{len(rows)} 次" if len(rows) <= MOST else f"共 {len(rows)} 次，只列最近 {MOST} 次"
    return Part("往来", columns, shown, note if rows else "")


def interactions(firm: Firm, official: Any) -> Iterator[Told]:
    rows = Interaction.objects.visible_to(official).filter(firm=firm)
    related = ("station", "trip", "reception", "edition", "person", "recorded_by", "unit")
    came = Invitation.objects.visible_to(official).filter(interaction__firm=firm)
    visited = dict(came.exclude(visited_on=None).values_list("interaction_id", "visited_on"))
    for met in rows.select_related(*related):
        occasion = met.station or met.trip or met.reception or met.edition
        what = met.get_kind_display() + (f"（{occasion}）" if occasion else "")
        came_on = f"来访考察 {day(visited[met.pk])}" if met.pk in visited else ""
        amount = f"意向 {wan(met.intended_amount)} 万元" if met.intended_amount else ""
        about = "；".join(filter(None, [met.outcome, met.summary, came_on, amount]))
        on = met.met_on or getattr(occasion, "starts_on", None)
        whom = "，".join(filter(None, [met.place, str(met.person or met.met_with or "")]))
        who = str(met.recorded_by or met.unit or "")
        yield told(on, what, who, about, f"/interactions/{met.pk}/", whom)


def visits(firm: Firm, official: Any) -> Iterator[Told]:
    rows = Visitor.objects.visible_to(official).filter(firm=firm).select_related("reception")
    for visit in rows:
        reception = visit.reception
        about = f"意向投资 {wan(visit.intended_amount)} 万元" if visit.intended_amount else "来访"
        yield told(reception.starts_on, f"来访（{reception}）", reception.host_name, about,
                   f"/receptions/{visit.reception_id}/")  # fmt: skip


def talks(firm: Firm, official: Any) -> Iterator[Told]:
    rows = Talk.objects.visible_to(official).filter(firm=firm).select_related("trip")
    for talk in rows:
        about = "，".join(filter(None, [talk.project_name, talk.progress]))
        yield told(talk.trip.starts_on, f"洽谈（{talk.trip}）", talk.trip.leader_name, about,
                   f"/trips/{talk.trip_id}/", talk.trip.destination)  # fmt: skip


def entries(firm: Firm, official: Any) -> Iterator[Told]:
    rows = FairEntry.objects.visible_to(official).filter(firm=firm).select_related("edition")
    for entry in rows:
        year = str(entry.edition.year or "")
        about = f"{entry.project_name}，{entry.get_state_display()}，{wan(entry.amount)} 万元"
        what = Cell(f"节会（{entry.edition}）", url=f"/fair-entries/{entry.pk}/")
        yield year, Row([Cell(year or "—"), what, Cell("—"), Cell(about)])
