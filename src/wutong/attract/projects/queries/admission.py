"""Whether an entry may be on a fair's list (准入): each condition judged, with the reason in words.

A condition is met, not met, or cannot be told: because something is not filled in, which must be
mended, or because only a person can say, which takes a reviewer's word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from rapidfuzz import fuzz, process

from wutong.attract.firms.models import Origin
from wutong.attract.leads.matching import core_of
from wutong.attract.outreach.models import AdmissionRule, FairEdition, FairEntry
from wutong.attract.projects.models import FairProject, Milestone, Project
from wutong.attract.projects.queries.standing import days_reached
from wutong.attract.projects.queries.twins import ALIKE, likeness, told_apart
from wutong.foundation.money import spoken
from wutong.people.models import County

Check = AdmissionRule.Check
State = FairEntry.State
GONE = (State.WITHDRAWN, State.REJECTED)
PASSES, FAILS, UNKNOWN, ASKS = "passes", "fails", "unknown", "asks"
SAID = {PASSES: "符合", FAILS: "不符合", UNKNOWN: "无法判断", ASKS: "须核实"}
TONES = {PASSES: "green", FAILS: "red", UNKNOWN: "yellow", ASKS: "yellow"}
HIDDEN = "另有单位的一个项目"  # how a row out of the reader's scope is spoken of


@dataclass(frozen=True)
class Verdict:
    """How an entry stands to one condition; ASKS cannot be told but by a person."""

    rule: AdmissionRule
    outcome: str
    words: str = ""

    @property
    def said(self) -> str:
        return SAID[self.outcome]

    @property
    def tone(self) -> str:
        return TONES[self.outcome]


@dataclass(frozen=True)
class Likeness:
    """Something else of a similar name: `kind` and `key` say what, `exact` that it is the same."""

    kind: str  # entry, project
    key: int
    name: str
    exact: bool


Answer = tuple[str, str]  # outcome and words


@dataclass
class Screening:
    """Judges entries of any number in the same few queries; words are for `official` to read.

    Without an official, as the machine: nothing is hidden.
    """

    on: date = field(default_factory=timezone.localdate)
    official: Any = None

    def judge(self, entries: Iterable[FairEntry]) -> dict[int, list[Verdict]]:
        """Return the verdicts on each entry by its key, rule by rule."""
        entries = list(entries)
        self.likes = {entry.pk: self.like(entry) for entry in entries}
        self._look_up(entries)
        return {entry.pk: self._verdicts(entry) for entry in entries}

    def rules_for(self, edition: FairEdition) -> list[AdmissionRule]:
        """Return the conditions in force when the edition was held, or today if it is to come."""
        day = min(edition.held_from or self.on, self.on)
        return [
            rule
            for rule in self._rules
            if rule.since <= day
            and (rule.until is None or day <= rule.until)
            and rule.fair in ("", edition.fair)
        ]

    def _verdicts(self, entry: FairEntry) -> list[Verdict]:
        return [
            Verdict(rule, *JUDGES[rule.check_code](self, entry, rule))
            for rule in self.rules_for(entry.edition)
        ]

    # --- what is read once ---

    @cached_property
    def _rules(self) -> list[AdmissionRule]:
        return list(AdmissionRule.objects.all())

    @cached_property
    def province(self) -> str:
        county = County.objects.first()
        return county.province if county else ""

    @cached_property
    def _entries(self) -> list[FairEntry]:
        rows = FairEntry.objects.exclude(state__in=GONE)
        return list(rows.select_related("edition", "firm").order_by("pk"))

    @cached_property
    def _projects(self) -> list[tuple[int, str, str]]:
        rows = Project.objects.order_by("pk").values_list("pk", "name", "investor__name")
        return [(key, name, investor or "") for key, name, investor in rows]

    @cached_property
    def _cores(self) -> dict[str, list[str]]:
        return {
            "entry": [core_of(entry.project_name) for entry in self._entries],
            "project": [core_of(name) for _, name, _ in self._projects],
        }

    def like(self, entry: FairEntry) -> list[Likeness]:
        """Return other entries and projects that name and investor say are the same, or may be."""
        core, found = core_of(entry.project_name), []
        investor = core_of(entry.firm.name if entry.firm else "")
        for kind, cores in self._cores.items():
            near = process.extract(core, cores, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            for text, _, at in near if core else ():
                key, name, other = self._row(kind, at)
                if kind == "entry" and key == entry.pk:
                    continue
                investors = likeness(investor, core_of(other))
                if investors or text == core:
                    exact = name.strip() == entry.project_name.strip() and investors == 100
                    found.append(Likeness(kind, key, name, exact))
        return found

    def _row(self, kind: str, at: int) -> tuple[int, str, str]:
        if kind == "project":
            return self._projects[at]
        entry = self._entries[at]
        return entry.pk, entry.project_name, entry.firm.name if entry.firm else ""

    def _look_up(self, entries: list[FairEntry]) -> None:
        """Read what is known of all that was found alike, and what the reader may see of it."""
        keys: dict[str, set[int]] = defaultdict(set)
        for likes in self.likes.values():
            for each in likes:
                keys[each.kind].add(each.key)
        self.links: dict[int, int] = dict(
            FairProject.objects.filter(
                entry__in=[e.pk for e in entries] + list(keys["entry"])
            ).values_list("entry_id", "project_id")
        )
        keys["project"] |= set(self.links.values())
        reached = days_reached(keys["project"], on=date.max) if keys["project"] else {}
        self.signed = {
            key: days[Milestone.Kind.SIGNED]
            for key, days in reached.items()
            if Milestone.Kind.SIGNED in days
        }
        self.by_key = {entry.pk: entry for entry in self._entries}
        self.apart = told_apart() if self.links else set()
        self.seen = {"entry": keys["entry"], "project": keys["project"]}
        if self.official is not None and not self.official.sees_county:
            for kind, model in (("entry", FairEntry), ("project", Project)):
                rows: Any = model.objects
                seen = rows.visible_to(self.official).filter(pk__in=keys[kind])
                self.seen[kind] = set(seen.values_list("pk", flat=True))

    def name_of(self, each: Likeness) -> str:
        return f"“{each.name}”" if each.key in self.seen[each.kind] else HIDDEN


def _industry(screening: Screening, entry: FairEntry, rule: AdmissionRule) -> Answer:
    kind = entry.policy_class
    if not kind:
        return UNKNOWN, "没有填产业政策类别，请对照《产业结构调整指导目录》填写"
    if kind in (FairEntry.PolicyClass.RESTRICTED, FairEntry.PolicyClass.ELIMINATED):
        return FAILS, f"{entry.get_policy_class_display()}项目，禁止投资新建"
    return PASSES, entry.get_policy_class_display()


def _outside(screening: Screening, entry: FairEntry, rule: AdmissionRule) -> Answer:
    home, written = screening.province, entry.province.strip()
    registered = entry.firm.province.strip() if entry.firm else ""
    if not home:
        return UNKNOWN, "没有填本县所属省份，请在“县”补填"
    if written and registered and same_place(written, home) != same_place(registered, home):
        return UNKNOWN, f"投资方省份填的是{written}，企业登记在{registered}，请核对后改正一处"
    place = written or registered
    if place:
        inside = same_place(place, home)
        return (FAILS, f"投资方在{place}，是省内企业") if inside else (PASSES, f"投资方在{place}")
    origin = entry.firm.origin if entry.firm else ""
    if origin in (Origin.COUNTY, Origin.PROVINCE):
        return FAILS, "投资方是省内企业"
    if origin:
        return PASSES, f"投资方来源地：{Origin(origin).label}"
    return UNKNOWN, "没有填投资方省份，请补填"


def same_place(one: str, other: str) -> bool:
    """Return whether two provinces are one: 甘肃 and 甘肃省."""
    return one[:2] == other[:2]


def _unsigned(screening: Screening, entry: FairEntry, rule: AdmissionRule) -> Answer:
    doubts: list[str] = []
    own = screening.links.get(entry.pk)
    if own in screening.signed:
        day = screening.signed[own]
        when = before(day, entry)
        if when:
            return FAILS, f"关联的项目已于{day:%Y-%m-%d}签约"
        if when is None:
            doubts.append(f"关联的项目于{day:%Y-%m-%d}签约，届次没有填开幕日期，分不清先后")
    for each in screening.likes[entry.pk]:
        outcome, words = _alike_signed(screening, entry, each, own)
        if outcome == FAILS:
            return FAILS, words
        if outcome == ASKS:
            doubts.append(words)
    return (ASKS, "；".join(doubts[:3])) if doubts else (PASSES, "没有发现此前签约")


def _alike_signed(
    screening: Screening, entry: FairEntry, each: Likeness, own: int | None
) -> Answer:
    """Return what one look-alike says: the same thing signed before, perhaps, or nothing."""
    name = screening.name_of(each)
    sure = "" if each.exact else "，名称或投资方相近"
    if each.kind == "project":
        day = screening.signed.get(each.key)
        if each.key == own or day is None or frozenset((own or 0, each.key)) in screening.apart:
            return PASSES, ""
        when = before(day, entry)
        if when is False:
            return PASSES, ""
        outcome = FAILS if each.exact and when else ASKS
        return outcome, f"{name}已于{day:%Y-%m-%d}签约{sure}"
    other = screening.by_key[each.key]
    if other.edition_id == entry.edition_id:
        return ASKS, f"本届另有{name.removeprefix('另有')}{sure}，请核实是否重复申报"
    if other.state != State.SIGNED or is_later(other.edition, entry.edition):
        return PASSES, ""
    outcome = FAILS if each.exact else ASKS
    return outcome, f"{name}已在{other.edition}签约{sure}"


def before(day: date, entry: FairEntry) -> bool | None:
    """Return whether a day lies before the entry's edition; None where that cannot be told."""
    edition = entry.edition
    if edition.held_from:
        return day < edition.held_from
    if edition.year and day.year != edition.year:
        return day.year < edition.year
    return None if entry.state == State.SIGNED else True


