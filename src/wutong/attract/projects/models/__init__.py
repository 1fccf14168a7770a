"""Projects (项目) from the reserve library to production, and what belongs to each."""

from wutong.attract.outreach.models import Channel
from wutong.attract.projects.models.appraisals import Appraisal, Criterion, Mark, Rubric
from wutong.attract.projects.models.evidence import Evidence, EvidenceKind, kind_names
from wutong.attract.projects.models.fairs import FairProject
from wutong.attract.projects.models.feedback import Interest, Revision
from wutong.attract.projects.models.life import Milestone, Project, Projects
from wutong.attract.projects.models.majors import MajorTag, ProjectTeam
from wutong.attract.projects.models.packaging import Proposal, ReturnYear, TargetFirm
from wutong.attract.projects.models.plans import MilestonePlan
from wutong.attract.projects.models.publicity import (
    Pitch,
    Publication,
    PublicationChannel,
    PublishedProject,
)
from wutong.attract.projects.models.reserves import Packaging, ReserveProject
from wutong.attract.projects.models.sharing import CreditShare, Distinction, Merger
from wutong.attract.projects.models.stages import Gate, Stage, stage_names
from wutong.attract.projects.models.waivers import Waiver

__all__ = [
    "Appraisal",
    "Channel",
    "CreditShare",
    "Criterion",
    "Distinction",
    "Evidence",
    "EvidenceKind",
    "FairProject",
    "Gate",
    "Interest",
    "MajorTag",
    "Mark",
    "Merger",
    "Milestone",
    "MilestonePlan",
    "Packaging",
    "Pitch",
    "Project",
    "ProjectTeam",
    "Projects",
    "Proposal",
    "Publication",
    "PublicationChannel",
    "PublishedProject",
    "ReserveProject",
    "ReturnYear",
    "Revision",
    "Rubric",
    "Stage",
    "TargetFirm",
    "Waiver",
    "kind_names",
    "stage_names",
]
