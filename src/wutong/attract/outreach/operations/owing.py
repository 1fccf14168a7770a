"""Setting what units and stations owe (任务下限) anew from a day on, or ending it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wutong.attract.outreach.models import OutreachQuota
from wutong.attract.outreach.operations.records import outreach_quotas
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter

OWN = ("what", "holder", "unit", "per", "per_person")


@operation("outreach.quota_succeeded", allowed=outreach_quotas.allowed)
def succeed_quota(
    quota: OutreachQuota, *, amount: int, since: date, source: str, actor: Any
) -> OutreachQuota:
    """Put another number in force from `since`; the one before ends the day before."""
    if quota.rule:
        raise Refused(f"数量取自口径规则 {quota.rule}，请在“口径规则”页设新的取值")
    if not source.strip():
        raise Refused("请写明依据的文件与条款")
    if quota.until is not None:
        raise Refused(f"这项任务已于{quota.until:%Y-%m-%d}废止，请另建一项")
    if since <= quota.since:
        raise Refused(f"新的施行日期须晚于现行的{quota.since:%Y-%m-%d}")
    end_quota(quota, on=since - timedelta(days=1), reason=source, actor=actor)
    same = {name: getattr(quota, name) for name in OWN}
    return enter(OutreachQuota(amount=amount, since=since, source=source, **same))


@operation("outreach.quota_ended", allowed=outreach_quotas.allowed)
def end_quota(quota: OutreachQuota, *, on: date, reason: str, actor: Any) -> OutreachQuota:
    """Owe it no more after a day."""
    if quota.until is not None:
        raise Refused(f"这项任务已于{quota.until:%Y-%m-%d}废止")
    if on < quota.since:
        raise Refused(f"废止日期不能早于施行日期{quota.since:%Y-%m-%d}")
    if not reason.strip():
        raise Refused("请写明废止的依据")
    return amend(quota, {"until": on})
