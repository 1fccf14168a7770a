"""Every way evidence can change: recorded with its files, amended, certified, withdrawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from wutong.attract.projects.access import can_move, can_set_gates, keeps_projects
from wutong.attract.projects.models import Evidence, EvidenceKind
from wutong.attract.projects.queries.evidence import Repeat, files_of, used_twice
from wutong.foundation.files.models import File, let_own
from wutong.foundation.files.operations import store_file, withdraw_file
from wutong.foundation.files.receiving import Received
from wutong.foundation.keeping import Keeping, keep, kept
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import amend, enter, retire

MOST_FILES = 20
TELLING = {"number", "amount", "issued_on", "kind", "repeat_reason"}  # of the same paper elsewhere
CERTIFIED = "材料已认定，不能再改；确需更改的，请先撤销认定"

evidence_kinds = keep(EvidenceKind, "projects.evidence_kind", allowed=can_set_gates)
let_own(Evidence, allowed=keeps_projects)


class UsedTwice(Refused):
    """The same paper stands elsewhere; who is sure says so with a reason."""

    def __init__(self, repeats: list[Repeat]) -> None:
        self.repeats = repeats  # where: for those to be told who may see it
        super().__init__(
            f"这份材料与已登记的 {len(repeats)} 份重复，请核对；确需重复使用的，写明“重复使用说明”"
        )


def can_certify(official: Any, evidence: Evidence) -> bool:
    """Return whether this official may vouch for the evidence: never for their own."""
    return official.pk != evidence.recorded_by_id and can_move(official, evidence)


def kind_of(evidence: Evidence) -> EvidenceKind:
    found = EvidenceKind.objects.filter(code=evidence.kind).first()
    if found is None:
        raise Refused("佐证类别不存在或已停用，请重新选择类别")
    return found


def missing(evidence: Evidence, kind: EvidenceKind) -> list[str]:
    """Return the particulars that the kind asks for and the evidence has not, by their labels."""
    labels = {f.name: str(f.verbose_name) for f in evidence.fact_fields()}
    return [labels[name] for name in kind.needed if getattr(evidence, name) in (None, "")]


def refuse_incomplete(evidence: Evidence) -> None:
    kind = kind_of(evidence)
    if lacking := missing(evidence, kind):
        raise Refused(f"{kind}还缺：{'、'.join(lacking)}")


def refuse_future(evidence: Evidence, today: date) -> None:
    """Refuse what bears a day that has not come yet."""
    for name, label in (("issued_on", "出具日期"), ("started_on", "项目开工时间")):
        day = getattr(evidence, name)
        if day and day > today:
            raise Refused(f"{label}晚于今天，请核对")
    if evidence.shot_at and timezone.localdate(evidence.shot_at) > today:
        raise Refused("拍摄时间晚于今天，请核对")


def refuse_repeat(evidence: Evidence, digests: Sequence[str]) -> None:
    if not evidence.repeat_reason.strip() and (repeats := used_twice(evidence, digests)):
        raise UsedTwice(repeats)


def _explained(evidence: Evidence) -> set[int]:
    """Return the others whose likeness the reason that is given already explains."""
    repeats = used_twice(evidence) if evidence.repeat_reason else []
    return {each.evidence.pk for each in repeats}


def refuse_certified(evidence: Evidence) -> None:
    if evidence.certified_by_id:
        raise Refused(CERTIFIED)


def plain_number(number: str) -> str:
    """Return a number as it is compared: half width, without spaces."""
    folded = "".join(unicodedata.normalize("NFKC", number).split())
    return unicodedata.normalize("NFKC", folded)  # letters that a space kept from their marks


def record_evidence(
    *, files: Sequence[Received], actor: Any, note: str = "", **facts: Any
) -> Evidence:
    """Record evidence of a project with its files.

    `facts` are the particulars, those its kind needs at least, and `repeat_reason` where the same
    paper is used elsewhere. Raises UsedTwice when it is and no reason is given.
    """
    given = {"recorded_by": actor, **facts}
    return _record(Evidence(note=note, **given), files=files, actor=actor)


@operation("projects.evidence_recorded", allowed=keeps_projects)
def _record(draft: Evidence, *, files: Sequence[Received], actor: Any) -> Evidence:
    draft.number = plain_number(draft.number)
    if not files:
        raise Refused("请至少上传一个文件")
    refuse_many(len(files))
    refuse_incomplete(draft)
    refuse_future(draft, timezone.localdate())
    refuse_repeat(draft, [file.digest for file in files])
    enter(draft)
    for file in files:
        store_file(draft, received=file, actor=actor)
    return draft


def refuse_many(count: int) -> None:
    if count > MOST_FILES:
        raise Refused(f"一份材料最多 {MOST_FILES} 个文件，请分成几份登记")


@operation("projects.evidence_amended", allowed=keeps_projects)
def amend_evidence(
    evidence: Evidence,
    /,
    *,
    actor: Any,
    files: Sequence[Received] = (),
    note: str | None = None,
    **facts: Any,
) -> Evidence:
    """Change particulars or add files; only what is sent is checked, so that gaps can be mended.

    What the kind needs cannot be emptied, and the same paper elsewhere needs its reason.
    """
    refuse_certified(evidence)
    facts |= {} if note is None else {"note": note}
    if "number" in facts:
        facts["number"] = plain_number(facts["number"])
    kind = EvidenceKind.objects.filter(code=facts.get("kind", evidence.kind)).first()
    explained = _explained(evidence) if "repeat_reason" not in facts else set()
    before = set(missing(evidence, kind)) if kind else set()
    amended = amend(evidence, facts)
    if kind and (emptied := [label for label in missing(amended, kind) if label not in before]):
        raise Refused(f"{kind}还缺：{'、'.join(emptied)}")
    if not keeps_projects(actor, amended):  # nothing may be moved out of one's own scope
        raise PermissionDenied("projects.evidence_amended")
    refuse_future(amended, timezone.localdate())
    refuse_many(File.objects.of(amended).count() + len(files))
    if files or TELLING & set(facts):
        found = used_twice(amended, [file.digest for file in files])
        new = [each for each in found if each.evidence.pk not in explained]
        if new and not facts.get("repeat_reason", "").strip():
            raise UsedTwice(new)
    for file in files:
        store_file(amended, received=file, actor=actor)
    return amended


@operation("projects.evidence_certified", allowed=can_certify)
def certify_evidence(evidence: Evidence, *, on: date, actor: Any, note: str = "") -> Evidence:
    """Vouch for evidence (认定): its files were looked at, and say what its particulars say."""
    if evidence.certified_by_id:
        raise Refused("该材料已认定，无需重复操作")
    if on > timezone.localdate():
        raise Refused("认定日期晚于今天，请核对")
    refuse_incomplete(evidence)
    return amend(evidence, {"certified_by": actor, "certified_on": on})


@operation("projects.evidence_certification_withdrawn", allowed=can_move)
def withdraw_certification(evidence: Evidence, *, reason: str, actor: Any) -> Evidence:
    if not evidence.certified_by_id:
        raise Refused("该材料没有认定，无需撤销")
    if not reason.strip():
        raise Refused("请写明撤销认定的原因")
    return amend(evidence, {"certified_by": None, "certified_on": None})


@operation("projects.evidence_withdrawn", allowed=keeps_projects)
def withdraw_evidence(evidence: Evidence, /, *, reason: str, actor: Any) -> Evidence:
    """Withdraw evidence and its files; rows and contents stay for whoever asks later."""
    refuse_certified(evidence)
    if not reason.strip():
        raise Refused("请写明撤回的原因")
    for file in files_of(evidence):
        withdraw_file(file, reason=reason, actor=actor)
    return retire(evidence)


@operation("projects.evidence_file_withdrawn", allowed=keeps_projects)
def withdraw_evidence_file(evidence: Evidence, *, file: File, reason: str, actor: Any) -> Evidence:
    """Take one file away from evidence that keeps at least one other."""
    refuse_certified(evidence)
    files = files_of(evidence)
    if file not in files:
        raise Refused("这个文件不属于该材料，或已撤回")
    if len(files) == 1:
        raise Refused("这是最后一个文件；要撤回它，请撤回整份材料")
    withdraw_file(file, reason=reason, actor=actor)
    return evidence


kept[Evidence] = Keeping(
    Evidence, keeps_projects, record_evidence, amend_evidence, withdraw_evidence
)
