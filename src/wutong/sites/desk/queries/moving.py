"""A project's life on its page: what the next stage lacks and how to mend it, and its moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.access import can_merge, can_move, can_waive
from wutong.attract.projects.gates import reached_by
from wutong.attract.projects.models import (
    CreditShare,
    Evidence,
    Gate,
    MajorTag,
    Merger,
    Milestone,
    Project,
    ProjectTeam,
    Stage,
    Waiver,
    stage_names,
)
from wutong.attract.projects.queries import (
    Lack,
    Standing,
    condition_in_words,
    gates_for,
    lacks,
    next_stages,
    passed_of,
    stage_on,
    standing_at,
    with_signs,
)
from wutong.foundation.ui.lists import Action
from wutong.foundation.ui.wording import day, spoken
from wutong.metrics.models import Close
from wutong.people.models import Role
from wutong.sites.desk.queries.staging import stage_tone

# Where what a check misses is mended: the words of the link, and the address for a project.
MENDING = {
    "contract_recorded": ("登记协议", "/agreements/new/?project={key}"),
    "amount_agrees": ("改总投资", "/projects/{key}/edit/#id_total_investment"),
    "approval_coded": ("填写", "/projects/{key}/edit/#id_approval_code"),
    "site_secured": ("填写", "/projects/{key}/edit/#id_is_site_secured"),
    "sourced": ("填写", "/projects/{key}/edit/#id_channel"),
    "signed_once": ("去核对", "/twins/?project={key}"),
    "funds_plausible": ("登记资金", "/receipts/new/?project={key}"),
}


@dataclass(frozen=True)
class Wanting:
    """A requirement that is not met: how to mend it, and who may waive it or did."""

    words: str
    condition: str
    mend: str
    mend_url: str
    waive_url: str = ""
    note: str = ""
    waiver: Waiver | None = None


@dataclass(frozen=True)
class Next:
    """One stage that a project may be moved to, with all that it asks for."""

    stage: Stage
    wanting: list[Wanting]
    waived: list[Wanting]
    asked: int  # how many requirements there are


@dataclass(frozen=True)
class Move:
    """A stage that a project reached: by a move, from a ledger, or by its contract."""

    name: str
    tone: str
    day: date
    counted_on: date | None = None
    basis: str = ""
    basis_tone: str = ""
    who: str = ""
    document: str = ""
    papers: str = ""  # the evidence it rests on
    reason: str = ""
    left: str = ""
    url: str = ""
    undo_url: str = ""


def next_stage(
    project: Project,
    standing: Standing,
    to: str,
    on: date,
    official: Any,
    certified: Iterable[str] | None = None,
    waivers: Iterable[Waiver] | None = None,
) -> tuple[list[Stage], Next | None]:
    """Return the stages to move to, and what the one asked for (else the next) requires.

    Where a contract recorded on the desk alone shows 签约, that move comes next: its gates are not
    passed. `certified` are the stages that have a milestone, where they are known, and `waivers`
    the project's.
    """
    if certified is None:
        certified = Milestone.objects.filter(project=project).values_list("kind", flat=True)
    further, alone = next_stages(standing, on), uncertified(standing, certified, on)
    passed = passed_of(project, on=on) if alone else standing
    ahead = [*alone, *further]
    likely = further or ahead if passed == standing else ahead
    stage = next((s for s in ahead if s.code == to), next(iter(likely), None))
    if stage is None:
        return ahead, None
    asked = gates_for(stage.code, on, beyond=passed)
    found = lacks(project, stage.code, on, asked, waivers)
    roles = "、".join(waiving_roles()) if any(lack.stands for lack in found) else ""
    lines = [wanting_of(project, lack, official, roles) for lack in found]
    return ahead, Next(
        stage,
        [line for line in lines if line.waiver is None],
        [line for line in lines if line.waiver is not None],
        len(asked),
    )


def uncertified(standing: Standing, certified: Iterable[str], on: date) -> list[Stage]:
    """Return the stage where a project stands by its contract alone: the move is still to make."""
    if standing.code not in reached_by or standing.code in certified:
        return []
    return [stage_on(on)[standing.code]]


def waiving_roles() -> list[str]:
    """Return the roles that let somebody waive a gate."""
    granted = Role.objects.filter(grants__isnull=False).distinct()
    return [role.name for role in granted if "projects.waive" in role.abilities]


def wanting_of(project: Project, lack: Lack, official: Any, roles: str) -> Wanting:
    gate = lack.gate
    mend, url = mending(project, gate)
    may = gate.is_waivable and can_waive(official, project)
    if not gate.is_waivable:
        note = f"不得豁免（{gate.source}）"
    else:
        note = "" if may else f"可由“{roles}”豁免" if roles else "还没有人有豁免的权限"
    waive = f"/projects/{project.pk}/waivers/{gate.pk}/" if may else ""
    condition = condition_in_words(gate.condition) if gate.condition else ""
    return Wanting(lack.words, condition, mend, url, waive, note, lack.waiver)


def mending(project: Project, gate: Gate) -> tuple[str, str]:
    """Return the words and address by which what a gate misses is mended; "" if there is none."""
    if gate.kind == Gate.Kind.FIELD:
        return "填写", f"/projects/{project.pk}/edit/#id_{gate.subject}"
    if gate.kind == Gate.Kind.EVIDENCE:
        query = urlencode({"project": project.pk, "kind": gate.subject})
        return "上传", f"/evidence/new/?{query}"
    if gate.subject == "investor_coded" and project.investor_id:
        return "填写", f"/firms/{project.investor_id}/edit/#id_credit_code"
    if gate.subject == "investor_coded":
        return "填写", f"/projects/{project.pk}/edit/#id_investor"
    if gate.subject == "incentives_reviewed":
        first = Agreement.objects.filter(project=project, corrects=None).first()
        return ("去关联审查", f"/agreements/{first.pk}/") if first else ("", "")
    label, address = MENDING.get(gate.subject, ("", ""))
    return label, address.format(key=project.pk)


def moves_of(
    project: Project, reached: list[Milestone], shown: dict[str, date], official: Any
) -> list[Move]:
    """Return the stages that a project reached, the latest first, with who vouches for each.

    `shown` are the days of all stages, of those too that a contract shows and no milestone.
    """
    names, may = stage_names(), can_move(official, project)
    furthest, papers = standing_at(shown, date.max).code, papers_of(reached)
    found = [move_of(m, names, papers, may and m.kind == furthest) for m in reached]
    for code in set(shown) - {m.kind for m in reached}:
        found.append(
            Move(names.get(code, code), stage_tone(code), shown[code], basis="合同签订日期")
        )
    order = {name: at for at, name in enumerate(names.values())}
    return sorted(found, key=lambda m: (m.day, order.get(m.name, 0)), reverse=True)


def papers_of(reached: Iterable[Milestone]) -> dict[int, str]:
    """Return what each milestone rests on, in words, by its key; one query for them all."""
    resting = [milestone for milestone in reached if milestone.rests_on]
    keys = {key for milestone in resting for key in milestone.rests_on}
    if not keys:
        return {}
    papers = Evidence.history.filter(pk__in=keys).in_bulk()
    return {
        m.pk: "、".join(str(papers[key]) for key in m.rests_on if key in papers) for m in resting
    }


def move_of(
    milestone: Milestone, names: dict[str, str], papers: dict[int, str], may_undo: bool
) -> Move:
    by_gates = milestone.basis == Milestone.Basis.GATES
    closed = bool(Close.objects.covering(milestone.counted_on).exists()) if may_undo else False
    return Move(
        name=names.get(milestone.kind, milestone.kind),
        tone=stage_tone(milestone.kind),
        day=milestone.happened_on,
        counted_on=milestone.counted_on,
        basis="按门槛转入" if by_gates else "台账转入，缺佐证",
        basis_tone="green" if by_gates else "yellow",
        who=str(milestone.certified_by or ""),
        document=milestone.document,
        papers=papers.get(milestone.pk, ""),
        reason=milestone.reason,
        left=names.get(milestone.left_stage, milestone.left_stage),
        url=f"/milestones/{milestone.pk}/",
        undo_url=f"/milestones/{milestone.pk}/undoing/" if may_undo and not closed else "",
    )


def life_of(project: Project, on: date, official: Any) -> dict[str, Any]:
    """Return all that a project's page says of its life, its credit, its mergers and its team."""
    reached = list(Milestone.objects.filter(project=project).select_related("certified_by"))
    certified = {milestone.kind: milestone.happened_on for milestone in reached}
    days = with_signs({project.pk: dict(certified)}, date.max)[project.pk]
    waivers = listed(project, "waivers", Waiver.objects.select_related("gate", "waived_by"))
    standing = standing_at(days, on)
    ahead, following = next_stage(project, standing, "", on, official, certified, waivers)
    shares = CreditShare.objects.select_related("unit").order_by("-percent", "unit")
    return {
        "project": project,
        "on": on,
        "standing": standing,
        "steps": steps(standing, on),
        "ahead": ahead,
        "next": following,
        "may_move": can_move(official, project),
        "may_waive": can_waive(official, project),
        "may_merge": can_merge(official, project),
        "moves": moves_of(project, reached, days, official),
        "waivers": [(waiver, stage_names().get(waiver.gate.stage, "")) for waiver in waivers],
        "tags": listed(project, "tags", MajorTag.objects.all()),
        "team": next(iter(listed(project, "team", ProjectTeam.objects.order_by("pk"))), None),
        "shares": listed(project, "shares", shares),
        "mergers": mergers_of(project, official) if getattr(project, "has_mergers", True) else [],
    }


