"""Major projects: the lists by level, those that could be on one, putting on and taking off."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from wutong.attract.projects.access import can_move
from wutong.attract.projects.models import MajorTag, Project, ProjectTeam
from wutong.attract.projects.operations import tag_major, untag_major
from wutong.attract.projects.queries import could_be_major, county_floor
from wutong.foundation.money import spoken
from wutong.foundation.ui.lists import Empty, page_of, show_list
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.moving import TagForm
from wutong.sites.desk.queries.majors import (
    LEVELS,
    PROJECT_COLUMNS,
    TAG_COLUMNS,
    UNLISTED,
    level_tabs,
    project_row,
    tag_rows,
)
from wutong.sites.desk.views.moving import acted, project_of


def listing(request: OfficialRequest) -> HttpResponse:
    """List the majors by level, or the projects at or above the floor that are on no list."""
    today = timezone.localdate()
    tags = MajorTag.objects.visible_to(request.user)
    others = Project.objects.visible_to(request.user).filter(pk__in=could_be_major(today))
    found = tags.order_by().values_list("level").annotate(n=Count("pk"))
    level = request.GET.get("level", "")
    level = level if level in {UNLISTED, *dict(LEVELS)} else ""
    told: dict[str, Any] = {
        "title": "重大项目",
        "search": None,
        "tabs": level_tabs(dict(found), others.count(), level),
        "floor": spoken(county_floor(today)),
        "level": level,
    }
    if level == UNLISTED:
        rows = others.select_related("lead_unit", "investor").order_by("-total_investment", "pk")
        shown = page_of(request, rows)
        may = request.user.holds("projects.move")
        return show_list(
            request,
            "desk/moving/majors.html",
            columns=PROJECT_COLUMNS,
            rows=[project_row(each, may) for each in shown],
            page=shown,
            empty=Empty(
                "没有够线未列的项目", "总投资达到县列下限、还没有列入任何一级的项目列在这里。"
            ),
            **told,
        )
    tags = tags.filter(level=level) if level else tags
    shown = page_of(request, tags.select_related("project__lead_unit"))
    return show_list(
        request,
        "desk/moving/majors.html",
        columns=TAG_COLUMNS,
        rows=tag_rows(list(shown)),
        page=shown,
        empty=Empty("还没有列入重大项目", "在项目页点“列入重大项目”，写明层级和文件。"),
        **told,
    )


def tagging(request: OfficialRequest, key: int) -> HttpResponse:
    project = project_of(request, key)
    if not can_move(request.user, project):
        raise PermissionDenied("projects.move")
    team = ProjectTeam.objects.filter(project=project).first()
    form = TagForm(request.POST or None, has_team=team is not None)
    standing = {"leader": team.leader, "agent": team.agent} if team else {}
    floor = spoken(county_floor(timezone.localdate()))
    return acted(
        request,
        form,
        lambda given: tag_major(project, actor=request.user, **{**standing, **given}),
        title=f"列入重大项目：{project}",
        submit="列入",
        intro=f"县列重大项目总投资不低于{floor}。首次列入即成立专班、指定帮办代办员。",
        back=f"/projects/{project.pk}/",
        done="已列入重大项目。",
    )


def untagging(request: OfficialRequest, key: int) -> HttpResponse:
    tag = get_object_or_404(
        MajorTag.objects.visible_to(request.user).select_related("project"), pk=key
    )
    if not can_move(request.user, tag.project):
        raise PermissionDenied("projects.move")
    return acted(
        request,
        ReasonForm(request.POST or None),
        lambda given: untag_major(tag, actor=request.user, **given),
        title=f"移出{tag.get_level_display()}重大项目：{tag.project}",
        submit="移出",
        intro="移出后专班仍在；留痕保留。",
        back=f"/projects/{tag.project_id}/",
        done="已移出。",
    )
