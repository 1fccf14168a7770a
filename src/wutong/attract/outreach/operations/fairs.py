"""Every way fairs, what is to be done for them, and the projects on their lists can change."""

from __future__ import annotations

from datetime import date
from typing import Any

from wutong.attract.outreach.models import (
    AdmissionRule,
    AgendaItem,
    CeremonyItem,
    FairEdition,
    FairEntry,
    FairGuest,
    FairTask,
)
from wutong.attract.outreach.operations.records import ours
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend
from wutong.metrics.operations import require_open
from wutong.people.access import county_wide

countywide = county_wide("outreach.keep")


def in_open_month(entry: FairEntry) -> None:
    """Refuse what would change a signing whose month is closed."""
    require_open(entry.counted_on)


def in_own_place(item: CeremonyItem) -> None:
    """Refuse a place on stage that another project of the edition has."""
    others = CeremonyItem.objects.filter(entry__edition=item.entry.edition_id, order=item.order)
    if others.exclude(pk=item.pk).exists():
        raise Refused(f"上台顺序：第 {item.order} 位已有项目，请换一个顺序")


fair_editions = keep(FairEdition, "outreach.edition", allowed=countywide)
fair_entries = keep(FairEntry, "outreach.entry", allowed=ours, guard=in_open_month)
admission_rules = keep(AdmissionRule, "outreach.admission_rule", allowed=county_wide("rules.set"))
fair_tasks = keep(FairTask, "outreach.fair_task", allowed=ours)
fair_guests = keep(FairGuest, "outreach.fair_guest", allowed=ours)
agenda = keep(AgendaItem, "outreach.agenda", allowed=countywide)
ceremony = keep(CeremonyItem, "outreach.ceremony", allowed=ours, guard=in_own_place)


@operation("outreach.fair_task_done", allowed=ours)
def finish_task(task: FairTask, *, on: date, actor: Any) -> FairTask:
    """Say that a task is done, on the day it was."""
    if task.done_on is not None:
        raise Refused(f"这项任务已于{task.done_on:%Y-%m-%d}完成")
    return amend(task, {"done_on": on})
