"""Projects as the ledgers of an import know them: written, staged, held or found twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.imports.book import Book, Draft
from wutong.foundation.imports.models import Batch, Row
from wutong.foundation.imports.texts import fold
from wutong.people.imports import unit_shelf


@dataclass(slots=True)
class Entry:
    """What other ledgers need to know of a project. `state`: ok, held or duplicate."""

    code: str
    name: str
    investor: str
    unit: str
    origin: str
    industry: str
    is_contract: bool
    registered_on: date | None
    commenced_on: date | None
    state: str = "ok"
    key: int | None = None
    draft: Draft | None = None
    row_id: int | None = None


@dataclass(slots=True)
class Entries:
    by_code: dict[str, list[Entry]] = field(default_factory=dict)
    by_name: dict[str, list[Entry]] = field(default_factory=dict)

    def put(self, entry: Entry) -> None:
        if entry.code:
            self.by_code.setdefault(entry.code, []).append(entry)
        self.by_name.setdefault(entry.name, []).append(entry)

    def drop(self, row_ids: set[int]) -> None:
        """Forget what rows were taken for that are judged again."""
        for shelf in (self.by_code, self.by_name):
            for found in shelf.values():
                found[:] = [entry for entry in found if entry.row_id not in row_ids]


def entries(book: Book) -> Entries:
    return book.shelf("projects", lambda: _load(book))


def _load(book: Book) -> Entries:
    found = Entries()
    for entry in _written():
        found.put(entry)
    open_rows = Row.objects.filter(
        kind="projects",
        state__in=[Row.State.HELD, Row.State.WAITING, Row.State.DISMISSED],
        sheet__ledger__batch__state=Batch.State.APPLIED,
    )
    for row in open_rows.prefetch_related("problems"):
        found.put(_of_row(row, book))
    return found


def _written() -> list[Entry]:
    registered, commenced = (
        dict(Milestone.objects.filter(kind=kind).values_list("project_id", "counted_on"))
        for kind in (Milestone.Kind.REGISTERED, Milestone.Kind.COMMENCED)
    )
    contracts = set(
        Agreement.objects.filter(kind=Agreement.Kind.CONTRACT).values_list("project_id", flat=True)
    )
    columns = ("pk", "code", "name", "investor__name", "lead_unit__name", "origin", "industry")
    return [
        Entry(
            code=code, name=name, investor=investor or "", unit=unit, origin=origin,
            industry=industry, is_contract=key in contracts, registered_on=registered.get(key),
            commenced_on=commenced.get(key), key=key,
        )
        for key, code, name, investor, unit, origin, industry in Project.objects.values_list(*columns)
    ]  # fmt: skip


def _of_row(row: Row, book: Book) -> Entry:
    def text(name: str) -> str:
        return fold(str(row.values.get(name) or ""))

    unit = unit_shelf(book).get(text("unit"))
    codes = {problem.code for problem in row.problems.all()}
    twice = "duplicate_project" in codes or row.decision == "same"
    return Entry(
        code=text("code"),
        name=text("name"),
        investor=text("investor"),
        unit=unit.name if unit else text("unit"),
        origin=str(row.values.get("origin") or ""),
        industry=text("industry"),
        is_contract=row.values.get("agreement") == "contract",
        registered_on=None,
        commenced_on=None,
        state="duplicate" if twice else "held",
        row_id=row.pk,
    )


def find_entry(draft: Draft, book: Book) -> tuple[Entry | None, list[Entry]]:
    """Return the project a row belongs to: by its code, else by name, and by unit among several.

    The list holds all that were considered, so that a row can say why none fits.
    """
    known = entries(book)
    code, name = fold(draft.text("code")), fold(draft.text("name"))
    unit = unit_shelf(book).get(fold(draft.text("unit")))
    found = known.by_code.get(code) if code else None
    if not found:
        found = known.by_name.get(name, [])
    if len(found) > 1 and unit is not None:
        of_unit = [entry for entry in found if entry.unit == unit.name]
        found = of_unit or found
    ok = [entry for entry in found if entry.state == "ok"]
    return next(iter(ok or found), None), found


def key_of(name: str, book: Book) -> int | None:
    """Return the key of the project of that name, where one and only one stands."""
    found = [entry.key for entry in entries(book).by_name.get(name, []) if entry.key]
    return found[0] if len(found) == 1 else None


def loose_firm(name: str) -> str:
    """Return a firm's name as duplicates compare it: 有限责任公司 reads as 有限公司."""
    return fold(name).replace("有限责任公司", "有限公司")
