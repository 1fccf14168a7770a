"""A project's way and what is in it: gates, steps, plans, agreements, evidence, majors, mergers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from wutong.attract.agreements.models import Agreement, IncentiveClause
from wutong.attract.projects.models import (
    CreditShare,
    Evidence,
    MajorTag,
    Merger,
    Milestone,
    ProjectTeam,
    Stage,
    Waiver,
    stage_names,
)
from wutong.attract.projects.queries import Lack
from wutong.compliance.models import Review
from wutong.foundation.files.models import File
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, moment, wan
from wutong.sites.desk.queries.dossier.shape import Part
from wutong.sites.desk.queries.moving import papers_of
from wutong.sites.desk.queries.pipeline.frame import Frame, known, seen
from wutong.sites.desk.queries.pipeline.schedule import Dot


def heads(*labels: str, numeric: tuple[str, ...] = ()) -> list[Column]:
    return [Column(label, label, label in numeric) for label in labels]


def gates_part(stage: Stage | None, lacks: list[Lack], total: int) -> Part:
    rows = [
        Row(
            [
                Cell(lack.words),
                Cell("缺", tone="red") if lack.stands else Cell("已豁免", tone="yellow"),
                Cell(lack.gate.source),
            ]
        )
        for lack in lacks
    ]
    title = f"转入“{stage.name}”的门槛" if stage else "门槛"
    note = (
        f"共 {total} 项，未满足 {len([lack for lack in lacks if lack.stands])} 项" if stage else ""
    )
    empty = "门槛都已满足。" if stage else "后面没有别的阶段了。"
    return Part(title, heads("要求", "状态", "依据"), rows, note, empty)


def waivers_part(key: int, frame: Frame) -> Part:
    rows = seen(Waiver, frame).filter(project_id=key).select_related("gate", "waived_by")
    names = stage_names()
    told = [
        Row(
            [
                Cell(w.gate.words, sub=f"转入“{names.get(w.gate.stage, w.gate.stage)}”"),
                Cell(w.reason),
                Cell(str(w.waived_by)),
                Cell(day(w.waived_on)),
            ]
        )
        for w in rows
    ]
    return Part("豁免", heads("要求", "理由", "批准人", "批准日期"), told)


def steps_part(key: int, frame: Frame) -> Part:
    """Return the milestones, with who certified each by which document."""
    rows = seen(Milestone, frame).filter(project_id=key).select_related("certified_by")
    reached, names = list(rows.order_by("happened_on", "pk")), stage_names()
    papers = papers_of(reached)
    told = [
        Row(
            [
                Cell(names.get(m.kind, m.kind)),
                Cell(day(m.happened_on)),
                Cell(day(m.counted_on)),
                Cell(m.get_basis_display()),
                Cell(str(m.certified_by or "—")),
                Cell(m.document or "—", sub="；".join(filter(None, [papers.get(m.pk), m.reason]))),
            ]
        )
        for m in reached
    ]
    columns = heads("节点", "发生日期", "计入日期", "转入方式", "认定人", "依据文件")
    return Part("节点", columns, told)


def plans_part(dots: list[Dot]) -> Part:
    planned = [dot for dot in dots if dot.kind != "done"]
    rows = [Row([Cell(day(m.day)), Cell(m.words, tone=m.tone)]) for m in planned]
    return Part("节点计划", heads("时限", "计划"), rows)


def agreements_part(key: int, frame: Frame) -> Part:
    rows = seen(Agreement, frame).filter(project_id=key).order_by("signed_on", "pk")
    told = [
        Row(
            [
                Cell(
                    "更正" if a.corrects_id else a.get_kind_display(),
                    url=f"/agreements/{a.identity}/",
                ),
                Cell(day(a.signed_on)),
                Cell(wan(a.amount), numeric=True),
                Cell(day(a.counted_on)),
                Cell(a.note or "—"),
            ]
        )
        for a in rows
    ]
    columns = heads(
        "类型", "签约日期", "金额（万元）", "计入日期", "说明", numeric=("金额（万元）",)
    )
    return Part("协议", columns, told)


def clauses_part(key: int, frame: Frame) -> Part:
    """Return what was promised, and what the review found where this official may read reviews."""
    rows = list(seen(IncentiveClause, frame).filter(agreement__project_id=key))
    reviews = seen(Review, frame).filter(identity__in=[c.review_id for c in rows if c.review_id])
    found = {review.identity: review for review in reviews}
    told = []
    for clause in rows:
        review = found.get(clause.review_id)
        if review is not None:
            tone = "green" if review.permits else "red"
            cell = Cell(review.get_conclusion_display(), tone=tone, sub=review.document_number)
        else:
            cell = (
                Cell("已提交审查", tone="grey") if clause.review_id else Cell("未审查", tone="red")
            )
        told.append(Row([Cell(clause.text), cell]))
    return Part("优惠条款", heads("条款", "公平竞争审查"), told)


def evidence_part(key: int, frame: Frame) -> Part:
    rows = list(seen(Evidence, frame).filter(project_id=key).select_related("certified_by"))
    owner = ContentType.objects.get_for_model(Evidence)
    files = known(File, frame).filter(kind=owner, key__in=[each.identity for each in rows])
    count = Counter(files.values_list("key", flat=True))
    told = [
        Row(
            [
                Cell(e.get_kind_display(), sub=e.number, url=f"/evidence/{e.identity}/"),
                Cell(moment(e.shot_at) if e.shot_at else day(e.issued_on)),
                Cell(wan(e.amount), numeric=True),
                Cell(f"{count[e.identity]} 个文件"),
                Cell(
                    str(e.certified_by or "未认定"),
                    sub=day(e.certified_on) if e.certified_on else "",
                ),
                Cell(e.note or e.place or "—"),
            ]
        )
        for e in rows
    ]
    columns = heads(
        "佐证", "日期", "金额（万元）", "文件", "认定", "备注", numeric=("金额（万元）",)
    )
    return Part("佐证材料", columns, told, f"{len(told)} 份" if told else "")


def majors_part(key: int, frame: Frame) -> Part:
    rows = seen(MajorTag, frame).filter(project_id=key)
    told = [
        Row([Cell(t.get_level_display(), tone="blue"), Cell(day(t.tagged_on)), Cell(t.document)])
        for t in rows
    ]
    return Part("重大项目", heads("层级", "列入日期", "列入文件"), told)


def team_of(key: int, frame: Frame) -> Any:
    teams = seen(ProjectTeam, frame).filter(project_id=key)
    return teams.select_related("leader", "agent").first()


def mergers_part(key: int, frame: Frame) -> Part:
    """Return what was merged into this project, or this into what, and how credit is shared."""
    rows = seen(Merger, frame).filter(Q(kept_id=key) | Q(merged_id=key))
    told = [
        Row(
            [
                Cell(day(m.merged_on)),
                Cell(f"“{m.merged}”并入本项目" if m.kept_id == key else f"并入“{m.kept}”"),
                Cell(m.reason),
                Cell(str(m.merged_by)),
            ]
        )
        for m in rows.select_related("kept", "merged", "merged_by")
    ]
    return Part("合并", heads("日期", "合并", "理由", "合并人"), told)


def shares_part(key: int, frame: Frame) -> Part:
    rows = seen(CreditShare, frame).filter(project_id=key).select_related("unit")
    told = [
        Row(
            [Cell(str(s.unit)), Cell(f"{s.percent.normalize():f}%", numeric=True), Cell(s.document)]
        )
        for s in rows
    ]
    return Part("业绩分成", heads("单位", "比例", "商定依据", numeric=("比例",)), told)
