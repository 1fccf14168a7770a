"""The home page: what is due, what is held, and the headline figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wutong.foundation.audit.models import Trail
from wutong.foundation.ui.lists import Column
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.columns import NUMERIC, shown_columns
from wutong.sites.desk.queries.headlines import by_unit, headlines
from wutong.sites.desk.queries.home import due_for, latest_period
from wutong.sites.desk.queries.listing import drawn, ordered_by_default, visible_rows
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.signing import LAST_SIGN_IN
from wutong.sites.desk.views.trail import trail_rows

FEW = 8
OWN = ("name", "stage", "total_investment", "in_place")


def home(request: OfficialRequest) -> HttpResponse:
    official = request.user
    period = latest_period()
    context = {
        "title": f"{official}，您好",
        "today": timezone.localdate(),
        "last_sign_in": request.session.get(LAST_SIGN_IN, ""),
        "due": due_for(official),
        "period": period,
        "panels": panels(official),
        "may_log": official.holds("outreach.keep"),
    }
    if official.sees_county and period:
        context["tiles"] = headlines(period)
        if not official.holds("imports.apply"):  # a leader reads, the bureau works
            context["unit_columns"], context["unit_rows"] = by_unit(period)
    return render(request, "desk/home.html", context)


def panels(official: Any) -> list[dict[str, Any]]:
    """Return the lists below: one's own projects, open tickets, the latest trail."""
    found = []
    if official.holds("projects.keep"):
        found.append(few("projects", official, OWN, "最近登记的项目"))
    if official.holds("aftercare.keep"):
        columns = ("request", "raised_on", "unit")
        found.append(few("tickets", official, columns, "未办结的诉求", closed_on=None))
    if official.holds("trail.read"):
        rows = trail_rows(Trail.objects.select_related("actor", "kind").order_by("-pk")[:FEW])
        heads = [Column("at", "时间"), Column("who", "谁"), Column("what", "做了什么")]
        rows = [type(row)(row.cells[:3]) for row in rows]
        found.append(panel("最近的留痕", heads, rows, "/trail/"))
    return found


def few(
    slug: str, official: Any, paths: tuple[str, ...], title: str, **narrow: Any
) -> dict[str, Any]:
    page = pages[slug]
    rows = ordered_by_default(page, visible_rows(page, official).filter(**narrow))[:FEW]
    columns = shown_columns(page, paths)
    heads = [Column(c.key, c.heading.label, c.kind in NUMERIC) for c in columns]
    return panel(title, heads, drawn(page, rows, columns), f"/{slug}/")


def panel(title: str, columns: Any, rows: Any, url: str) -> dict[str, Any]:
    return {"title": title, "columns": columns, "rows": rows, "url": url}
