"""What the packaging pages show: versions, scores, pushes, investors; in scope, ready to draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, Subquery

from wutong.attract.outreach.models import Interaction, Talk, Visitor
from wutong.attract.projects.metrics import HIT, PACKAGED
from wutong.attract.projects.models import (
    Appraisal,
    Interest,
    Packaging,
    Proposal,
    PublishedProject,
    ReserveProject,
)
from wutong.attract.projects.queries.packaging import CONTENT, label_of, written
from wutong.foundation.audit.models import Trail
from wutong.foundation.money import rounded
from wutong.foundation.ui.lists import Cell, Column, Fact, Row
from wutong.foundation.ui.wording import day, number, wan
from wutong.metrics.asking import Ask
from wutong.sites.desk.queries.history import LATEST, Told, in_words
from wutong.sites.desk.queries.pages.reserving import STAGE_TONES

RESULT_TONES = {"won": "green", "lost": "grey", "open": "blue"}
FEW = 10


def with_review(rows: Any) -> Any:
    """Add to proposals their score, whether it passed, and how many have appraised them."""
    review = Packaging.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    standing = Q(appraisals__version_of=None, appraisals__retired_at=None)
    return rows.annotate(
        score=Subquery(review.values("score")[:1]),
        passed=Subquery(review.values("is_passed")[:1]),
        appraised=Count("appraisals", filter=standing, distinct=True),
    )


def proposals_seen(official: Any) -> Any:
    rows = Proposal.objects.visible_to(official)
    links = ("reserve__lead_unit", "reserve__chain", "rubric", "submitted_by", "target_chain")
    return with_review(rows.select_related(*links))


def points(score: Decimal | None) -> str:
    """Return a score as it is printed, to one place, however the database keeps decimals."""
    return "—" if score is None else f"{rounded(score, 1)}"


def light_of(proposal: Any) -> tuple[str, str]:
    said = proposal.get_state_display()
    return STAGE_TONES.get(said, "grey"), said


def lights(proposal: Any) -> list[dict[str, str]]:
    tone, said = light_of(proposal)
    found = [{"tone": tone, "text": said}]
    if proposal.score is not None:
        passed = ("green", "通过") if proposal.passed else ("red", "未通过")
        said = f"评审 {points(proposal.score)} 分，{passed[1]}"
        found.append({"tone": passed[0], "text": said})
    return found


def section(title: str, columns: Iterable[Any], rows: list[Row], **more: Any) -> dict[str, Any]:
    heads = [c if isinstance(c, Column) else Column(c, c) for c in columns]
    note = f"{len(rows)} 条" if rows else ""
    return {"title": title, "columns": heads, "rows": rows, "note": note, **more}


def num(label: str) -> Column:
    return Column(label, label, numeric=True)


# --- one reserve project ---------------------------------------------------------------------


def versions(reserve: ReserveProject, official: Any) -> dict[str, Any]:
    rows = []
    for p in proposals_seen(official).filter(reserve=reserve).order_by("-number"):
        tone, said = light_of(p)
        rows.append(
            Row(
                [
                    Cell(f"第{p.number}版"),
                    Cell(said, tone=tone),
                    Cell(points(p.score), numeric=True),
                    Cell(
                        str(p.submitted_by or "—"),
                        sub=day(p.submitted_on) if p.submitted_on else "",
                    ),
                    Cell(p.returned_for or "—"),
                ],
                url=f"/proposals/{p.pk}/",
            )
        )
    columns = ["版次", "状态", num("得分"), "提交", "退回原因"]
    return section("各版方案", columns, rows, empty="还没有包装方案。")


def pushes(reserve: ReserveProject) -> dict[str, Any]:
    """Return where the cards of a project were pushed: who sees the project sees that too."""
    found = PublishedProject.objects.filter(proposal__reserve=reserve)
    found = found.select_related("publication__published_by", "publication__unit", "proposal")
    rows = [
        Row(
            [
                Cell(p.publication.channel),
                Cell(day(p.publication.published_on)),
                Cell(f"第{p.proposal.number}版" if p.proposal else "—"),
                Cell(str(p.publication.published_by or "—"), sub=str(p.publication.unit or "")),
            ]
        )
        for p in found.order_by("-publication__published_on", "-pk")
    ]
    columns = ["渠道", "日期", "版次", "推送人"]
    return section("推送记录", columns, rows, empty="还没有推送。发布后的方案可以推送。")


def interests(reserve: ReserveProject) -> dict[str, Any]:
    rows = []
    for i in reserve.interests.select_related("push__publication").order_by("-begun_on", "-pk"):
        ended = i.result != Interest.Result.OPEN
        why = "；".join(filter(None, [i.get_why_display() if i.why else "", i.reason]))
        rows.append(
            Row(
                [
                    Cell(i.firm_name),
                    Cell(
                        i.get_source_display(),
                        sub=str(i.push.publication.channel) if i.push else "",
                    ),
                    Cell(day(i.begun_on)),
                    Cell(wan(i.intended_amount), numeric=True),
                    Cell(i.get_result_display(), tone=RESULT_TONES[i.result]),
                    Cell(
                        why if ended else "登记结果", url="" if ended else f"/interests/{i.pk}/end/"
                    ),
                ]
            )
        )
    columns = ["客商", "由来", "接洽", num("意向（万元）"), "结果", "原因"]
    return section(
        "引来的客商", columns, rows, empty="还没有客商意向。推送后有人联系，在这里登记。"
    )


def revisions(reserve: ReserveProject) -> dict[str, Any]:
    rows = [
        Row(
            [
                Cell(f"{r.year} 年"),
                Cell(r.get_outcome_display()),
                Cell(r.note),
                Cell(str(r.revised_by), sub=day(r.revised_on)),
            ]
        )
        for r in reserve.revisions.select_related("revised_by")
    ]
    return section("年度修订", ["年度", "结果", "说明", "修订人"], rows, empty="还没有修订记录。")


def met_targets(reserve: ReserveProject, official: Any) -> dict[str, Any] | None:
    """Return how the county has met the firms that the packaging is meant for, as far as seen."""
    firms = set(
        reserve.proposals.filter(target_firms__firm__isnull=False).values_list(
            "target_firms__firm", flat=True
        )
    )
    if not firms:
        return None
    kinds: tuple[tuple[str, Any, str, str], ...] = (
        ("来访", Visitor, "reception", "receptions"),
        ("外出洽谈", Talk, "trip", "trips"),
        ("对接", Interaction, "", "interactions"),
    )
    rows = []
    for label, model, link, slug in kinds:
        met = model.objects.visible_to(official).filter(firm__in=firms)
        related = ["firm", link] if link else ["firm", "station", "trip", "reception", "edition"]
        for each in met.select_related(*related).order_by("-pk")[:FEW]:
            of = getattr(each, link) if link else each
            cells = [Cell(str(each.firm)), Cell(label), Cell(str(of), url=f"/{slug}/{of.pk}/")]
            rows.append(Row(cells))
    return section("与目标企业的接触", ["企业", "方式", "活动"], rows, empty="还没有接触目标企业。")


def told_of(*rows: Any) -> list[Told]:
    """Return what the trail says of these records: reasons whole, changes by their names alone.

    The words of a proposal run to pages; what changed in them is what comparing versions is for.
    """
    about = Q(pk__in=[])
    for found in rows:
        kind = ContentType.objects.get_for_model(found.model)
        about |= Q(kind=kind, key__in=found.values("pk"))
    trail = Trail.objects.filter(about).select_related("actor", "kind").order_by("-pk")[:LATEST]
    return [Told(row.at, str(row.actor), in_words(row.action), briefly(row)) for row in trail]


def briefly(row: Trail) -> str:
    model = row.kind.model_class() if row.kind else None
    if model is None or row.action.endswith(("_recorded", "card_pushed", "reserve_revised")):
        return row.note
    labels = {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields}
    names = [labels.get(name, name) for name in row.changes if name != "sheet_edits"]
    few = "、".join(names[:FEW]) + (f"等 {len(names)} 项" if len(names) > FEW else "")
    return "；".join(filter(None, [row.note, f"改动：{few}" if few else ""]))


# --- one version -----------------------------------------------------------------------------


def content_facts(proposal: Proposal) -> list[Fact]:
    """Return what a version says, in the form's order."""
    told = []
    for name in CONTENT:
        text = written(proposal, name)
        if name == "discount_rate":
            continue
        told.append(Fact(label_of(name), text, wide=len(text) > 40))
    targets = "、".join(t.name for t in proposal.target_firms.all()) or "—"
    told.append(Fact("目标企业", targets, wide=len(targets) > 40))
    blank = "、".join(f.label for f in told if f.text == "—")
    told = [f for f in told if f.text != "—"]
    return [*told, Fact("还没有填", blank, wide=True)] if blank else told