def is_later(one: FairEdition, other: FairEdition) -> bool:
    if one.fair == other.fair:
        return one.ordinal > other.ordinal
    return bool(one.year and other.year and one.year > other.year)


def _contract(screening: Screening, entry: FairEntry, rule: AdmissionRule) -> Answer:
    kind = FairEntry.AgreementKind
    if not entry.agreement_kind:
        return UNKNOWN, "没有填拟签协议是合同、意向还是框架协议，请补填"
    if entry.agreement_kind == kind.CONTRACT:
        return PASSES, "拟签合同"
    return FAILS, f"拟签的是{entry.get_agreement_kind_display()}，不是合同"


def _floor(screening: Screening, entry: FairEntry, rule: AdmissionRule) -> Answer:
    floor = rule.floor or 0
    words = f"总投资 {spoken(entry.amount)}"
    return (PASSES, words) if entry.amount >= floor else (FAILS, f"{words}，低于 {spoken(floor)}")  # type: ignore[arg-type]


def _by_hand(screening: Screening, entry: FairEntry, rule: AdmissionRule) -> Answer:
    if entry.reviewed_on and entry.state in (State.PROPOSED, State.SIGNED):
        return PASSES, f"审核意见：{entry.review_reason or '同意'}"
    return ASKS, "由审核人判断，审核时写明"


JUDGES: dict[str, Callable[[Screening, FairEntry, AdmissionRule], Answer]] = {
    Check.INDUSTRY: _industry,
    Check.OUTSIDE: _outside,
    Check.UNSIGNED: _unsigned,
    Check.CONTRACT: _contract,
    Check.FLOOR: _floor,
    Check.BY_HAND: _by_hand,
}


def worst(verdicts: Iterable[Verdict]) -> str:
    """Return how an entry stands in all: not met before what cannot be told before what asks."""
    outcomes = {verdict.outcome for verdict in verdicts}
    return next((o for o in (FAILS, UNKNOWN, ASKS) if o in outcomes), PASSES)


def screened(entry: FairEntry, *, on: date, official: Any = None) -> list[Verdict]:
    """Return the verdicts on one entry."""
    return Screening(on, official).judge([entry])[entry.pk]
