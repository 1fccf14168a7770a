"""What an official finds on their home page: what is due, what is held, how the county stands.

Which parts there are follows from what they may do, not from what their role is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from wutong.attract.funds.access import can_submit
from wutong.attract.funds.models import Receipt
from wutong.attract.funds.queries import due_day, unit_months
from wutong.attract.outreach.models import TripPlan
from wutong.attract.outreach.operations.planning import approves, authors_of
from wutong.attract.outreach.queries import overdue
from wutong.attract.projects.models import Appraisal, Milestone, Project, Proposal
from wutong.attract.projects.operations.appraising import recusal
from wutong.foundation.audit.models import Seal, Trail
from wutong.foundation.imports.models import Batch, Row
from wutong.foundation.periods import Period
from wutong.metrics.models import Close
from wutong.people.models import Official
from wutong.sites.desk.queries.leads.due import (
    escalated,
    inquiries_open,
    offers_waiting,
    overdue_count,
)
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.queries.pipeline.frame import frame_on
from wutong.sites.desk.queries.pipeline.stuck import stuck_count


@dataclass(frozen=True)
class Due:
    """Something that waits for this official, with where to do it."""

    label: str
    count: int
    hint: str
    url: str
    tone: str = "yellow"


def due_for(official: Any) -> list[Due]:
    """Return what waits for this official; what is settled is left out."""
    found: list[Due] = []
    if official.holds("imports.apply"):
        found.append(held_rows())
    if official.holds("funds.verify"):
        found.append(receipts_waiting(official))
    if official.holds("months.close"):
        found.append(months_open())
    if official.holds("leads.keep"):
        found += leads_due(official)
    if official.holds("projects.keep"):
        found += plans_due(official)
    if official.holds("projects.keep") or official.holds("projects.move"):
        found.append(stuck_due(official))
        found.append(revisions_owed(official))
    if official.holds("packaging.review"):
        found.append(appraisals_due(official))
    if official.holds("funds.record"):
        found += [returns_missing(official), receipts_rejected(official), without_receipt(official)]
    if official.holds("aftercare.keep"):
        found.append(tickets_open(official))
    found += outreach_due(official)
    if official.holds("accounts.keep"):
        found.append(first_passwords())
    if official.holds("trail.read"):
        found.append(unsealed())
    return [due for due in found if due.count]


def outreach_due(official: Any) -> list[Due]:
    """Return the plans that wait for one's approval or came back, and next steps overdue."""
    found = []
    rows = TripPlan.objects.visible_to(official)
    if official.holds("outreach.approve"):
        waiting = [p for p in rows.filter(step=TripPlan.Step.SUBMITTED) if approves(official, p)]
        authors = authors_of(waiting) if waiting else {}
        mine = [p for p in waiting if official.pk not in authors[p.pk]]
        month = Period.containing(mine[0].starts_on).code if mine else ""
        url = f"/trip-plans/month/?month={month}&state=submitted"
        found.append(Due("待审批的外出计划", len(mine), "批准后计入下月计划批次", url))
    if official.holds("outreach.keep"):
        back = rows.filter(step=TripPlan.Step.RETURNED).count()
        url = "/trip-plans/?step=returned"
        found.append(Due("退回的外出计划", back, "按退回原因改好再提交", url, "red"))
        hint = "约定的下一步已过期限，办完登记结果"
        for slug, label in (("interactions", "逾期的对接跟进"), ("talks", "逾期的洽谈跟进")):
            late = overdue(visible_rows(pages[slug], official), timezone.localdate()).count()
            found.append(Due(label, late, hint, f"/{slug}/?due=overdue", "red"))
    return found


def held_rows() -> Due:
    open_rows = Row.objects.filter(
        state__in=[Row.State.HELD, Row.State.WAITING],
        sheet__ledger__batch__state=Batch.State.APPLIED,
    )
    hint = "改好或说明原因后才计入"
    return Due("待核实的台账行", open_rows.count(), hint, "/imports/held/", "red")


def receipts_waiting(official: Any) -> Due:
    waiting = visible_rows(pages["receipts"], official).filter(state="waiting")
    hint = "核对凭证，核验后才计入"
    return Due("待核验的到位资金", waiting.count(), hint, "/funds/verification/")


def receipts_rejected(official: Any) -> Due:
    rejected = visible_rows(pages["receipts"], official).filter(state="rejected")
    hint = "改正后在月报页重新报送"
    return Due("退回的到位资金", rejected.count(), hint, "/receipts/?state=rejected", "red")


def returns_missing(official: Any) -> Due:
    """Count the units one reports for that have not handed in last month's return."""
    today = timezone.localdate()
    before = today.replace(day=1).fromordinal(today.replace(day=1).toordinal() - 1)
    month = Period.containing(before)
    mine = [u for u in unit_months(month, official, today) if can_submit(official, u.unit)]
    missing = [u for u in mine if u.state in {"due", "missing"}]
    late = any(u.is_missing for u in missing)
    hint = f"{month}，期限 {due_day(month)}"
    tone = "red" if late else "yellow"
    return Due("未报的资金月报", len(missing), hint, f"/funds/returns/?month={month.code}", tone)