def appraisals_seen(proposal: Proposal, official: Any) -> list[Appraisal]:
    """Return the marks this official may read: all once concluded, before that one's own alone."""
    rows = proposal.appraisals.select_related("reviewer").prefetch_related("marks__criterion")
    if proposal.state == Proposal.State.SUBMITTED:
        rows = rows.filter(reviewer=official)
    return list(rows)


def appraisals(proposal: Proposal, official: Any) -> dict[str, Any] | None:
    if proposal.rubric is None:
        return None
    criteria = list(proposal.rubric.criteria.all())
    rows = []
    for one in appraisals_seen(proposal, official):
        given = {m.criterion_id: m for m in one.marks.all()}
        cells = [Cell(str(one.reviewer), sub=one.comment)]
        for c in criteria:
            mark = given.get(c.pk)
            cells.append(Cell(number(mark.score), True, sub=mark.comment) if mark else Cell("—"))
        rows.append(Row([*cells, Cell(f"{one.total}", numeric=True)]))
    columns = ["评审人", *[num(f"{c.name} {c.weight}%") for c in criteria], num("加权得分")]
    hidden = proposal.state == Proposal.State.SUBMITTED
    note = "结论作出前，各人只看到自己的评分。" if hidden else "还没有人评分。"
    return section("评审评分", columns, rows, empty=note)


