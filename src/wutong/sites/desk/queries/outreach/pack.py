"""The trip pack (行前资料包): whom to meet at a plan's destination and why, and what to show them.

Everything is read as far as the reader may see it, in a number of queries that does not depend on
how many firms there are. Numbers of telephones in free text are masked as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.timezone import localtime

from wutong.attract.chains.models import ChainFirm, ChainGap, TargetFirm
from wutong.attract.firms.models import ContactPerson, Firm, Honour
from wutong.attract.leads.models import Lead
from wutong.attract.outreach.models import (
    Interaction,
    PlannedCall,
    PlannedUnit,
    Talk,
    TripMember,
    TripPlan,
    Visitor,
)
from wutong.attract.outreach.operations.planning import places_of
from wutong.attract.projects.models import Proposal
from wutong.foundation.personal import masked
from wutong.foundation.regions import provinces_in, short_province

MOST_FIRMS, MOST_PROJECTS, MOST_MEETINGS = 60, 30, 300
NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|\d{7,8})(?!\d)|[\w.+-]+@[\w.-]+")


def discreet(text: str) -> str:
    """Return a text on one line, with the numbers and addresses by which people are reached masked.

    A number of eight digits that is an amount is masked, too: who packs errs on the safe side.
    """
    return NUMBERS.sub(lambda found: masked(found[0]), " ".join(text.split()))


@dataclass(frozen=True)
class Meeting:
    """How a firm was dealt with before: a visit, a talk, a visit of theirs, a lead.

    `brief` is what goes to the phone: without the words in which people are named.
    """

    on: date | None
    kind: str
    about: str
    brief: str
    url: str


@dataclass
class Candidate:
    """A firm worth meeting; `firm` is None for a planned call that the register does not know."""

    firm: Firm | None
    name: str
    reasons: list[str] = field(default_factory=list)
    state: str = ""
    rank: int = 9  # 0 planned, 1 target in the city, 2 target, 3 of the register
    gaps: set[int] = field(default_factory=set)
    meetings: list[Meeting] = field(default_factory=list)
    people: list[ContactPerson] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.firm.province}{self.firm.city}" if self.firm else ""


@dataclass(frozen=True)
class Pack:
    plan: TripPlan
    candidates: list[Candidate]
    left_out: int  # firms beyond the most that are shown
    gaps: list[tuple[ChainGap, list[str]]]  # each with the firms that could fill it
    proposals: list[Proposal]
    units: list[str]
    party: list[str]  # who goes, with the post

    @property
    def last_day(self) -> date:
        return self.plan.ends_on or self.plan.starts_on


def plans_seen(official: Any) -> Any:
    rows: Any = TripPlan.objects.visible_to(official)
    return rows.select_related("lead_unit", "chain", "leader", "trip")


def pack_of(plan: TripPlan, official: Any) -> Pack:
    """Return what to take along on a planned trip."""
    found = Gathering(plan)
    found.planned(PlannedCall.objects.visible_to(official).filter(plan=plan))
    found.targets(TargetFirm.objects.visible_to(official))
    found.register(Firm.objects.visible_to(official), official)
    chosen = found.chosen()
    shown = chosen[:MOST_FIRMS]
    add_dealings(shown, official)
    return Pack(
        plan=plan,
        candidates=shown,
        left_out=len(chosen) - len(shown),
        gaps=gaps_of(plan, shown, official),
        proposals=proposals_of(plan, official),
        units=units_of(plan, official),
        party=party_of(plan, official),
    )


class Gathering:
    """Collects the firms of a destination, each once, with every reason to meet it."""

    def __init__(self, plan: TripPlan) -> None:
        self.plan = plan
        self.provinces = provinces_in(f"{plan.province} {plan.destination}")
        self.places = places_of(plan.destination)
        self.found: dict[int, Candidate] = {}
        self.unknown: list[Candidate] = []

    def there(self, *paths: str) -> Q:
        """Return which rows lie in the provinces gone to; with none named, no row does."""
        within = Q(pk__in=[])
        for path in paths:
            for full in self.provinces:
                within |= Q(**{f"{path}__startswith": short_province(full)})
        return within

    def is_near(self, city: str) -> bool:
        short = city.removesuffix("市")
        return bool(short) and any(short in place for place in self.places)

    def of(self, firm: Firm, rank: int) -> Candidate:
        known = self.found.setdefault(firm.pk, Candidate(firm, firm.name))
        known.rank = min(known.rank, rank)
        return known

    def planned(self, calls: Any) -> None:
        for call in calls.select_related("firm").order_by("pk"):
            why = "计划拜访" + (f"：{discreet(call.why)}" if call.why else "")
            if call.firm is None:
                self.unknown.append(Candidate(None, call.firm_name, [why], rank=0))
            else:
                self.of(call.firm, 0).reasons.append(why)

    def targets(self, targets: Any) -> None:
        rows = targets.exclude(state=TargetFirm.State.DROPPED)
        if self.plan.chain_id:
            rows = rows.filter(chain=self.plan.chain_id)
        if self.provinces:
            rows = rows.filter(self.there("province", "firm__province") | Q(firm__in=self.found))
        elif not self.plan.chain_id:
            rows = rows.filter(firm__in=self.found)
        for target in rows.select_related("firm", "chain", "gap").order_by("pk"):
            near = self.is_near(target.city) or self.is_near(target.firm.city)
            known = self.of(target.firm, 1 if near else 2)
            known.state = target.get_state_display()
            known.reasons += list(target_reasons(target))
            if target.gap_id:
                known.gaps.add(target.gap_id)

    def register(self, firms: Any, official: Any) -> None:
        """Add the firms of the province on the chain or with honours, and say so of all."""
        on_chain = ChainFirm.objects.visible_to(official)
        if self.plan.chain_id:
            on_chain = on_chain.filter(chain=self.plan.chain_id)
        honours = Honour.objects.visible_to(official)
        listed = Q(pk__in=on_chain.order_by().values("firm"))
        listed |= Q(pk__in=honours.order_by().values("firm"))
        rows = firms.filter(kind=Firm.Kind.ENTERPRISE).filter(self.there("province"), listed)
        rows = firms.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=self.found))
        places = Prefetch("chain_places", on_chain.select_related("chain"), to_attr="on_chain")
        told = Prefetch("honours", honours.order_by("-year", "pk"), to_attr="borne")
        for firm in rows.prefetch_related(places, told).order_by("pk"):
            known = self.of(firm, 3)
            known.reasons += [place_said(place) for place in firm.on_chain]
            known.reasons += list(dict.fromkeys(honour_said(each) for each in firm.borne))

    def chosen(self) -> list[Candidate]:
        rows = [*self.found.values(), *self.unknown]
        return sorted(rows, key=lambda one: (one.rank, -len(one.reasons), one.name))


def target_reasons(target: TargetFirm) -> Iterator[str]:
    head = f"{target.chain}目标企业"
    if target.gap:
        move = target.get_move_display() or target.gap.get_move_display()
        head += f"，可{move}：{target.gap.node}"
    elif target.move:
        head += f"，{target.get_move_display()}"
    yield head
    if target.why:
        yield f"匹配理由：{discreet(target.why)}"
    if target.intent:
        yield f"投资动向：{discreet(target.intent)}"
    if target.next_step:
        yield f"下次动作：{discreet(target.next_step)}"


def place_said(place: ChainFirm) -> str:
    where = f"{place.get_tier_display()}{place.node}" if place.tier else place.node
    return f"{place.chain}链上企业" + (f"（{where}）" if where else "")


def honour_said(honour: Honour) -> str:
    year = f"（{honour.year} 年）" if honour.year else ""
    return f"{honour.listing or honour.get_kind_display()}{year}"


# --- earlier contact, people ------------------------------------------------------------------


def add_dealings(candidates: Iterable[Candidate], official: Any) -> None:
    """Add to each firm how it was dealt with before, newest first, and whom we know there."""
    by_firm = {one.firm.pk: one for one in candidates if one.firm}
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    for key, meeting in dealings(list(by_firm), official):
        meetings[key].append(meeting)
    for key, found in meetings.items():
        by_firm[key].meetings = sorted(found, key=lambda m: m.on or date.min, reverse=True)
    people = ContactPerson.objects.visible_to(official).filter(firm__in=by_firm)
    for person in people.order_by("-is_decider", "pk"):
        by_firm[person.firm_id].people.append(person)


def dealings(firms: list[int], official: Any) -> Iterator[tuple[int, Meeting]]:
    def seen(model: Any, *order: str) -> Any:
        rows = model.objects.visible_to(official).filter(firm__in=firms)
        return rows.order_by(*order, "-pk")[:MOST_MEETINGS]

    for met in seen(Interaction, "-met_on"):
        step = f"下一步：{met.next_step}" if met.next_step and not met.next_done_on else ""
        brief = joined(met.outcome, step)
        about = joined(met.summary, met.outcome, step)
        yield (
            met.firm_id,
            Meeting(met.met_on, met.get_kind_display(), about, brief, f"/interactions/{met.pk}/"),
        )
    for talk in seen(Talk, "-trip__starts_on").select_related("trip"):
        about = joined(talk.project_name, talk.progress)
        yield (
            talk.firm_id,
            Meeting(talk.trip.starts_on, "外出洽谈", about, about, f"/talks/{talk.pk}/"),
        )
    for came in seen(Visitor, "-reception__starts_on").select_related("reception"):
        about = joined(came.reception.focus)
        url = f"/receptions/{came.reception_id}/"
        yield came.firm_id, Meeting(came.reception.starts_on, "来访", about, about, url)
    for lead in seen(Lead, "-received_at"):
        about = joined(lead.title, lead.get_state_display())
        on = localtime(lead.received_at).date()
        yield lead.firm_id, Meeting(on, "线索", about, about, f"/leads/{lead.pk}/")


def joined(*parts: str) -> str:
    return "；".join(discreet(part).rstrip("。；") for part in parts if part and part.strip())


# --- what to show, who goes -------------------------------------------------------------------


def gaps_of(
    plan: TripPlan, candidates: list[Candidate], official: Any
) -> list[tuple[ChainGap, list[str]]]:
    """Return the gaps of the plan's chain; without one, those that firms listed could fill."""
    wanted = {key for one in candidates for key in one.gaps}
    rows = ChainGap.objects.visible_to(official)
    rows = rows.filter(chain=plan.chain_id) if plan.chain_id else rows.filter(pk__in=wanted)
    fillers: dict[int, list[str]] = defaultdict(list)
    for one in candidates:
        for key in one.gaps:
            fillers[key].append(one.name)
    return [(gap, fillers[gap.pk]) for gap in rows.select_related("chain").order_by("chain", "pk")]


