"""The three ordinary operations of a record: to record it, to amend it, to withdraw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied

from wutong.foundation.operations import operation
from wutong.foundation.records import Record, amend, enter, retire

R = TypeVar("R", bound=Record)
Allowed = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Keeping(Generic[R]):
    """The operations of one kind of record, for its app, the importer and the desk alike."""

    kind: type[R]
    allowed: Allowed
    record: Callable[..., R]  # (*, actor, **facts)
    amend: Callable[..., R]  # (record, *, actor, **facts)
    withdraw: Callable[..., R]  # (record, *, reason, actor)


kept: dict[type[Record], Keeping[Any]] = {}


def keep(
    kind: type[R],
    action: str,
    *,
    allowed: Allowed,
    guard: Callable[[R], None] | None = None,
) -> Keeping[R]:
    """Make the operations of `kind`; trail actions are `action` + `_recorded`, and so on.

    `guard` may refuse a record before it is written, amended or withdrawn: a closed month, say.
    """

    has_note = any(field.name == "note" for field in kind.fact_fields())

    def with_own(note: str | None, facts: dict[str, Any]) -> dict[str, Any]:
        """Give a kind that has a note (备注) of its own what would else go to the trail alone."""
        return facts if note is None or not has_note else {**facts, "note": note}

    def guarded(record: R) -> None:
        if guard:
            guard(record)

    @operation(f"{action}_recorded", allowed=allowed)
    def record_draft(draft: R, *, actor: Any, note: str, constraints: bool) -> R:
        guarded(draft)
        return enter(draft, constraints=constraints)

    def record(*, actor: Any, note: str | None = None, constraints: bool = True, **facts: Any) -> R:
        draft = kind(**with_own(note, facts))
        return record_draft(draft, actor=actor, note=note or "", constraints=constraints)

    @operation(f"{action}_amended", allowed=allowed)
    def amend_record(record: R, /, *, actor: Any, note: str | None = None, **facts: Any) -> R:
        guarded(record)
        amended = amend(record, with_own(note, facts))
        guarded(amended)
        if not allowed(actor, amended):  # nothing may be moved out of one's own scope
            raise PermissionDenied(f"{action}_amended")
        return amended

    @operation(f"{action}_withdrawn", allowed=allowed)
    def withdraw_record(record: R, /, *, actor: Any, reason: str) -> R:
        guarded(record)
        return retire(record)

    keeping = Keeping(kind, allowed, record, amend_record, withdraw_record)
    kept[kind] = keeping
    return keeping