def listed(project: Project, what: str, rows: Any) -> list[Any]:
    """Return a project's rows; none is asked for where the project was read as having none."""
    return list(rows.filter(project=project)) if getattr(project, f"has_{what}", True) else []


@dataclass(frozen=True)
class Merged:
    """A project that was merged into another, and the agreements that stayed with it."""

    merger: Merger
    stayed: list[tuple[str, str]]  # words, and the address where this official may open it


def mergers_of(project: Project, official: Any) -> list[Merged]:
    mergers = list(Merger.objects.filter(kept=project).select_related("merged", "merged_by"))
    if not mergers:
        return []
    rows: Any = Agreement.objects.filter(project__in=[m.merged_id for m in mergers])
    seen = set(rows.visible_to(official).values_list("pk", flat=True))
    stayed: dict[int, list[tuple[str, str]]] = {}
    for each in rows.order_by("signed_on", "pk"):
        said = ("更正" if each.corrects_id else each.get_kind_display(), day(each.signed_on))
        words = " ".join([*said, spoken(each.amount) if each.amount else "金额未填"])
        url = f"/agreements/{each.pk}/" if each.pk in seen else ""
        stayed.setdefault(each.project_id, []).append((words, url))
    return [Merged(merger, stayed.get(merger.merged_id, [])) for merger in mergers]


