"""What makes a function an operation: it is allowed, atomic and on the trail.

Operations may call operations: the outermost one opens the transaction, and all that was
marked on the way goes to the trail together, so that an import of thousands of rows writes
a trail row for each without waiting for each.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from wutong.foundation.audit.models import Trail
from wutong.foundation.audit.seals import seal_later

P = ParamSpec("P")
Result = TypeVar("Result")
FLUSH = 2_000


class Refused(Exception):
    """What may be asked but cannot be done now; the message tells an official why."""


@dataclass
class Bundle:
    """What the operations of one transaction did, waiting to be written to the trail."""

    marks: list[Trail] = field(default_factory=list)
    changes: dict[tuple[type[models.Model], int], dict[str, Any]] = field(default_factory=dict)
    loaded: dict[str, Any] = field(default_factory=dict)

    def write(self) -> None:
        Trail.objects.bulk_create(self.marks, batch_size=500)
        self.marks.clear()


under_way: ContextVar[Bundle | None] = ContextVar("under_way", default=None)


def changed(record: models.Model, fields: dict[str, Any]) -> None:
    """Note which fields a write changed, as `{field: [before, after]}`, for its trail row."""
    bundle = under_way.get()
    if bundle is None:
        raise RuntimeError(f"{type(record).__name__} was written outside an operation")
    bundle.changes.setdefault((type(record), record.pk), {}).update(fields)


def once(name: str, load: Callable[[], Result]) -> Result:
    """Return what `load` gives, loaded once for the whole outermost operation under way."""
    bundle = under_way.get()
    if bundle is None:
        return load()
    if name not in bundle.loaded:
        bundle.loaded[name] = load()
    found: Result = bundle.loaded[name]
    return found


def forget(name: str) -> None:
    """Let the next `once` of that name load again: what it was has just been changed."""
    bundle = under_way.get()
    if bundle is not None:
        bundle.loaded.pop(name, None)


def operation(
    action: str, *, allowed: Callable[[Any, Any], bool]
) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Guard, wrap and log a write.

    The first positional argument, if any, is the subject that `allowed(actor, subject)` is
    asked about (None for what does not exist yet); `actor` is a required keyword. The record
    that is returned, else the subject, is what the trail points at; a `note` or `reason`
    keyword is kept with it.
    """

    def decorate(write: Callable[P, Result]) -> Callable[P, Result]:
        @wraps(write)
        def perform(*args: P.args, **kwargs: P.kwargs) -> Result:
            subject = args[0] if args else None
            if not allowed(kwargs["actor"], subject):
                raise PermissionDenied(action)
            outer = under_way.get()
            if outer is not None:
                return _written(outer, action, write, subject, args, kwargs)
            with transaction.atomic():
                bundle = Bundle()
                token = under_way.set(bundle)
                try:
                    result = _written(bundle, action, write, subject, args, kwargs)
                    bundle.write()
                finally:
                    under_way.reset(token)
                seal_later()
            return result

        perform.action = action  # type: ignore[attr-defined]
        perform.allowed = allowed  # type: ignore[attr-defined]
        return perform

    return decorate


def _written(
    bundle: Bundle,
    action: str,
    write: Callable[..., Result],
    subject: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Result:
    result = write(*args, **kwargs)
    about = result if isinstance(result, models.Model) else subject
    about = about if isinstance(about, models.Model) else None
    fields = bundle.changes.pop((type(about), about.pk), {}) if about else {}
    note = str(kwargs.get("note") or kwargs.get("reason") or "")
    bundle.marks.append(Trail.of(action, about, actor=kwargs["actor"], note=note, changes=fields))
    if len(bundle.marks) >= FLUSH:
        bundle.write()
    return result
