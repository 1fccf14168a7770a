"""What can be done with plans, debriefs, weekly reports and quotas, each as a page of its own."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wutong.attract.outreach.models import (
    OutreachQuota,
    Reception,
    Roadshow,
    Station,
    StationReport,
    Trip,
    TripPlan,
)
from wutong.attract.outreach.operations import ours, outreach_quotas
from wutong.attract.outreach.operations.owing import end_quota, succeed_quota
from wutong.attract.outreach.operations.planning import (
    OPEN,
    Step,
    approve_plan,
    approves,
    cancel_plan,
    may_cancel,
    return_plan,
    set_out,
    submit_plan,
    why_not_approve,
)
from wutong.attract.outreach.operations.reporting import debrief, hand_in_report, return_report
from wutong.foundation.operations import Refused
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.outreach import (
    DebriefForm,
    DepartureForm,
    QuotaEndForm,
    QuotaForm,
    SeenForm,
)
from wutong.sites.desk.views.acting import Act

Given = dict[str, Any]
CHANGED = "您打开后，这条记录已被他人修改，请刷新后核对再办"


def as_seen(record: Any, given: Given) -> None:
    """Refuse what was decided on a state of the record that stands no more."""
    if given.get("known_at") and given["known_at"] != record.known_at.isoformat():
        raise Refused(CHANGED)


def submit(plan: TripPlan, given: Given, actor: Any) -> Any:
    as_seen(plan, given)
    return submit_plan(plan, on=timezone.localdate(), actor=actor)


def approve(plan: TripPlan, given: Given, actor: Any) -> Any:
    as_seen(plan, given)
    return approve_plan(plan, on=timezone.localdate(), actor=actor)


def send_back(plan: TripPlan, given: Given, actor: Any) -> Any:
    return return_plan(plan, reason=given["reason"], on=timezone.localdate(), actor=actor)


def depart(plan: TripPlan, given: Given, actor: Any) -> Any:
    return set_out(plan, on=timezone.localdate(), actor=actor, **given)


def may_submit(plan: Any) -> bool:
    return plan.step in OPEN or (plan.step == Step.LEDGER and not plan.is_approved)


def as_planned(plan: Any) -> Given:
    return {"starts_on": plan.starts_on, "ends_on": plan.ends_on}


PLAN_ACTS: tuple[Act, ...] = (
    Act(
        "submission",
        "提交审批",
        "send",
        SeenForm,
        submit,
        ours,
        may_submit,
        "已提交，等待审批。",
    ),
    Act(
        "approval",
        "批准",
        "rosette-discount-check",
        SeenForm,
        approve,
        approves,
        lambda p: p.step == Step.SUBMITTED,
        "已批准。",
        lambda plan, official: why_not_approve(official, plan),
    ),
    Act(
        "return",
        "退回",
        "arrow-back-up",
        ReasonForm,
        send_back,
        approves,
        lambda p: p.step in (Step.SUBMITTED, Step.APPROVED),
        "已退回，单位改好后再提交。",
    ),
    Act(
        "departure",
        "登记成行",
        "plane-departure",
        DepartureForm,
        depart,
        ours,
        lambda p: p.is_approved and p.trip_id is None,
        "已登记成行，批次见“成行批次”。",
        begins=as_planned,
    ),
    Act(
        "cancellation",
        "取消",
        "circle-x",
        ReasonForm,
        lambda p, d, actor: cancel_plan(p, reason=d["reason"], actor=actor),
        may_cancel,
        lambda p: p.step not in (Step.CANCELLED, Step.CARRIED_OUT),
        "已取消，不再计入计划批次。",
    ),
)

DEBRIEFING = Act(
    "debrief",
    "写总结",
    "notes",
    DebriefForm,
    lambda batch, d, actor: debrief(batch, on=timezone.localdate(), actor=actor, **d),
    ours,
    lambda batch: batch.is_done and batch.starts_on <= timezone.localdate(),
    "总结已保存。",
    begins=lambda batch: {
        "text": batch.debrief,
        "achieved": batch.achieved,
        "problems": batch.problems,
    },
)


def hand_in(report: StationReport, given: Given, actor: Any) -> Any:
    as_seen(report, given)
    return hand_in_report(report, on=timezone.localdate(), actor=actor)


REPORT_ACTS: tuple[Act, ...] = (
    Act(
        "hand-in",
        "报送",
        "send",
        SeenForm,
        hand_in,
        ours,
        lambda r: not r.is_frozen,
        "周报已报送，当周的对接数、邀请数、线索数已定格。",
    ),
    Act(
        "return",
        "退回",
        "arrow-back-up",
        ReasonForm,
        lambda r, d, actor: return_report(r, reason=d["reason"], actor=actor),
        approves,
        lambda r: r.is_frozen,
        "已退回，改好后再报送。",
    ),
)
QUOTA_ACTS: tuple[Act, ...] = (
    Act(
        "successor",
        "设新的数量",
        "calendar-plus",
        QuotaForm,
        lambda q, d, actor: succeed_quota(q, actor=actor, **d),
        outreach_quotas.allowed,
        lambda q: q.until is None and not q.rule,
        "已设定新的数量。",
        begins=lambda q: {"amount": q.amount, "source": q.source},
    ),
    Act(
        "ending",
        "废止",
        "calendar-off",
        QuotaEndForm,
        lambda q, d, actor: end_quota(q, actor=actor, **d),
        outreach_quotas.allowed,
        lambda q: q.until is None,
        "已废止。",
    ),
)
OUTREACH_ACTS: dict[type[Any], tuple[Act, ...]] = {
    TripPlan: PLAN_ACTS,
    StationReport: REPORT_ACTS,
    OutreachQuota: QUOTA_ACTS,
    Trip: (DEBRIEFING,),
    Reception: (DEBRIEFING,),
    Station: (DEBRIEFING,),
    Roadshow: (DEBRIEFING,),
}
