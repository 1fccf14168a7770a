"""Money (金额): whole fen in the database, Decimal yuan in Python, 万元 or 亿元 in speech.

Only this file converts.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import lookups

FEN = Decimal("0.01")
WAN = Decimal(10_000)
YI = Decimal(100_000_000)


def in_wan(yuan: Decimal) -> Decimal:
    """Return yuan (元) in 万元, exactly."""
    return yuan / WAN


def in_yi(yuan: Decimal) -> Decimal:
    """Return yuan (元) in 亿元, exactly."""
    return yuan / YI


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Round half up, once, at the end: 0.125 is 0.13, as accountants round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Return the number without exponent or trailing zeros: `12.50` is `12.5`, `3E+2` is `300`."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def spoken(yuan: Decimal) -> str:
    """Return the amount as a bulletin writes it: `3.2亿元`, `850万元`."""
    if abs(yuan) >= YI:
        return f"{plain(rounded(in_yi(yuan)))}亿元"
    return f"{plain(rounded(in_wan(yuan)))}万元"


def to_yuan(value: Decimal | int | str) -> Decimal:
    """Return `value` with its two places, or refuse what cannot be paid to the fen."""
    try:
        amount = Decimal(value)
        yuan = amount.quantize(FEN)
    except (ArithmeticError, TypeError, ValueError):
        amount = yuan = Decimal("NaN")
    if isinstance(value, float) or not yuan.is_finite():
        raise ValidationError("“%(value)s”不是金额", code="invalid", params={"value": value})
    if yuan != amount:
        raise ValidationError(
            "金额最多两位小数：%(value)s", code="decimals", params={"value": value}
        )
    return yuan


Given = TypeVar("Given", contravariant=True)
Read = TypeVar("Read", covariant=True)

if TYPE_CHECKING:
    Whole = models.DecimalField  # as which it is read and written
else:

    class Whole(models.BigIntegerField):  # as which it is kept
        __class_getitem__ = classmethod(lambda cls, _: cls)


class MoneyField(Whole[Given, Read]):
    """An amount that no database can round.

    `Sum`, `Min` and `Max` come back in yuan. Whatever else the database works
    out is in fen, until it is given `output_field=MoneyField()`.
    """

    description = "Money in yuan, kept as fen"
    _pyi_private_set_type: Decimal | int  # never a float: 0.1 is not quite ten fen

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else to_yuan(value)

    def get_prep_value(self, value: Any) -> int | None:
        yuan = self.to_python(value)
        return None if yuan is None else int(yuan.scaleb(2))

    def formfield(self, **kwargs: Any) -> Any:
        """Return a field for an amount in yuan: at least one fen, at most 15 whole digits."""
        yuan = {"min_value": FEN, "max_value": None, "max_digits": 17, "decimal_places": 2}
        return super().formfield(**{"form_class": forms.DecimalField, **yuan, **kwargs})


# Django's own lookups for whole numbers would round a float up to the next yuan.
MoneyField.register_lookup(lookups.GreaterThanOrEqual)
MoneyField.register_lookup(lookups.LessThan)
