"""Every way projects, their milestones and the reserve library can change."""

from wutong.attract.projects.operations.evidence import (
    UsedTwice,
    amend_evidence,
    can_certify,
    certify_evidence,
    evidence_kinds,
    missing,
    record_evidence,
    withdraw_certification,
    withdraw_evidence,
    withdraw_evidence_file,
)
from wutong.attract.projects.operations.majors import project_teams, tag_major, untag_major
from wutong.attract.projects.operations.moving import (
    leave_project,
    move_project,
    undo_move,
    waive_gate,
    withdraw_waiver,
)
from wutong.attract.projects.operations.records import (
    in_open_month,
    milestone_plans,
    milestones,
    packagings,
    pitches,
    projects,
    publications,
    published_projects,
    reach_milestone,
    reserves,
)
from wutong.attract.projects.operations.sharing import (
    distinguish,
    merge_projects,
    share_credit,
    split_merger,
)
from wutong.attract.projects.operations.staging import end_gate, set_gate, set_stage

__all__ = [
    "UsedTwice",
    "amend_evidence",
    "can_certify",
    "certify_evidence",
    "distinguish",
    "end_gate",
    "evidence_kinds",
    "in_open_month",
    "leave_project",
    "merge_projects",
    "milestone_plans",
    "milestones",
    "missing",
    "move_project",
    "packagings",
    "pitches",
    "project_teams",
    "projects",
    "publications",
    "published_projects",
    "reach_milestone",
    "record_evidence",
    "reserves",
    "set_gate",
    "set_stage",
    "share_credit",
    "split_merger",
    "tag_major",
    "undo_move",
    "untag_major",
    "waive_gate",
    "withdraw_certification",
    "withdraw_evidence",
    "withdraw_evidence_file",
    "withdraw_waiver",
]