@dataclass(frozen=True)
class Step:
    name: str
    state: str  # done, here, ahead


def steps(standing: Standing, on: date) -> list[Step]:
    """Return the stages in their order, with how far the project has come."""
    stages: Iterable[Stage] = stage_on(on).values()
    way = [stage for stage in stages if stage.kind == Stage.Kind.STEP]
    here = next((stage.order for stage in way if stage.code == standing.code), -1)
    if standing.left:
        return []
    return [
        Step(s.name, "here" if s.order == here else "done" if s.order < here else "ahead")
        for s in way
    ]


def life_actions(project: Project, official: Any) -> list[Action]:
    """Return what may be done with a project's stage, credit and place on the lists of majors."""
    base, found = f"/projects/{project.pk}", []
    if can_move(official, project):
        found += [
            Action("转入下一阶段", f"{base}/move/", "arrow-right"),
            Action("列入重大项目", f"{base}/major/", "star"),
        ]
    if can_merge(official, project):
        found.append(Action("业绩分成", f"{base}/credit/", "chart-pie"))
    if can_move(official, project):
        found.append(Action("退出", f"{base}/leaving/", "door-exit"))
    return found


def undo_actions(milestone: Milestone, official: Any) -> list[Action]:
    if not can_move(official, milestone.project):
        return []
    return [
        Action("撤销这一步", f"/milestones/{milestone.pk}/undoing/", "arrow-back-up"),
        Action("打开项目", f"/projects/{milestone.project_id}/", "briefcase"),
    ]