def proposals_of(plan: TripPlan, official: Any) -> list[Proposal]:
    """Return the published proposals of the chain: those to be shown by their cards."""
    rows = Proposal.objects.visible_to(official).filter(state=Proposal.State.PUBLISHED)
    if plan.chain_id:
        of_chain = Q(target_chain=plan.chain_id)
        rows = rows.filter(of_chain | Q(target_chain=None, reserve__chain=plan.chain_id))
    rows = rows.select_related("reserve__lead_unit", "target_chain", "reserve__chain")
    return list(rows.order_by("-published_on", "-pk")[:MOST_PROJECTS])


def units_of(plan: TripPlan, official: Any) -> list[str]:
    rows = PlannedUnit.objects.visible_to(official).filter(plan=plan).select_related("unit")
    lead = [str(plan.lead_unit)] if plan.lead_unit else []
    return list(dict.fromkeys([*lead, *(str(row.unit) for row in rows.order_by("pk"))]))


def party_of(plan: TripPlan, official: Any) -> list[str]:
    leader = plan.leader_name or (plan.leader.name if plan.leader else "")
    party = [f"{leader}（带队，{plan.get_leader_rank_display()}）"] if leader else []
    members = TripMember.objects.visible_to(official).filter(trip=plan.trip_id)
    for member in members.select_related("official", "unit").order_by("pk"):
        said = "，".join(filter(None, [str(member.unit or ""), member.post]))
        party.append(f"{member}（{said}）" if said else str(member))
    return party
