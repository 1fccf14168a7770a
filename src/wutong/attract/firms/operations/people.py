"""Persons of firms: kept, opened one by one, exported with a right, erased when they ask.

个人信息保护法: minimal and for a purpose (art. 6), accesses recorded (arts. 51, 54), erased when
consent is withdrawn or the purpose is done (art. 47).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied

from wutong.attract.firms.access import EXPORT, can_export, can_open, keeps_people
from wutong.attract.firms.models import ContactPerson
from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.personal import MASK, is_personal
from wutong.foundation.records import amend
from wutong.foundation.search.models import NameEntry
from wutong.people.access import anywhere

PERSONAL = tuple(f for f in ContactPerson.fact_fields() if is_personal(f))
ANONYMOUS = "（已删除）"

contact_persons = keep(ContactPerson, "firms.person", allowed=keeps_people)


def open_person(person: ContactPerson, *, actor: Any) -> ContactPerson:
    """Let an official see how a person is reached; the trail says what of it they saw."""
    there = [str(f.verbose_name) for f in PERSONAL if getattr(person, f.attname)]
    if not there:
        raise Refused("没有登记这位联系人的联系方式")
    return _opened(person, actor=actor, note="、".join(there))


@operation("firms.person_opened", allowed=can_open)
def _opened(person: ContactPerson, *, actor: Any, note: str) -> ContactPerson:
    return person


def export_people(
    people: Iterable[ContactPerson], *, asked: str, purpose: str, actor: Any
) -> list[ContactPerson]:
    """Let an official take these persons' data out; on the trail whole, and of each person.

    `asked` says in words which filter was set.
    """
    if not purpose.strip():
        raise Refused("请写明导出用途")
    taken = list(people)
    note = f"{len(taken)} 条；条件：{asked or '全部'}；用途：{purpose.strip()}"
    return _exported(taken, actor=actor, note=note)


@operation("firms.people_exported", allowed=anywhere(EXPORT))
def _exported(people: list[ContactPerson], *, actor: Any, note: str) -> list[ContactPerson]:
    if not all(can_export(actor, person) for person in people):
        raise PermissionDenied("firms.people_exported")
    for person in people:
        _person_exported(person, actor=actor, note=note)
    return people


@operation("firms.person_exported", allowed=can_export)
def _person_exported(person: ContactPerson, *, actor: Any, note: str) -> ContactPerson:
    return person


@operation("firms.person_erased", allowed=keeps_people)
def erase_person(
    person: ContactPerson, *, reason: str, actor: Any, with_name: bool = False
) -> ContactPerson:
    """Erase how a person is reached, in all that was ever known of them; the name, too, if asked.

    The row itself stays: visits and the trail point at it.
    """
    if not reason.strip():
        raise Refused("请写明删除的原因，如本人撤回同意")
    gone: dict[str, str] = {f.attname: "" for f in PERSONAL}
    if with_name:
        gone |= {"name": ANONYMOUS, "title": "", "note": ""}
    there = {name: getattr(person, name) for name in gone}
    amend(person, {**gone, "consent": "", "consented_on": None})
    ContactPerson.history.filter(version_of=person).update(**gone)
    said = {n: [MASK if before else "", gone[n]] for n, before in there.items()}
    changed(person, {n: pair for n, pair in said.items() if pair[0] != pair[1]})
    if with_name:
        kind = ContentType.objects.get_for_model(ContactPerson)
        NameEntry.objects.filter(model=kind, key=person.pk).delete()
    return person