# --- the county's packaging ------------------------------------------------------------------


def waiting(official: Any) -> Any:
    """Return the versions that wait: for marks, for the conclusion, for publication."""
    states = (Proposal.State.SUBMITTED, Proposal.State.REVIEWED)
    return proposals_seen(official).filter(state__in=states).order_by("submitted_on", "pk")


@dataclass(frozen=True)
class HitRate:
    label: str
    packaged: int
    hit: int

    @property
    def rate(self) -> str:
        return f"{rounded(Decimal(self.hit * 100) / self.packaged, 1)}%" if self.packaged else "—"


def hit_rates(ask: Ask, official: Any, by: str) -> list[HitRate]:
    """Return the hit rate for each unit or chain, of the projects this official may see."""
    path = {"unit": "lead_unit__name", "chain": "chain__name"}[by]
    packaged = Counter(PACKAGED.rows(ask).visible_to(official).values_list(path, flat=True))
    hit = Counter(HIT.rows(ask).visible_to(official).values_list(path, flat=True))
    rates = [HitRate(str(k or "未填"), n, hit[k]) for k, n in packaged.items()]
    return sorted(rates, key=lambda r: (-r.hit * 1000 // r.packaged, -r.packaged, r.label))


def rate_table(title: str, what: str, rates: list[HitRate]) -> dict[str, Any]:
    rows = [
        Row(
            [Cell(r.label), Cell(f"{r.packaged}", True), Cell(f"{r.hit}", True), Cell(r.rate, True)]
        )
        for r in rates
    ]
    columns = [what, num("评审通过"), num("已签约"), num("命中率")]
    return section(title, columns, rows, empty="还没有评审通过的储备项目。")


def drawn_by_project(official: Any) -> dict[str, Any]:
    """Return, project by project, how often it was pushed, whom it drew, and how that ended."""

    def of(link: str, **facts: Any) -> Count:
        stands = {f"{link}__version_of": None, f"{link}__retired_at": None}
        return Count(
            link, filter=Q(**stands, **{f"{link}__{k}": v for k, v in facts.items()}), distinct=True
        )

    rows = ReserveProject.objects.visible_to(official).annotate(
        pushed=of("proposals__pushes"),
        drew=of("interests"),
        visits=of("interests", source="visit"),
        won=of("interests", result="won"),
        lost=of("interests", result="lost"),
    )
    rows = rows.filter(Q(pushed__gt=0) | Q(drew__gt=0)).select_related("lead_unit")
    told = [
        Row(
            [
                Cell(r.name, sub=str(r.lead_unit or "")),
                *[Cell(f"{n}", True) for n in (r.pushed, r.drew, r.visits, r.won, r.lost)],
                Cell(r.get_state_display()),
            ],
            url=f"/reserves/{r.pk}/packaging/",
        )
        for r in rows.order_by("-won", "-drew", "-pushed", "pk")[:100]
    ]
    columns = [
        "储备项目", num("推送"), num("客商"), num("其中来访"), num("签约"), num("流失"), "现状",
    ]  # fmt: skip
    return section("引来了谁", columns, told, empty="还没有推送或客商意向。")


def reasons(official: Any) -> dict[str, Any]:
    """Return why investors signed or were lost, the most frequent reason first."""
    ended = Interest.objects.visible_to(official).exclude(result=Interest.Result.OPEN)
    counts = (
        ended.order_by()
        .values("why")
        .annotate(
            won=Count("pk", filter=Q(result="won")), lost=Count("pk", filter=Q(result="lost"))
        )
    )
    words = dict(Interest.Why.choices)
    rows = [
        Row(
            [
                Cell(str(words.get(c["why"], c["why"]))),
                Cell(f"{c['won']}", True),
                Cell(f"{c['lost']}", True),
            ]
        )
        for c in sorted(counts, key=lambda c: -(c["won"] + c["lost"]))
    ]
    columns = ["主要原因", num("签约"), num("流失")]
    return section("为何成、为何不成", columns, rows, empty="还没有登记结果的客商意向。")