def months_open() -> Due:
    return Due("尚未关账的月份", len(open_months()), "数据报齐后关账，之后只能登记更正", "/months/")


def open_months() -> list[Period]:
    """Return the ended months with receipts or milestones that nobody has closed, latest first."""
    today, found = timezone.localdate(), set()
    for rows in (Receipt.objects.all(), Milestone.objects.all()):
        found |= set(rows.order_by().dates("counted_on", "month"))
    found -= set(Close.objects.values_list("month", flat=True))
    months = [Period.containing(month) for month in sorted(found, reverse=True)]
    return [month for month in months if month.last < today]


def plans_due(official: Any) -> list[Due]:
    plans = visible_rows(pages["milestone-plans"], official).filter(is_reached=False)
    today = timezone.localdate()
    soon = Period.containing(today)
    late = plans.filter(due_on__lt=today).count()
    coming = plans.filter(due_on__range=(today, soon.last)).count()
    return [
        Due(
            "逾期的节点计划",
            late,
            "已过时限、还没有登记节点",
            "/milestone-plans/?state=overdue",
            "red",
        ),
        Due("本月到期的节点计划", coming, "月底前应完成", f"/milestone-plans/?due_on={soon.code}"),
    ]


def revisions_owed(official: Any) -> Due:
    rows = visible_rows(pages["reserves"], official).exclude(stale="")
    late = rows.filter(stale="late").exists()
    hint = "每年修订一次或淘汰" + ("，已过期限" if late else "")
    tone = "red" if late else "yellow"
    return Due("未修订的储备项目", rows.count(), hint, "/packaging/revisions/", tone)


def appraisals_due(official: Any) -> Due:
    mine = Appraisal.objects.filter(proposal=OuterRef("pk"), reviewer=official)
    rows = Proposal.objects.visible_to(official).filter(state=Proposal.State.SUBMITTED)
    rows = rows.exclude(Exists(mine)).select_related("reserve", "submitted_by")
    count = sum(not recusal(official, proposal) for proposal in rows)
    return Due("待评分的包装方案", count, "按评审标准逐项打分", "/packaging/")


def leads_due(official: Any) -> list[Due]:
    """Return what waits on leads: clocks run out, offers to answer, inquiries to deal with."""
    today = timezone.localdate()
    found = [
        Due(
            "逾期的线索时限", overdue_count(official, today), "响应、研判、反馈、跟进超过期限",
            "/leads/clocks/?light=overdue", "red",
        ),
        Due(
            "待接收的线索", offers_waiting(official, today), "逾期未接收即退回并上报",
            "/leads/transfers/",
        ),
        Due(
            "待办的投资咨询", inquiries_open(official), "答复或转成线索", "/inquiries/?state=open",
        ),
    ]  # fmt: skip
    if official.holds("leads.decide"):
        hint = "各单位逾期未办"
        count = len(escalated(official, today))
        found.append(Due("上报的线索事项", count, hint, "/leads/escalations/", "red"))
    return found


def stuck_due(official: Any) -> Due:
    """Return the projects that show red: not commenced in time, overstayed, behind their plan."""
    count = stuck_count(official, frame_on(timezone.localdate(), official))
    hint = "签约未开工、停留或节点计划超期"
    return Due("滞留项目", count, hint, "/pipeline/stuck/?light=red", "red")


def under_way(official: Any) -> Any:
    """Return the visible projects that have commenced and not ended."""
    steps = Milestone.objects.filter(project=OuterRef("pk"))
    begun = steps.filter(kind=Milestone.Kind.COMMENCED)
    ended = steps.filter(kind__in=[Milestone.Kind.TERMINATED, Milestone.Kind.IN_PRODUCTION])
    return Project.objects.visible_to(official).filter(Exists(begun)).exclude(Exists(ended))


def without_receipt(official: Any) -> Due:
    month = Period.containing(timezone.localdate())
    paid = Receipt.objects.filter(
        project=OuterRef("pk"), placed_on__range=(month.first, month.last)
    )
    missing = under_way(official).exclude(Exists(paid)).count()
    hint = f"{month}在建项目，还没有登记到位资金"
    return Due("本月未报资金的项目", missing, hint, "/projects/?stage=commenced")


def tickets_open(official: Any) -> Due:
    rows = visible_rows(pages["tickets"], official).filter(closed_on=None)
    return Due("未办结的企业诉求", rows.count(), "办结后登记日期", "/tickets/?open=open")


def first_passwords() -> Due:
    waiting = Official.objects.filter(must_change_password=True, is_active=True)
    hint = "设了初始密码、本人还没有登录更换"
    return Due("待改初始密码的账号", waiting.count(), hint, "/officials/", "grey")


def unsealed() -> Due:
    left = Trail.objects.count() - Seal.objects.count()
    return Due("未封印的留痕", max(left, 0), "下一次写入后会自动封印", "/trail/", "grey")


def latest_period() -> Period | None:
    """Return January to the latest month with funds in place; None before there are any.

    Funds are reported month by month, so the month of the last receipt is the last whole one.
    """
    known = Receipt.objects.filter(counted_on__lte=timezone.localdate())
    last: date | None = known.aggregate(last=Max("counted_on"))["last"]
    return Period.year_to(last.year, last.month) if last else None
