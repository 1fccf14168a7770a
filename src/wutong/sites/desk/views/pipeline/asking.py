"""What every pipeline page begins with: its filter, the projects in scope, the tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.pipeline import PipelineFilter
from wutong.sites.desk.queries.pipeline.narrowing import narrowed
from wutong.sites.desk.queries.pipeline.standing import visible_projects, with_standing

TABS = (
    ("看板", "pipeline"),
    ("转化漏斗", "pipeline-funnel"),
    ("时间线", "pipeline-schedule"),
    ("地图", "pipeline-map"),
    ("滞留清单", "pipeline-stuck"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for label, name in TABS
    ]


def asked_projects(request: OfficialRequest, names: tuple[str, ...]) -> tuple[Any, PipelineFilter]:
    """Return the visible projects with their standing, narrowed by the filter, and the filter."""
    form = PipelineFilter(request.GET, request.user, names)
    return narrowed_by(form), form


def narrowed_by(form: PipelineFilter) -> Any:
    rows = with_standing(visible_projects(form.frame), form.frame)
    return narrowed(rows, form.asked, form.frame)
