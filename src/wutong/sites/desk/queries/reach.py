"""How a person of a firm is reached: masked, who may open it, and who has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wutong.attract.firms.access import can_open, keeps_people
from wutong.attract.firms.models import ContactPerson
from wutong.attract.firms.operations.people import PERSONAL
from wutong.attract.firms.queries import SEEN, seen_by
from wutong.foundation.personal import masked
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import moment

FEW = 20
COLUMNS = [Column("at", "时间"), Column("who", "谁"), Column("did", "方式"), Column("what", "内容")]


@dataclass(frozen=True)
class Reach:
    person: ContactPerson
    lines: list[tuple[str, str]]  # label and masked value
    may_open: bool
    may_read: bool  # who has looked
    rows: list[Row]
    columns: list[Column]


def reach_of(person: ContactPerson, official: Any) -> Reach:
    """Return what a person's page shows: masked values, and who looked, for who keeps them."""
    lines = [(label, masked(value)) for label, value in values_of(person)]
    may_read = keeps_people(official, person) or official.holds("trail.read")
    trail = list(seen_by(person)[:FEW]) if may_read else []
    rows = [
        Row([Cell(moment(each.at)), Cell(str(each.actor)), Cell(SEEN[each.action]),
             Cell(each.note)])
        for each in trail
    ]  # fmt: skip
    return Reach(person, lines, can_open(official, person), may_read, rows, COLUMNS)


def values_of(person: ContactPerson) -> list[tuple[str, str]]:
    """Return label and plain value of what there is: for who has opened it, on the trail."""
    told = [(str(f.verbose_name), str(getattr(person, f.attname))) for f in PERSONAL]
    return [(label, value) for label, value in told if value]
