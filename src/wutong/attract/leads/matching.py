"""Who holds the first contact with an investor (首谈): standing leads, and what other apps know.

Two are of one investor when their firms are one, or the names that were told are alike; where
nobody is named, when what they are about is alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from wutong.attract.leads.models import OPEN, FirstContactDecision, Lead

ALIKE = 80  # % of letters
LONG_ENOUGH = 5  # letters: shorter names are alike only when they are the same
NUMBERS = re.compile(r"\d+")
NOISE = re.compile(r"[（(].*?[)）]|有限(?:责任)?公司|股份|集团|年产|项目|建设|工程|[\s，。、·-]")


@dataclass(frozen=True)
class Claim:
    """That a unit has been in talks with an investor since a day."""

    unit_id: int
    unit: str
    since: date | None
    firm_id: int | None
    firm: str  # its core, without what firms' names have in common
    title: str
    lead_id: int | None = None


Read = Callable[[], Iterable[Claim]]
sources: list[Read] = []


def register_claims(read: Read) -> None:
    """Let an app say which of its rows hold a first contact: a project in talks."""
    if read not in sources:
        sources.append(read)


def core_of(text: str | None) -> str:
    """Return a name without what names of firms and projects have in common."""
    return NOISE.sub("", text or "")


def claims_of_leads() -> Iterator[Claim]:
    rows = Lead.objects.filter(state__in=OPEN).select_related("firm", "unit")
    for lead in rows.order_by("pk"):
        yield claim_of(lead)


def claim_of(lead: Lead) -> Claim:
    name = lead.firm.name if lead.firm else lead.firm_name
    return Claim(
        unit_id=lead.unit_id,
        unit=lead.unit.short_name or lead.unit.name,
        since=lead.first_met_on,
        firm_id=lead.firm_id,
        firm=core_of(name),
        title=core_of(lead.title),
        lead_id=lead.pk,
    )


def rivals_of(lead: Lead) -> list[Claim]:
    """Return what another unit holds of the same investor, but for what the office allowed."""
    mine = claim_of(lead)
    if _allowed(mine):
        return []
    others = [*claims_of_leads(), *(claim for read in sources for claim in read())]
    return [each for each in others if each.unit_id != mine.unit_id and is_one(mine, each)]


def is_one(mine: Claim, other: Claim) -> bool:
    if mine.firm_id and mine.firm_id == other.firm_id:
        return True
    if mine.firm and other.firm:
        return alike(mine.firm, other.firm)
    return alike(mine.title, other.title)


def alike(one: str, two: str) -> bool:
    """Return whether two names are one's; not where a number differs: 1号, 2号."""
    if not one or not two:
        return False
    if min(len(one), len(two)) < LONG_ENOUGH or NUMBERS.findall(one) != NUMBERS.findall(two):
        return one == two
    return fuzz.ratio(one, two) >= ALIKE


def _allowed(mine: Claim) -> bool:
    """Return whether the office let this unit register the investor beside another."""
    decided = FirstContactDecision.objects.filter(
        unit=mine.unit_id, outcome=FirstContactDecision.Outcome.BOTH
    )
    return any(
        alike(core_of(name), mine.firm) for name in decided.values_list("firm_name", flat=True)
    )


def in_words(claim: Claim) -> str:
    """Say whose it is and since when, and nothing more of another unit's lead."""
    since = f"自{claim.since:%Y-%m-%d}起" if claim.since else ""
    held = f"该投资方由{claim.unit}{since}首谈，其他单位不能再登记"
    return f"{held}；请与{claim.unit}联系，或请招商局裁定"
