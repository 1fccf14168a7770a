"""The board by stage (项目看板), and what a move from it would need."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.pipeline.board import board_of, preview_of, with_standing_of
from wutong.sites.desk.queries.pipeline.frame import frame_on
from wutong.sites.desk.queries.pipeline.standing import visible_projects
from wutong.sites.desk.views.pipeline.asking import asked_projects, tabs

FILTERS = ("unit", "chain", "level", "year", "on")


def board(request: OfficialRequest) -> HttpResponse:
    rows, form = asked_projects(request, FILTERS)
    columns = board_of(rows, form.frame)
    context = {
        "title": "项目看板",
        "tabs": tabs("pipeline"),
        "form": form,
        "columns": columns,
        "count": sum(column.count for column in columns),
        "may_move": any(card.is_movable for column in columns for card in column.cards),
        "on": form.frame.on,
    }
    return render(request, "desk/pipeline/board.html", context)


def preview(request: OfficialRequest, key: int) -> HttpResponse:
    """Show what a move would need; nothing moves here. The board asks for the part alone."""
    frame = frame_on(timezone.localdate(), request.user)
    project = get_object_or_404(with_standing_of(visible_projects(frame), frame), pk=key)
    told = preview_of(project, request.GET.get("to", ""), frame)
    context = {"title": f"转入：{project}", "preview": told}
    part = "#told" if request.headers.get("HX-Request") else ""
    reply = render(request, f"desk/pipeline/preview.html{part}", context)
    patch_vary_headers(reply, ["HX-Request"])
    return reply
