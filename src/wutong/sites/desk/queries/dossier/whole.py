"""The dossier put together: one project, all its parts, as one official sees them on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from wutong.attract.projects.models import Project, Stage
from wutong.attract.projects.queries import Lack, gates_before, lacks
from wutong.foundation.ui.lists import Fact
from wutong.foundation.ui.wording import spoken
from wutong.sites.desk.queries.dossier import life, people
from wutong.sites.desk.queries.dossier.money import Money, money_of, receipts_of, receipts_part
from wutong.sites.desk.queries.dossier.past import Past, past_of
from wutong.sites.desk.queries.dossier.shape import Part
from wutong.sites.desk.queries.pipeline.frame import LIGHTS, TONES, Frame, frame_on
from wutong.sites.desk.queries.pipeline.lists import RELATED
from wutong.sites.desk.queries.pipeline.schedule import Dot, dots_of
from wutong.sites.desk.queries.pipeline.standing import (
    visible_projects,
    with_building,
    with_light,
    with_standing,
    with_steps,
)
from wutong.sites.desk.queries.pipeline.stuck import Wait, next_stage, waits_of


@dataclass(frozen=True)
class Dossier:
    project: Any
    frame: Frame
    stage: str
    wait: Wait  # light, reasons, next step, who
    goal: Stage | None
    wanting: list[Lack] | None  # None: not asked about a day gone by
    money: Money
    dots: list[Dot]
    open_tickets: int
    facts: list[Fact]
    parts: list[Part]
    past: Past

    @property
    def told(self) -> list[Part]:
        """Return the parts that have something to say."""
        return [part for part in self.parts if part.rows or part.empty]

    @property
    def blank(self) -> list[str]:
        return [part.title for part in self.parts if not part.rows and not part.empty]

    @property
    def light(self) -> tuple[str, str]:
        return TONES[self.project.light], LIGHTS[self.project.light]

    @property
    def lacking(self) -> int | None:
        if self.wanting is None:
            return None
        return len([lack for lack in self.wanting if lack.stands])


def end_of(day: date) -> datetime:
    """Return the last moment of a day here."""
    following = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return following - timedelta(microseconds=1)


def frame_of(official: Any, known_on: date | None) -> Frame:
    """Return the frame of a day gone by as it was known then; of today, as it is known now."""
    today = timezone.localdate()
    if known_on is None or known_on >= today:
        return frame_on(today, official)
    return frame_on(known_on, official, end_of(known_on))


def first_known(key: int) -> date:
    """Return the day on which the county first knew of the project."""
    rows = Project.history.filter(Q(pk=key) | Q(version_of=key))
    at = rows.aggregate(first=Min("known_at"))["first"]
    return timezone.localdate(at) if at else timezone.localdate()


def dossier_of(key: int, frame: Frame) -> Dossier | None:
    """Return a project's dossier; None where it was not known then, or not to this official."""
    rows = with_light(with_standing(visible_projects(frame), frame), frame)
    rows = with_building(with_steps(rows, frame), frame)
    rows = rows.select_related(*RELATED, "local_firm", "located_in")
    project = rows.filter(identity=key).first()
    if project is None:
        return None
    receipts = receipts_of(key, frame)
    money = money_of(project, receipts)
    dots = dots_of([key], frame).get(key, [])
    team = life.team_of(key, frame)
    goal = next_stage(project, frame)
    wanting, total = None, 0
    if frame.known_at is None and goal is not None:
        asked = gates_before(project, goal.code, frame.on)
        wanting, total = lacks(project, goal.code, frame.on, asked), len(asked)
    tickets, open_tickets = people.tickets_part(key, frame)
    gates = [life.gates_part(goal, wanting, total)] if wanting is not None else []
    parts = [
        *gates,
        life.steps_part(key, frame),
        life.plans_part(dots),
        life.agreements_part(key, frame),
        life.clauses_part(key, frame),
        receipts_part(receipts),
        life.evidence_part(key, frame),
        people.people_part(project, team),
        people.outreach_part(project, frame),
        tickets,
        life.majors_part(key, frame),
        life.waivers_part(key, frame),
        life.mergers_part(key, frame),
        life.shares_part(key, frame),
    ]
    return Dossier(
        project=project,
        frame=frame,
        stage=stage_in_words(project, frame),
        wait=waits_of([project], frame)[0],
        goal=goal,
        wanting=wanting,
        money=money,
        dots=dots,
        open_tickets=open_tickets,
        facts=facts_of(project),
        parts=parts,
        past=past_of(key, frame),
    )


def stage_in_words(project: Any, frame: Frame) -> str:
    """Return the stage, as 在建 or 续建 where that follows from the day."""
    stage = frame.stage_at(project.stage_index)
    if stage is None:
        return "未登记节点"
    return str(project.building or stage.name)


def facts_of(project: Any) -> list[Fact]:
    """Return what the project is, in a few lines; what nobody has filled in is left out."""
    told = (
        ("项目编号", project.code),
        ("投资项目代码", project.approval_code),
        ("投资企业", str(project.investor or "")),
        ("投资来源", project.get_origin_display() if project.origin else ""),
        ("总投资", spoken(project.total_investment) if project.total_investment else ""),
        ("责任单位", str(project.lead_unit)),
        ("产业链", str(project.chain or "")),
        ("行业类别", project.industry),
        ("建设性质", project.get_nature_display() if project.nature else ""),
        ("建设地点", "，".join(filter(None, [str(project.located_in or ""), project.site]))),
        ("本地公司", str(project.local_firm or "")),
        ("招商方式", project.get_channel_display() if project.channel else ""),
        ("用地（厂房）", "已落实" if project.is_site_secured else "未落实"),
    )
    facts = [Fact(label, text) for label, text in told if text]
    long = (("建设内容", project.content), ("备注", project.note))
    return facts + [Fact(label, text, wide=True) for label, text in long if text]
