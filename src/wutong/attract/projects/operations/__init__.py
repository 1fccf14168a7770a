"""Every way projects, their milestones and the reserve library can change."""

from wutong.attract.projects.operations.records import (
    in_open_month,
    milestone_plans,
    milestones,
    packagings,
    projects,
    publications,
    published_projects,
    reach_milestone,
    reserves,
)

__all__ = [
    "in_open_month",
    "milestone_plans",
    "milestones",
    "packagings",
    "projects",
    "publications",
    "published_projects",
    "reach_milestone",
    "reserves",
]
