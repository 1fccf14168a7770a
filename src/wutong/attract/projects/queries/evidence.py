"""The same paper used twice: the same file, or the same number, amount and day among vouchers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from wutong.attract.projects.models import Evidence, EvidenceKind
from wutong.foundation.files.models import File

SAME_VOUCHER = "编号、金额、日期相同"


@dataclass(frozen=True)
class Repeat:
    """Another evidence that shows the same, and what is the same, in words."""

    evidence: Evidence
    what: str


def files_of(evidence: Evidence) -> list[File]:
    return list(File.objects.of(evidence))


def used_twice(evidence: Evidence, digests: Iterable[str] = ()) -> list[Repeat]:
    """Return where else in the county an evidence is used: its files, or the voucher itself.

    `digests` are those of files that it is about to be given. Whoever asks is told of all; what
    they may open is for the page to see to.
    """
    digests = set(digests)
    if evidence.pk:
        digests |= set(File.objects.of(evidence).values_list("digest", flat=True))
    said: dict[int, list[str]] = {}
    kind = ContentType.objects.get_for_model(Evidence)
    for file in File.objects.filter(kind=kind, digest__in=digests).exclude(key=evidence.pk or 0):
        said.setdefault(file.key, []).append(f"同一文件“{file.name}”")
    for key in same_voucher(evidence):
        said.setdefault(key, []).append(SAME_VOUCHER)
    others = Evidence.objects.filter(pk__in=said).select_related("project__lead_unit")
    return [Repeat(other, "；".join(said[other.pk])) for other in others.order_by("pk")]


def same_voucher(evidence: Evidence) -> list[int]:
    """Return the keys of the other vouchers with this one's number, amount and day."""
    vouchers = EvidenceKind.objects.filter(is_voucher=True).values_list("code", flat=True)
    whole = evidence.number and evidence.amount is not None and evidence.issued_on
    if not whole or evidence.kind not in set(vouchers):
        return []
    same = Evidence.objects.filter(
        kind__in=vouchers,
        number=evidence.number,
        amount=evidence.amount,
        issued_on=evidence.issued_on,
    )
    return list(same.exclude(pk=evidence.pk).values_list("pk", flat=True))
