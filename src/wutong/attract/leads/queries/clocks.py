"""The response clocks of leads (响应时限): what is due when, done when, and overdue by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from wutong.attract.leads.models import FollowUp, Judgement, Lead, LeadClock
from wutong.attract.leads.queries.rules import areas, in_force, nearest
from wutong.foundation.workdays import Due, after_calendar_days, after_working_days

Step = LeadClock.Step
FOLLOWED = (Lead.State.FIT, Lead.State.FOLLOWING)
DONE, LATE, RUNNING, OVERDUE, STOPPED = "done", "late", "running", "overdue", "stopped"
WORDS = {
    DONE: "按时办结",
    LATE: "逾期办结",
    RUNNING: "进行中",
    OVERDUE: "已逾期",
    STOPPED: "随线索办结",
}
TONES = {DONE: "green", LATE: "yellow", RUNNING: "blue", OVERDUE: "red", STOPPED: "grey"}


@dataclass(frozen=True)
class Clock:
    """One step of a lead: its day, and how it stands; `over` is how many days past it, never < 0.

    `guessed`: the day rests on a year whose holidays have not been announced.
    """

    lead_id: int
    rule: LeadClock
    due: date
    state: str
    done: date | None = None
    over: int = 0
    guessed: bool = False

    @property
    def words(self) -> str:
        return f"{WORDS[self.state]} {self.over} 天" if self.over else WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass
class Acts:
    """The days on which something was done about a lead, by what it was."""

    respond: list[date] = field(default_factory=list)
    judge: list[date] = field(default_factory=list)
    feed_back: list[date] = field(default_factory=list)
    follow_up: list[date] = field(default_factory=list)

    @property
    def all(self) -> list[date]:
        return [*self.respond, *self.judge, *self.feed_back, *self.follow_up]


def acts_of(keys: Iterable[int]) -> dict[int, Acts]:
    """Return what was done about these leads: two queries, however many there are."""
    keys = list(keys)
    found = {key: Acts() for key in keys}
    rows = FollowUp.objects.filter(lead__in=keys).order_by()
    for key, kind, day in rows.values_list("lead_id", "kind", "done_on"):
        getattr(found[key], kind).append(day)
    judged = Judgement.objects.filter(lead__in=keys).order_by()
    for key, day in judged.values_list("lead_id", "judged_on"):
        found[key].judge.append(day)
    return found


def clocks_for(leads: Iterable[Lead], on: date) -> dict[int, list[Clock]]:
    """Return the clocks of each lead on a day, in a handful of queries."""
    leads = list(leads)
    rules, here = list(LeadClock.objects.all()), areas()
    acts = acts_of(lead.pk for lead in leads)
    return {lead.pk: _clocks(lead, acts[lead.pk], rules, here, on) for lead in leads}


def clocks_of(lead: Lead, on: date) -> list[Clock]:
    return clocks_for([lead], on)[lead.pk]


def is_due_soon(clock: Clock, on: date) -> bool:
    return clock.state == RUNNING and clock.due <= on + timedelta(days=1)


def _clocks(
    lead: Lead, acts: Acts, rules: list[LeadClock], here: list[str], on: date
) -> list[Clock]:
    start = timezone.localdate(lead.received_at)
    chosen = _chosen(lead, in_force(rules, start, here), here)
    found = []
    for step, rule in chosen.items():
        if step == Step.FOLLOW_UP:
            if lead.state in FOLLOWED:
                found.append(_clock(lead, rule, max([start, *acts.all]), None, on))
            continue
        done = acts.all if step == Step.RESPOND else getattr(acts, _kind(step))
        found.append(_clock(lead, rule, start, min(done, default=None), on))
    return found


def _chosen(lead: Lead, rules: list[LeadClock], here: list[str]) -> dict[str, LeadClock]:
    judging = Step.JUDGE_WITH_EXPERTS if lead.needs_experts else Step.JUDGE
    chosen = {}
    for step in (Step.RESPOND, judging, Step.FEED_BACK, Step.FOLLOW_UP):
        rule = nearest([each for each in rules if each.step == step], here)
        if rule is not None:
            chosen[step.value] = rule
    return chosen


def _kind(step: str) -> str:
    return "judge" if step == Step.JUDGE_WITH_EXPERTS else step


def _clock(lead: Lead, rule: LeadClock, start: date, done: date | None, on: date) -> Clock:
    due = _due(rule, start)
    ended = lead.closed_on
    until = done or (min(ended, on) if ended else on)
    over = max((until - due.on).days, 0)
    if done:
        state = LATE if over else DONE
    elif ended:
        state = STOPPED
    else:
        state = OVERDUE if over else RUNNING
    return Clock(lead.pk, rule, due.on, state, done, over, due.guessed)


def _due(rule: LeadClock, start: date) -> Due:
    count = after_working_days if rule.counted == rule.Counted.WORKING else after_calendar_days
    return count(start, rule.days)
