"""Where a project stands, what its next stage still requires, and what may be its twin."""

from wutong.attract.projects.queries.conditions import (
    condition_in_words,
    paper_in_words,
    subject_label,
)
from wutong.attract.projects.queries.gating import (
    Judgement,
    Lack,
    blocked_by,
    gates_before,
    gates_for,
    is_blank,
    judgement,
    lacks,
    next_stages,
)
from wutong.attract.projects.queries.majors import could_be_major, county_floor
from wutong.attract.projects.queries.standing import (
    BUILDING,
    CONTINUING,
    Standing,
    days_reached,
    passed_of,
    stage_on,
    standing_at,
    standing_of,
    standings,
    with_signs,
)
from wutong.attract.projects.queries.twins import Twin, all_twins, open_twins, told_apart, twins_of

__all__ = [
    "BUILDING",
    "CONTINUING",
    "Judgement",
    "Lack",
    "Standing",
    "Twin",
    "all_twins",
    "blocked_by",
    "condition_in_words",
    "could_be_major",
    "county_floor",
    "days_reached",
    "gates_before",
    "gates_for",
    "is_blank",
    "judgement",
    "lacks",
    "next_stages",
    "open_twins",
    "paper_in_words",
    "passed_of",
    "stage_on",
    "standing_at",
    "standing_of",
    "standings",
    "subject_label",
    "told_apart",
    "twins_of",
    "with_signs",
]
