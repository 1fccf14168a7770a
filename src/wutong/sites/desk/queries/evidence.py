"""Evidence as pages show it: on its project's page, and on its own with its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.template.defaultfilters import filesizeformat

from wutong.attract.projects.models import Evidence, Project
from wutong.attract.projects.queries.evidence import Repeat, files_of, used_twice
from wutong.foundation.audit.models import Trail
from wutong.foundation.files.models import File
from wutong.foundation.ui.lists import Fact
from wutong.sites.desk.queries.detail import fact_of
from wutong.sites.desk.queries.history import Told, told
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.pages import Col, pages

SHOWN = 12
LATEST = 40
UNSAID = ("—", "未填")


@dataclass(frozen=True)
class Shown:
    """One evidence on its project's page: its first picture, and what is to be known of it."""

    evidence: Any
    lights: list[tuple[str, str]]
    first: File | None
    count: int

    @property
    def day(self) -> Any:
        return self.evidence.shot_at or self.evidence.issued_on


@dataclass(frozen=True)
class Shelf:
    """The evidence of a project that an official may see, the latest first."""

    project: Project
    shown: list[Shown]
    total: int
    may_add: bool


def shelf_of(project: Project, official: Any, may_add: bool) -> Shelf:
    own = Evidence.objects.visible_to(official).filter(project=project)
    keys = list(own.order_by("-pk").values_list("pk", flat=True)[:SHOWN])
    total = len(keys) if len(keys) < SHOWN else own.order_by().count()
    few = []
    if keys:  # what repeats another is dear to find out: ask for those shown alone
        rows = visible_rows(pages["evidence"], official).filter(pk__in=keys)
        few = list(rows.order_by("-pk"))
    kind = ContentType.objects.get_for_model(Evidence)
    files: dict[int, list[File]] = {}
    for file in File.objects.filter(kind=kind, key__in=[row.pk for row in few]):
        files.setdefault(file.key, []).append(file)
    lights = pages["evidence"].status
    shown = [
        Shown(row, lights(row), next(iter(files.get(row.pk, [])), None), len(files.get(row.pk, [])))
        for row in few
    ]
    return Shelf(project, shown, total, may_add)


def evidence_facts(evidence: Evidence) -> list[Fact]:
    """Return what the evidence says, without what its kind does not ask for."""
    page = pages["evidence"]
    names = ["project", *(name for name in page.form_fields if name != "project")]
    names += ["recorded_by", "certified_by", "certified_on"]
    facts = [fact_of(page, evidence, Col(name)) for name in names]
    return [fact for fact in facts if fact.text not in UNSAID]


@dataclass(frozen=True)
class ShownFile:
    file: File
    said: str

    @property
    def view(self) -> str:
        """Return how it is shown: `pdf`, `picture` or, to be downloaded, `none`."""
        kind = self.file.type
        return "picture" if kind.is_picture else "pdf" if kind.code == "pdf" else "none"


def shown_files(evidence: Evidence) -> list[ShownFile]:
    return [ShownFile(file, said_of(file)) for file in files_of(evidence)]


def said_of(file: File) -> str:
    pages_said = f"{file.pages} 页" if file.type.code == "pdf" else ""
    said = [file.type.label, pages_said, filesizeformat(file.size), f"校验值 {file.digest[:12]}"]
    return "　".join(filter(None, said))


@dataclass(frozen=True)
class Elsewhere:
    """Where else a paper is used, as far as the official may know."""

    words: str
    url: str = ""
    reason: str = ""  # why that one was recorded although it repeats


def elsewhere(repeats: list[Repeat], official: Any) -> list[Elsewhere]:
    """Return each repeat in words; of another unit's, no more than whose it is."""
    keys = [each.evidence.pk for each in repeats]
    seen = set(
        Evidence.objects.visible_to(official).filter(pk__in=keys).values_list("pk", flat=True)
    )
    found = []
    for each in repeats:
        other = each.evidence
        if other.pk in seen:
            words = f"{other.project}：{other}（{each.what}）"
            found.append(Elsewhere(words, f"/evidence/{other.pk}/", other.repeat_reason))
        else:
            found.append(Elsewhere(f"{other.project.lead_unit}的项目（{each.what}）"))
    return found


def repeats_of(evidence: Evidence, official: Any) -> list[Elsewhere]:
    return elsewhere(used_twice(evidence), official)


def history_of_evidence(evidence: Evidence) -> list[Told]:
    """Return what was done to the evidence and to its files, newest first."""
    kind, file_kind = ContentType.objects.get_for_models(Evidence, File).values()
    keys = File.history.filter(kind=kind, key=evidence.pk, version_of=None).values("pk")
    about = Q(kind=kind, key=evidence.pk) | Q(kind=file_kind, key__in=keys)
    trail = list(Trail.objects.filter(about).select_related("actor").order_by("-pk")[:LATEST])
    names = dict(File.history.filter(pk__in=keys).values_list("pk", "name"))
    return [
        replace(said, note="；".join(filter(None, [names.get(row.key or 0, ""), row.note])))
        if row.kind_id == file_kind.pk
        else said
        for row, said in zip(trail, told(trail, Evidence), strict=True)
    ]
