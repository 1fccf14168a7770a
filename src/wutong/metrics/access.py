"""Who may close a month and set the rules of counting."""

from typing import Any


def can_close(official: Any, _: object) -> bool:
    return bool(official.may("months.close"))


def can_set_rules(official: Any, _: object) -> bool:
    return bool(official.may("rules.set"))
