"""Projects (项目) from the reserve library to production, and what belongs to each."""

from wutong.attract.projects.models.life import Channel, Milestone, Project, Projects
from wutong.attract.projects.models.plans import MilestonePlan
from wutong.attract.projects.models.publicity import Publication, PublishedProject
from wutong.attract.projects.models.reserves import Packaging, ReserveProject

__all__ = [
    "Channel",
    "Milestone",
    "MilestonePlan",
    "Packaging",
    "Project",
    "Projects",
    "Publication",
    "PublishedProject",
    "ReserveProject",
]
