"""Records with two times: what was so, and when the county learnt it.

A record is never overwritten: `amend` keeps the state it had as an older version beside it,
`retire` ends it, and any reading can be asked as it was known at any moment (`history.known`).
The current row keeps its key for life, so that whatever points at it goes on doing so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from wutong.foundation.operations import Refused, changed
from wutong.foundation.personal import is_personal, masked
from wutong.foundation.scopes import Scoped

R = TypeVar("R", bound="Record")


class Records(Scoped[R]):
    """Rows of a record; `known` says at which moment (`None`: now) and is remembered."""

    moment: datetime | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.moment = self.moment
        return clone

    def current(self) -> Self:
        return self.filter(version_of=None, retired_at=None)

    def known(self, at: datetime | None) -> Self:
        """Return the rows as the county knew them `at` that moment, each with its `identity`."""
        if at is None:
            return self.current().annotate(identity=F("pk"))
        still = Q(retired_at=None) | Q(retired_at__gt=at)
        found = self.filter(still, known_at__lte=at)
        found = found.annotate(identity=Coalesce("version_of_id", "pk"))
        found.moment = at
        return found

    def among(self, identities: Any) -> Self:
        """Return the rows whose identity is one of these (keys, or a query for them)."""
        return self.filter(**{"identity__in": identities})

    def identities(self) -> models.QuerySet[Any, Any]:
        return self.order_by().values("identity")


class Current(models.Manager[R]):
    """Only what stands now; the manager that pages and operations use."""

    def get_queryset(self) -> Records[R]:
        return super().get_queryset().filter(version_of=None, retired_at=None)  # type: ignore[return-value]


class Record(models.Model):
    former_label: ClassVar[str] = ""  # what its model was called before, in what is frozen

    known_at = models.DateTimeField("获知时间", default=timezone.now, editable=False, db_index=True)
    retired_at = models.DateTimeField("失效时间", null=True, editable=False)
    version_of_id: int | None
    version_of = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="versions"
    )

    OWN_FIELDS: ClassVar = {"id", "known_at", "retired_at", "version_of"}

    class Meta:
        abstract = True

    @classmethod
    def fact_fields(cls) -> list[models.Field[Any, Any]]:
        return [f for f in cls._meta.concrete_fields if f.name not in cls.OWN_FIELDS]

    def facts(self) -> dict[str, Any]:
        """Return the record's own values by column, as a version keeps them."""
        return {f.attname: getattr(self, f.attname) for f in self.fact_fields()}


def model_of(label: str) -> type[Record]:
    """Return the record's model of that label, which may be its former one."""
    try:
        return apps.get_model(label)
    except LookupError:
        for model in apps.get_models():
            if issubclass(model, Record) and model.former_label == label.lower():
                return model
        raise


def shown(value: Any, field: Any = None) -> Any:
    """Return a value as the trail writes it: personal data masked."""
    if is_personal(field):
        return masked(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def enter(record: R, *, constraints: bool = True) -> R:
    """Write a new record; a fact that its field refuses is `Refused` in the field's words.

    Without `constraints`, what must be unique is left to the database: for an import that
    has compared its rows already.
    """
    check(record, constraints=constraints)
    record.save(force_insert=True)
    fields = {f.attname: f for f in record.fact_fields()}
    written = {k: v for k, v in record.facts().items() if v not in (None, "", False, [])}
    changed(record, {name: [None, shown(v, fields[name])] for name, v in written.items()})
    return record


def amend(record: R, facts: dict[str, Any]) -> R:
    """Give a record new facts, keeping what it said before as a version of its own.

    Only the fields that are named are checked, so that an old, incomplete record can still
    be repaired field by field.
    """
    if record.retired_at or record.version_of_id:
        raise Refused("该记录已被撤回或更正，请打开最新的一条再改")
    stored = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if stored.known_at != record.known_at or stored.retired_at:
        raise Refused("您打开后，该记录已被他人修改，请刷新后核对再改")
    before = stored.facts()
    for name, value in facts.items():
        setattr(record, name, value)
    after = record.facts()
    differs = {name: value for name, value in after.items() if value != before[name]}
    if not differs:
        return record
    names = {f.name for f in record.fact_fields() if f.attname not in differs}
    check(record, exclude=names)
    now = timezone.now()
    type(record)._base_manager.create(
        **before, known_at=stored.known_at, retired_at=now, version_of=stored
    )
    record.known_at = now
    record.save()
    fields = {f.attname: f for f in record.fact_fields()}
    said = {k: [shown(before[k], fields[k]), shown(v, fields[k])] for k, v in differs.items()}
    changed(record, said)
    return record


def retire(record: R) -> R:
    """End a record: it stands no more from now on, and still stood before."""
    if record.retired_at or record.version_of_id:
        raise Refused("该记录已被撤回，无需重复操作")
    record.retired_at = timezone.now()
    record.save(update_fields=["retired_at"])
    changed(record, {"retired_at": [None, shown(record.retired_at)]})
    return record


def revive(record: R) -> R:
    """Let a retired record stand again from now on; in between, it stays known as retired."""
    if record.retired_at is None or record.version_of_id:
        raise Refused("该记录没有撤回，无需恢复")
    type(record)._base_manager.create(
        **record.facts(), known_at=record.known_at, retired_at=record.retired_at, version_of=record
    )
    ended, record.retired_at, record.known_at = record.retired_at, None, timezone.now()
    record.save(update_fields=["retired_at", "known_at"])
    changed(record, {"retired_at": [shown(ended), None]})
    return record


def check(record: Record, exclude: set[str] | None = None, constraints: bool = True) -> None:
    """Refuse what the fields and constraints of a record do not allow, naming each field.

    That a related row exists is left to the database: it knows, and asking costs a query each.
    """
    links = {f.name for f in record.fact_fields() if f.remote_field and f.null}
    links |= {f.name for f in record.fact_fields() if f.remote_field and getattr(record, f.attname)}
    unasked = (exclude or set()) | links | record.OWN_FIELDS
    try:
        record.clean_fields(exclude=unasked)
        record.clean()
        if constraints:
            record.validate_constraints()  # whole: the database holds to them whatever changed
    except ValidationError as error:
        raise Refused(in_words(record, error)) from error


def in_words(record: Record, error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return "；".join(error.messages)
    labels = {f.name: str(f.verbose_name) for f in record.fact_fields()}
    said = []
    for name, messages in error.message_dict.items():
        label = labels.get(name, "")
        said.append(f"{label}：{'、'.join(messages)}" if label else "、".join(messages))
    return "；".join(said)
