"""Statistics of leads, and the effect of each way of attracting investment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wutong.foundation.money import in_wan, rounded
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.figures import QuestionForm
from wutong.sites.desk.queries.figures import Question, read_question
from wutong.sites.desk.queries.leads.effects import (
    MEASURES,
    Tally,
    by_channel,
    by_state,
    conversion,
    losses,
    methods,
    passages,
    received,
)
from wutong.sites.desk.queries.tabs import lead_tabs
from wutong.sites.desk.views.figures import canonical, explains


def asked(request: OfficialRequest) -> tuple[Question, QuestionForm]:
    """Return the period asked for, and the form that shows it."""
    question = read_question(request.GET, {}, request.user)
    form = QuestionForm(question)
    for name in ("cutoff", "known_on"):
        del form.fields[name]
    return question, form


@explains
def statistics(request: OfficialRequest) -> HttpResponse:
    question, form = asked(request)
    if sent := canonical(request, question):
        return sent
    rows = received(question, request.user)
    reasons, ways = losses(rows, question), by_channel(rows, question)
    context = {
        "title": "线索统计",
        "tabs": lead_tabs("leads/statistics"),
        "question": question,
        "form": form,
        "states": by_state(rows, question),
        "steps": conversion(rows, question),
        "passages": passages(rows, question),
        "ways": ways,
        "way_chart": charted(ways),
        "reasons": reasons,
        "reason_chart": charted(reasons),
        "is_whole": request.user.sees_county,
    }
    return render(request, "desk/leads/statistics.html", context)


def charted(counts: list[Tally]) -> dict[str, Any]:
    values = [each.count for each in counts]
    return {
        "labels": [each.label for each in counts],
        "series": [{"name": "线索", "values": values}],
    }


@explains
def ways(request: OfficialRequest) -> HttpResponse:
    question, form = asked(request)
    if sent := canonical(request, question):
        return sent
    found = methods(question, request.user)
    costs = [rounded(in_wan(each.cost_each), 2) if each.cost_each else None for each in found]
    context = {
        "title": "招商成效",
        "question": question,
        "form": form,
        "heads": [label for _, label, _ in MEASURES],
        "methods": found,
        "labels": [each.name for each in found],
        "counts": [
            {"name": label, "values": [each.of(at) for each in found]}
            for at, (_, label, is_money) in enumerate(MEASURES)
            if not is_money
        ],
        "costs": [{"name": "每个签约项目经费", "values": costs}],
        "is_whole": request.user.sees_county,
    }
    return render(request, "desk/leads/methods.html", context)
