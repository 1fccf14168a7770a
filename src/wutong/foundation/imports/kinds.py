"""Kinds of ledgers (台账类型): what their columns mean, and how a row becomes records.

Each app declares in its `imports.py` the kinds whose rows it owns.
"""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from wutong.foundation.imports.book import Book, Draft, Found
    from wutong.foundation.imports.writing import Writer


@dataclass(frozen=True, slots=True)
class Field:
    """A thing a row can say.

    `reads` is how its cell is read: text, name, names, day, span, month, due, amount, count,
    year, number, yes, or `mark:<word list>`. `words` are the headers it goes by. An unreadable
    date holds the row always, an unreadable amount where it is `needed`. Without a column a
    field marked `group` is taken from the banner above the row, else the sheet's name or title.
    `looks` is a pattern that its cells match: it speaks for a column whose header nobody knows.
    A field that `tells_year` (2023年第3批) gives its year to the row's days that have none.
    """

    code: str
    label: str
    reads: str = "text"
    words: tuple[str, ...] = ()
    needed: bool = False
    group: bool = False
    crosstab: bool = False
    looks: str = ""
    tells_year: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """A problem of a row that was stored before it could be known."""

    sheet_id: int
    number: int
    part: str
    found: Found


@dataclass(frozen=True)
class LedgerKind:
    """A kind of ledger.

    `hints` are words of file, sheet or title that speak for it; `asks` the fields without one
    of which a sheet is not of this kind (each a tuple of alternatives). `order`: rosters before
    projects before receipts. `check` judges a draft by itself and gives it its key, `settle`
    judges all drafts of the kind together by the values that `compared` names, `conclude` yields
    what only all rows together tell, without holding them in memory; `write` makes its records; `afterwards` ties up what an
    import left loose, once all its rows are written.
    """

    code: str
    label: str
    order: int
    fields: tuple[Field, ...]
    asks: tuple[tuple[str, ...], ...]
    check: Callable[[Draft, Book], None]
    write: Callable[[Draft, Book, Writer], None]
    settle: Callable[[list[Draft], Book], None] | None = None
    compared: tuple[str, ...] = ()
    conclude: Callable[[Book], Iterable[Late]] | None = None
    afterwards: Callable[[Book], None] | None = None
    hints: tuple[str, ...] = ()
    totals_by: tuple[str, ...] = ()
    cumulative: str = ""  # the field that holds a running total over the months
    widest: int = 0  # columns of the widest sheet that can be of this kind; 0 for any

    def field(self, code: str) -> Field:
        return next(f for f in self.fields if f.code == code)

    def has(self, code: str) -> bool:
        return any(f.code == code for f in self.fields)


FIRMS = r"(?:公司|集团|厂|合作社|商会|协会|研究院)(?:$|（)"
PROJECTS = r"项目(?:$|（)"
UNITS = r"(?:局|镇|乡|委|办|办公室|中心|街道|政府|部|委员会|管委会|园区|社|院)(?:$|（)"
V = TypeVar("V")


class Declared(UserDict[str, V]):
    """What the apps' `imports.py` declare, by name; they are loaded when somebody first looks."""

    is_full = False

    @staticmethod
    def fill() -> None:
        if not Declared.is_full:
            Declared.is_full = True
            autodiscover_modules("imports")

    def __getitem__(self, name: str) -> V:
        self.fill()
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.fill()
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self.fill()
        return super().__iter__()

    def __len__(self) -> int:
        self.fill()
        return super().__len__()


kinds: Declared[LedgerKind] = Declared()
word_lists: Declared[list[tuple[str, tuple[str, ...]]]] = Declared()


def register(kind: LedgerKind) -> LedgerKind:
    if kind.code in kinds.data:
        raise ValueError(f"ledger kind {kind.code!r} is defined twice")
    kinds[kind.code] = kind
    return kind


def register_words(topic: str, meanings: list[tuple[str, tuple[str, ...]]]) -> None:
    """Declare a word list: meanings in order of precedence, each with the words that say so.

    A word is contained in the cell; `=word` must be the whole cell; the empty word is an
    empty cell.
    """
    word_lists[topic] = meanings


def said(stems: str, ends: str) -> tuple[str, ...]:
    """Return headers made of a stem and an end: 签约 with 时间, 签约 with 日期."""
    return tuple(stem + end for stem in stems.split() for end in ends.split())


def in_order() -> list[LedgerKind]:
    return sorted(kinds.values(), key=lambda kind: kind.order)
