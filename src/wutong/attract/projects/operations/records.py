"""Every way projects, their milestones and the reserve library can change."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.projects.models import (
    Milestone,
    MilestonePlan,
    Packaging,
    Pitch,
    Project,
    Publication,
    PublishedProject,
    ReserveProject,
)
from wutong.attract.projects.operations.publishing import sensible
from wutong.foundation.keeping import keep
from wutong.metrics.operations import first_open, require_open
from wutong.people.access import keeps

ours = keeps("projects.keep")


def in_open_month(milestone: Milestone) -> None:
    require_open(milestone.counted_on)


projects = keep(Project, "projects.project", allowed=ours)
milestones = keep(Milestone, "projects.milestone", allowed=ours, guard=in_open_month)
reserves = keep(ReserveProject, "projects.reserve", allowed=ours)
packagings = keep(Packaging, "projects.packaging", allowed=ours)
publications = keep(Publication, "projects.publication", allowed=ours, guard=sensible)
published_projects = keep(PublishedProject, "projects.published", allowed=ours)
pitches = keep(Pitch, "projects.pitch", allowed=ours)
milestone_plans = keep(MilestonePlan, "projects.plan", allowed=ours)


def reach_milestone(
    project: Project, *, kind: str, on: date, actor: Any, document: str = "", **facts: Any
) -> Milestone:
    """Record that a project reached a milestone on a day.

    Where that month is closed already, it counts in the first open month (`counted_on`).
    """
    return milestones.record(
        project=project,
        kind=kind,
        happened_on=on,
        counted_on=first_open(on),
        document=document,
        actor=actor,
        **facts,
    )
