"""Which evidence opens a gate: on file, and where the gate asks so, unused and late enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from wutong.attract.projects.models import Evidence, Gate, Merger, Milestone, Stage
from wutong.attract.projects.queries.standing import days_reached, stage_on
from wutong.foundation.files.models import File


@dataclass(frozen=True)
class Paper:
    """An evidence by its key, with the day it bears: when it was shot or issued, the earlier."""

    key: int
    day: date | None


@dataclass(frozen=True)
class Papers:
    """The evidence of some projects that some gates ask for, read once for all of them."""

    on_file: dict[tuple[int, str], list[Paper]] = field(default_factory=dict)  # the earliest first
    used: frozenset[int] = frozenset()
    reached: dict[int, dict[str, date]] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        keys: Collection[int],
        gates: Iterable[Gate],
        on: date,
        *,
        known_at: datetime | None = None,
    ) -> Papers:
        asking = [gate for gate in gates if gate.kind == Gate.Kind.EVIDENCE]
        if not asking or not keys:
            return cls()
        on_file = _on_file(keys, {gate.subject for gate in asking}, known_at)
        shown = {kind for _, kind in on_file}  # of what is not there, no more is asked
        fresh = {gate.subject for gate in asking if gate.needs_unused} & shown
        later = {gate.subject for gate in asking if gate.needs_later} & shown
        return cls(
            on_file,
            frozenset(_used(keys, fresh, known_at)) if fresh else frozenset(),
            days_reached(keys, on=date.max, known_at=known_at) if later else {},
            stage_on(on),
        )

    def opening(self, gate: Gate, project: int, taken: Collection[int]) -> tuple[list[Paper], str]:
        """Return a project's papers that open a gate, the earliest first; else why none does.

        `taken` are those that open the gates of the stages skipped in the same move.
        """
        found = self.on_file.get((project, gate.subject), [])
        if not found:
            return [], gate.words
        fit, count = found, f"已登记的{len(found)}份"
        if gate.needs_unused:
            fit = [p for p in fit if p.key not in self.used and p.key not in taken]
        if not fit:
            return [], f"{gate.words}：须为新材料，{count}已用于其他阶段"
        if gate.needs_later and (since := self._last_stage(project, gate)):
            stage, day = since
            fit = [p for p in fit if p.day is not None and p.day >= day]
            if not fit:
                return [], f"{gate.words}：须为“{stage}”（{day:%Y-%m-%d}）以后的，{count}不是"
        return fit, ""

    def _last_stage(self, project: int, gate: Gate) -> tuple[str, date] | None:
        """Return the furthest stage that was reached before the gate's, and since when."""
        days, goal = self.reached.get(project, {}), self.stages.get(gate.stage)
        stages = [stage for code, stage in self.stages.items() if code in days]
        before = [stage for stage in stages if goal is not None and stage.order < goal.order]
        last = max(before, key=lambda stage: stage.order, default=None)
        return (last.name, days[last.code]) if last else None


def _on_file(
    keys: Collection[int], kinds: Collection[str], known_at: datetime | None
) -> dict[tuple[int, str], list[Paper]]:
    rows: Any = Evidence.history.known(known_at).filter(project__in=keys, kind__in=kinds)
    found: dict[tuple[int, str], list[Paper]] = {}
    told = rows.values_list("project_id", "kind", "identity", "shot_at", "issued_on")
    for project, kind, key, shot_at, issued_on in told:
        days = [day for day in (shot_at and timezone.localdate(shot_at), issued_on) if day]
        found.setdefault((project, kind), []).append(Paper(key, min(days, default=None)))
    for papers in found.values():
        papers.sort(key=lambda paper: (paper.day or date.min, paper.key))
    return found


def _used(keys: Collection[int], kinds: Collection[str], known_at: datetime | None) -> set[int]:
    """Return the evidence of these kinds that earlier moves rest on, and what has the same file.

    The moves of a project that was merged into another count as that one's: its papers went over.
    """
    merged = Merger.objects.filter(kept__in=keys).values("merged")
    moves: Any = Milestone.history.known(known_at)
    moves = moves.filter(Q(project__in=keys) | Q(project__in=merged))
    used = {key for rests_on in moves.values_list("rests_on", flat=True) for key in rests_on}
    if not used:
        return used
    papers = Evidence.history.filter(version_of=None, project__in=keys, kind__in=kinds)
    files = File.history.filter(
        kind=ContentType.objects.get_for_model(Evidence), key__in=papers.values("pk")
    )
    told = list(files.values_list("key", "digest"))
    digests = {digest for key, digest in told if key in used}
    return used | {key for key, digest in told if digest in digests}
