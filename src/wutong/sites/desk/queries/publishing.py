"""What was published by which channel, and the proof of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from wutong.attract.projects.metrics import projects_presented, publications_made
from wutong.attract.projects.models import Publication, PublicationChannel
from wutong.attract.projects.queries.publicity import of_channel, unlisted
from wutong.foundation.files.models import File
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric
from wutong.sites.desk.queries.pages.shelf import with_shots

PRESENTED = "publication__channel"


@dataclass(frozen=True)
class Proof:
    file: File
    is_picture: bool


def shown_proofs(publication: Publication) -> list[Proof]:
    """Return the screenshots of a publication: who sees it sees them too."""
    return [Proof(file, file.type.is_drawn) for file in File.objects.of(publication)]


@dataclass(frozen=True)
class Reach:
    """What a channel carried in a period: pieces, projects (each once), pieces with proof."""

    key: int  # 0: what no channel of the list is named for
    name: str
    kind: str
    pieces: int
    projects: int
    proven: int


def narrowed(metric: Metric, key: int, path: str, official: Any) -> Metric:
    """Return a figure over what one channel carried, as far as the official may see."""
    channels = list(PublicationChannel.objects.all())
    channel = next((c for c in channels if c.pk == key), None)

    def rows(ask: Ask) -> Any:
        found = metric.rows(ask).visible_to(official)
        return of_channel(found, channel, path) if channel else unlisted(found, channels, path)

    return replace(metric, rows=rows)


def pieces_of(ask: Ask, key: int, official: Any) -> Any:
    return with_shots(narrowed(publications_made, key, "channel", official).rows(ask), official)


def presented_by(ask: Ask, key: int, official: Any) -> Any:
    return narrowed(projects_presented, key, PRESENTED, official).rows(ask)


def reach_of(ask: Ask, key: int, name: str, kind: str, official: Any) -> Reach:
    pieces = pieces_of(ask, key, official)
    proven = pieces.exclude(url="", has_shot=False).count()
    projects = narrowed(projects_presented, key, PRESENTED, official).value(ask)
    return Reach(key, name, kind, pieces.count(), int(projects), proven)


def reaches(ask: Ask, official: Any) -> list[Reach]:
    """Return what each channel carried, in the list's order; what names none of them last."""
    found = [
        reach_of(ask, channel.pk, channel.name, channel.get_kind_display(), official)
        for channel in PublicationChannel.objects.all()
    ]
    rest = reach_of(ask, 0, "未列入目录的渠道", "", official)
    return [*found, rest] if rest.pieces else found


def total(ask: Ask, official: Any) -> Reach:
    """Return what all channels carried together: a project told of by three counts once."""
    seen = [
        replace(m, rows=lambda ask, m=m: m.rows(ask).visible_to(official))  # type: ignore[misc]
        for m in (publications_made, projects_presented)
    ]
    pieces = with_shots(seen[0].rows(ask), official)
    proven = pieces.exclude(url="", has_shot=False).count()
    count: Decimal = seen[0].value(ask)
    return Reach(0, "合计（同名只计一次）", "", int(count), int(seen[1].value(ask)), proven)
