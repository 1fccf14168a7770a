"""Telling of projects outside: by which channel, with which projects, with what proof."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wutong.attract.projects.models import (
    Project,
    Proposal,
    Publication,
    PublicationChannel,
    PublishedProject,
)
from wutong.foundation.files.models import let_own
from wutong.foundation.files.operations import store_file
from wutong.foundation.files.receiving import Received
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter
from wutong.people.access import county_wide, keeps
from wutong.people.models import Unit

keeps_publications = keeps("projects.keep")
channels = keep(PublicationChannel, "projects.channel", allowed=county_wide("projects.keep"))
let_own(Publication, allowed=keeps_publications)


def may_publish(official: Any, unit: Unit | None) -> bool:
    """Return whether an official may put something out for a unit: who keeps its projects."""
    if unit is None:
        return bool(official.holds("projects.keep"))
    return bool(official.may("projects.keep", unit.pk))


def told_by(channel: PublicationChannel, group: str) -> dict[str, Any]:
    """Return what a publication says of its channel, and for which figure it counts."""
    group = group.strip()
    if channel.needs_group and not group:
        raise Refused(f"请写明推送到哪个{channel}")
    return {
        "channel": f"{channel}：{group}"[:100] if group else channel.name,
        "is_portal": channel.is_portal,
        "is_push": channel.is_push,
    }


@operation("projects.publication_recorded", allowed=lambda actor, unit: True)
def record_publication(unit: Unit | None, *, actor: Any, **facts: Any) -> Publication:
    """Record the publication that a push is; who may push was asked there."""
    return enter(Publication(unit=unit, published_by=actor, **facts))


@operation("projects.published", allowed=may_publish)
def publish(
    unit: Unit,
    *,
    channel: PublicationChannel,
    on: date,
    title: str,
    actor: Any,
    group: str = "",
    kind: str = Publication.Kind.PUSH,
    proposals: Iterable[Proposal] = (),
    projects: Iterable[Project] = (),
    proof: Iterable[Received] = (),
    **facts: Any,
) -> Publication:
    """Log that something was put out by a channel: cards of published packagings, and projects.

    `proof` are screenshots; a link is the fact `url`. Each name is told of once.
    """
    proposals, projects = list(proposals), list(projects)
    if channel.since > on or (channel.until and on > channel.until):
        raise Refused(f"渠道“{channel}”在{on:%Y-%m-%d}没有启用")
    for proposal in proposals:
        require_published(proposal, on)
    if kind == Publication.Kind.PUSH and not (proposals or projects):
        raise Refused("请选择推送了哪些项目卡或项目")
    publication = record_publication(
        unit,
        actor=actor,
        published_on=on,
        kind=kind,
        title=title.strip(),
        **told_by(channel, group),
        **copies_in_order(facts),
    )
    named: dict[str, dict[str, Any]] = {p.reserve.name: {"proposal": p} for p in proposals}
    for project in projects:
        named.setdefault(project.name, {})["project"] = project
    for name, what in named.items():
        enter(PublishedProject(publication=publication, project_name=name, **what))
    for received in proof:
        store_file(publication, received=received, actor=actor)
    return publication


def copies_in_order(facts: dict[str, Any]) -> dict[str, Any]:
    """Refuse more copies handed out than were printed."""
    printed, out = facts.get("copies_printed"), facts.get("copies_handed_out")
    if out and out > (printed or 0):
        raise Refused(f"已发放 {out} 册，多于印数 {printed or 0} 册，请核对")
    return facts


def require_published(proposal: Proposal, on: date) -> None:
    """Refuse a card whose packaging is not before investors on that day."""
    name = proposal.reserve.name
    if proposal.state != Proposal.State.PUBLISHED:
        said = proposal.get_state_display()
        raise Refused(f"“{name}”第{proposal.number}版{said}，只有已发布的方案可以推送")
    if proposal.published_on and on < proposal.published_on:
        raise Refused(f"推送日期不能早于“{name}”的发布日期 {proposal.published_on:%Y-%m-%d}")


def sensible(publication: Publication) -> None:
    copies_in_order(
        {
            "copies_printed": publication.copies_printed,
            "copies_handed_out": publication.copies_handed_out,
        }
    )


@operation("projects.publication_proven", allowed=keeps_publications)
def add_proof(publication: Publication, *, proof: Iterable[Received], actor: Any) -> Publication:
    """Keep screenshots of what was put out, with what was sent before."""
    for received in proof:
        store_file(publication, received=received, actor=actor)
    return publication
