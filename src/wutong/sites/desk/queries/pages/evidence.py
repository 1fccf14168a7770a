"""招商: evidence of projects, and the kinds it comes in."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Value, When

from wutong.attract.projects.models import Evidence, EvidenceKind
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, register

STATES = (("waiting", "待认定"), ("certified", "已认定"))
STATE_TONES = {"待认定": "yellow", "已认定": "green"}
REPEATS = (("file", "文件重复"), ("voucher", "凭证重复"), ("both", "文件、凭证重复"))
REPEAT_TONES = dict.fromkeys((words for _, words in REPEATS), "red")
NEEDS = (
    "needs_number", "needs_amount", "needs_issued_on", "needs_payer", "needs_issuer",
    "needs_place", "needs_shot_at", "needs_started_on", "needs_verifier",
)  # fmt: skip


def with_state(rows: Any, _: Any) -> Any:
    """Add to each evidence whether it is certified, and whether another shows the same."""
    return rows.with_repeats().annotate(
        state=Case(When(certified_by=None, then=Value("waiting")), default=Value("certified")),
        repeat=Case(
            When(same_file=True, same_voucher=True, then=Value("both")),
            When(same_file=True, then=Value("file")),
            When(same_voucher=True, then=Value("voucher")),
            default=Value(""),
        ),
    )


def of_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


def repeated(rows: Any, which: str) -> Any:
    return rows.exclude(repeat="") if which == "any" else rows.filter(repeat="")


def evidence_lights(evidence: Any) -> list[tuple[str, str]]:
    said = dict(STATES)[evidence.state]
    lights = [(STATE_TONES[said], said)]
    return [*lights, ("red", dict(REPEATS)[evidence.repeat])] if evidence.repeat else lights


register(
    Page(
        slug="evidence",
        model=Evidence,
        ability="projects.keep",
        group="项目",
        icon="paperclip",
        order=35,
        columns=(
            Col("project__name", "项目", sub="project__code"),
            "kind",
            "number",
            "amount",
            "issued_on",
            Col("state", "认定", "choice", choices=dict(STATES), tones=STATE_TONES),
            Col(
                "repeat", "重复使用", "choice",
                choices={"": "", **dict(REPEATS)}, tones=REPEAT_TONES,
            ),
            "project__lead_unit",
            "recorded_by",
        ),
        filters=(
            "kind",
            Pick("state", "认定", STATES, of_state),
            Pick("repeat", "重复使用", (("any", "与其他材料重复"), ("none", "不重复")), repeated),
            "project__lead_unit",
        ),
        search=("project__name", "number", "payer", "issuer"),
        form=(
            ("材料", ("project", "kind", "number", "amount", "issued_on", "payer", "issuer")),
            ("现场", ("place", "shot_at", "started_on")),
            ("核验", ("verifier", "verifier_unit", "verifier_post", "verifier_phone")),
            ("说明", ("repeat_reason", "note")),
        ),
        facts=("certified_by", "certified_on"),
        annotate=with_state,
        status=evidence_lights,
        parents=("project",),
        empty="在项目页上点“登记材料”，拍照或选择文件上传。",
    )
)  # fmt: skip
register(
    Page(
        slug="evidence-kinds",
        model=EvidenceKind,
        ability="rules.set",
        columns=("name", "code", "order", "is_voucher", *NEEDS),
        search=("name",),
        form=(
            ("类别", ("name", "code", "order", "is_voucher", "hint")),
            ("登记时须填", NEEDS),
        ),
        editable=("name", "order", "is_voucher", "hint", *NEEDS),
        order_by="order",
        empty="点右上角“新建”登记一类材料。",
    )
)
