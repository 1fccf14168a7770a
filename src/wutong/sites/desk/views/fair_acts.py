"""What is done with an entry on a fair's list, and with a task: each an operation with its form."""

from __future__ import annotations

from typing import Any

from wutong.attract.agreements.operations import sign_at_fair
from wutong.attract.outreach.models import FairEntry, FairTask
from wutong.attract.outreach.operations import fair_tasks, finish_task
from wutong.attract.projects.access import can_review_fairs, keeps_entries
from wutong.attract.projects.operations import (
    admit_entry,
    hand_in_again,
    reject_entry,
    take_off,
    undo_signing,
)
from wutong.attract.projects.operations.fairs import OPEN
from wutong.attract.projects.queries.admission import FAILS, UNKNOWN
from wutong.sites.desk.forms.acts import DayForm, ReasonForm
from wutong.sites.desk.forms.fairs import AdmissionForm, FairSigningForm, NoForm, RejectionForm
from wutong.sites.desk.queries.fairs.edition import doubts
from wutong.sites.desk.views.acting import Act, month_closed

State = FairEntry.State


def why_not_admitted(entry: FairEntry, official: Any) -> str:
    """Return what stands in the way of admission, so that the button says so beforehand."""
    against = [v.words for v in doubts(entry, official) if v.outcome in (FAILS, UNKNOWN)]
    return "；".join(against[:2])


def why_not_undone(entry: FairEntry, official: Any) -> str:
    closed = month_closed(entry)
    return f"{closed}，不能撤销" if closed else ""


FAIR_ACTS: dict[type[Any], tuple[Act, ...]] = {
    FairEntry: (
        Act(
            "admission",
            "审核通过",
            "circle-check",
            AdmissionForm,
            lambda r, d, actor: admit_entry(r, actor=actor, **d),
            can_review_fairs,
            lambda r: r.state in OPEN,
            "已列入拟签约。",
            why_not_admitted,
        ),
        Act(
            "signing",
            "登记签约",
            "writing",
            FairSigningForm,
            lambda r, d, actor: sign_at_fair(r, actor=actor, **d),
            can_review_fairs,
            lambda r: r.state == State.PROPOSED,
            "已登记签约。",
        ),
        Act(
            "rejection",
            "审核不通过",
            "circle-x",
            RejectionForm,
            lambda r, d, actor: reject_entry(r, actor=actor, **d),
            can_review_fairs,
            lambda r: r.state in (*OPEN, State.PROPOSED),
            "已退回，报送单位能看到原因。",
        ),
        Act(
            "leaving",
            "退出名单",
            "logout",
            ReasonForm,
            lambda r, d, actor: take_off(r, actor=actor, **d),
            keeps_entries,
            lambda r: r.state in (*OPEN, State.PROPOSED),
            "已退出名单。",
        ),
        Act(
            "resubmission",
            "重新报送",
            "send",
            NoForm,
            lambda r, d, actor: hand_in_again(r, actor=actor),
            keeps_entries,
            lambda r: r.state in (State.REJECTED, State.WITHDRAWN),
            "已重新报送，等待审核。",
        ),
        Act(
            "signing-withdrawal",
            "撤销签约登记",
            "arrow-back-up",
            ReasonForm,
            lambda r, d, actor: undo_signing(r, actor=actor, **d),
            can_review_fairs,
            lambda r: r.state == State.SIGNED,
            "已撤销签约登记。",
            why_not_undone,
        ),
    ),
    FairTask: (
        Act(
            "completion",
            "完成",
            "circle-check",
            DayForm,
            lambda r, d, actor: finish_task(r, on=d["on"], actor=actor),
            fair_tasks.allowed,
            lambda r: r.done_on is None,
            "已完成。",
        ),
    ),
}
FAIR_MAIN = {"admission", "signing", "completion", "resubmission"}
