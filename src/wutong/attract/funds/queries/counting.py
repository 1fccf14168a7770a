"""Which receipts count, and with how much: the share of the investor from outside, to the fen.

The share (`origin_share`) is a rule of counting. Each receipt is rounded half up to the fen by
itself, a negative one as its positive would be, so that a correction takes back exactly what it
corrects. What rounding leaves over stays with the part that does not count; within the part that
counts, fixed capital is rounded and working capital is the rest, so that both always add up.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Round

from wutong.attract.funds.models import Exclusion, Receipt, Verification
from wutong.attract.projects.models import Milestone, Project, Projects
from wutong.foundation.money import MoneyField
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.knowing import has, known_field
from wutong.people.models import CountyRecords

WHOLE = 10_000  # 100%, in hundredths of a percent
CONTROLLING = 50  # percent of the capital
SHARES = ("pro_rata", "majority", "full")


def counted_receipts(
    ask: Ask, projects: Projects, *, by_share: bool = False, excluded: bool = False
) -> CountyRecords[Any]:
    """Return the receipts of the period that count, with what of each counts.

    Verified, not excluded (with `excluded`: those a rule left out), of one of these projects with
    a contract, and registered (入库) by the end of the month in which the receipt counts.
    """
    since, until = ask.span
    left_out = has(Exclusion, "receipt", ask)
    known: CountyRecords[Any] = Receipt.history.known(ask.known_at).filter(
        has(Verification, "receipt", ask),
        left_out if excluded else ~left_out,
        counted_on__range=(since, until),
        project_id__in=projects.identities(),
    )
    known = known.filter(_registered_in_time(ask)).annotate(
        by_unit=known_field(Project, "lead_unit_id", "project", ask),
        by_chain=known_field(Project, "chain_id", "project", ask),
        by_origin=known_field(Project, "origin", "project", ask),
        by_channel=known_field(Project, "channel", "project", ask),
    )
    counted: CountyRecords[Any] = with_counted_amounts(known, ask, by_share=by_share)
    return counted


def with_counted_amounts(rows: Any, ask: Ask, *, by_share: bool) -> Any:
    """Add what of each receipt counts: in all, as fixed, as working, and undivided."""
    if by_share and ask.rule("origin_share") != "full":
        share = known_field(Project, "outside_share", "project", ask)
        rows = rows.annotate(share=share).annotate(parts=_parts(ask.rule("origin_share")))
        amount, fixed = _portion(fen("amount")), _portion(fen(FIXED))
    else:
        amount, fixed = fen("amount"), fen(FIXED)
    rows = rows.annotate(counted_amount=money(amount), counted_fixed=money(fixed))
    counted, of_fixed, none = fen("counted_amount"), fen("counted_fixed"), whole(0)
    return rows.annotate(
        counted_working=money(either(When(DIVIDED, then=counted - of_fixed), none)),
        counted_undivided=money(either(When(DIVIDED, then=none), counted)),
    )


def fen(of: Any) -> Cast:
    return Cast(of, BigIntegerField())


def whole(number: int) -> Value:
    return Value(number, output_field=BigIntegerField())


def either(when: When, otherwise: Any) -> Case:
    return Case(when, default=otherwise, output_field=BigIntegerField())


def money(in_fen: Any) -> Any:
    return ExpressionWrapper(in_fen, output_field=MoneyField())


DIVIDED = Q(fixed_amount__isnull=False) | Q(kind__in=[Receipt.Kind.FIXED, Receipt.Kind.WORKING])
FIXED = Case(
    When(fixed_amount__isnull=False, then=F("fixed_amount")),
    When(kind=Receipt.Kind.FIXED, then=F("amount")),
    default=Value(0, output_field=MoneyField()),
    output_field=MoneyField(),
)


def _parts(rule: str) -> Any:
    """Return the share in hundredths of a percent; a project that gives none counts whole."""
    if rule not in SHARES:
        raise LookupError(
            f"口径规则 origin_share 的取值“{rule}”无法识别，可取：{'、'.join(SHARES)}"
        )
    percent = Coalesce(F("share"), Value(100), output_field=DecimalField())
    hundredths = ExpressionWrapper(percent * 100, output_field=DecimalField())
    given = Cast(Round(hundredths), BigIntegerField())
    if rule == "pro_rata":
        return given
    return either(When(share__gte=CONTROLLING, then=whole(WHOLE)), given)


def _portion(amount: Any) -> Any:
    """Return `amount` (fen) times the share, rounded half away from zero.

    Whole ten thousands first: their product is exact, and no amount is too large for it.
    """
    rest = (amount % whole(WHOLE)) * F("parts")
    half = either(When(amount__gte=0, then=whole(WHOLE // 2)), whole(-WHOLE // 2))
    return (amount / whole(WHOLE)) * F("parts") + (rest + half) / whole(WHOLE)


def _registered_in_time(ask: Ask) -> Q:
    """Return the condition month by month: one month's end is one bound for its receipts."""
    registered = Milestone.history.known(ask.known_at).filter(
        kind=Milestone.Kind.REGISTERED, project_id=OuterRef("project_id")
    )
    in_time = Q(pk=None)
    month = Period.containing(ask.period.first)
    while month.first <= ask.period.last:
        by_then = Exists(registered.filter(counted_on__lte=month.last))
        in_time |= Q(by_then, counted_on__range=(month.first, month.last))
        month = month.next_month()
    return in_time
