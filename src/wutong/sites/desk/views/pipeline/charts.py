"""The funnel by cohort (转化漏斗) and the time line of milestones and plans (时间线)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wutong.attract.projects.models import MilestonePlan
from wutong.foundation.money import in_wan
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.pipeline import CohortForm, WindowForm
from wutong.sites.desk.queries.pipeline.funnel import Cohort, funnel_of, shown_steps, summed
from wutong.sites.desk.queries.pipeline.narrowing import BASES, signing_years
from wutong.sites.desk.queries.pipeline.schedule import lines_of, window, with_dots_in
from wutong.sites.desk.views.pipeline.asking import narrowed_by, tabs

MOST_COHORTS = 12  # in the chart; the table has all
PER_PAGE = 25


def funnel(request: OfficialRequest) -> HttpResponse:
    form = CohortForm(request.GET, request.user)
    cohorts = funnel_of(
        narrowed_by(form), form.frame, form.asked, basis=form.basis, quarterly=form.is_quarterly
    )
    together = summed(cohorts)
    context = {
        "title": "转化漏斗",
        "tabs": tabs("pipeline-funnel"),
        "form": form,
        "on": form.frame.on,
        "basis": BASES[form.basis],
        "is_reserved": form.basis == "reserved",
        "heads": [name for name, _, _ in together],
        "cohorts": cohorts,
        "together": whole_series(together),
        "labels": [name for name, _, _ in together],
        "series": [
            {"name": "项", "values": [count for _, count, _ in together]},
            {"name": "万元", "values": [in_wan(money) for _, _, money in together]},
        ],
        "by_cohort": by_cohort(cohorts, len(shown_steps(form.basis))),
        "cohort_labels": [c.label for c in reversed(cohorts[:MOST_COHORTS])],
    }
    return render(request, "desk/pipeline/funnel.html", context)


def whole_series(together: list[tuple[str, int, Any]]) -> dict[str, Any]:
    """Return the funnel of all cohorts in ECharts' own terms."""
    data = [{"name": f"{name} {count}", "value": count} for name, count, _ in together]
    label = {"position": "inside", "formatter": "{b}", "color": "#fff", "fontSize": 13}
    shape = {"type": "funnel", "sort": "none", "minSize": "12%", "left": "10%", "width": "80%"}
    place = {"top": 8, "bottom": 8, "gap": 3}
    return {"series": [{**shape, **place, "label": label, "data": data}], "legend": {"show": False}}


def by_cohort(cohorts: list[Cohort], steps: int) -> list[dict[str, Any]]:
    """Return a series for each step, the earliest cohort first."""
    shown = list(reversed(cohorts[:MOST_COHORTS]))
    if not shown:
        return []
    return [
        {"name": shown[0].steps[at].name, "values": [cohort.steps[at].count for cohort in shown]}
        for at in range(steps)
    ]


def schedule(request: OfficialRequest) -> HttpResponse:
    form = WindowForm(request.GET, request.user, known_years(request.user))
    first, last = window(form.span, timezone.localdate())
    rows = with_dots_in(narrowed_by(form), form.frame, first, last)
    shown = page_of(request, rows.select_related("lead_unit").order_by("-pk"), PER_PAGE)
    lines = lines_of(shown, form.frame, first, last)
    context = {
        "title": "时间线",
        "tabs": tabs("pipeline-schedule"),
        "form": form,
        "first": first,
        "last": last,
        "page": shown,
        "lines": lines,
        "drawing": {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "today": form.frame.on.isoformat(),
            "lines": [line.as_data for line in lines],
        },
    }
    return render(request, "desk/pipeline/schedule.html", context)


def known_years(official: Any) -> list[int]:
    """Return the years that have something to show: of signing, of what is planned, and this."""
    today = timezone.localdate()
    form = WindowForm({}, official, [])  # type: ignore[arg-type]
    plans: Any = MilestonePlan.objects.visible_to(official)
    planned = {day.year for day in plans.order_by().dates("due_on", "year")}
    return sorted({today.year, *planned, *signing_years(form.frame)}, reverse=True)
