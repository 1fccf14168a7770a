"""Drafts that wait on disk while all rows of their kind are compared with each other."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from wutong.foundation.imports.book import Draft


class Aside:
    """Sets drafts aside: in memory stays what comparing looks at, the rest comes back in order.

    Of a draft that is compared only `compared` values are there; what is said of it then is
    pointed at its cell when the whole draft comes back.
    """

    def __init__(self, compared: tuple[str, ...]) -> None:
        self.compared = compared
        self.drafts: list[Draft] = []
        self.file = TemporaryFile()  # noqa: SIM115 closed on leaving

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def put(self, draft: Draft) -> None:
        said = len(draft.problems)
        pickle.dump((draft.cells, draft.values, draft.context, said), self.file, protocol=5)
        values = {name: draft.values[name] for name in self.compared if name in draft.values}
        self.drafts.append(replace(draft, cells={}, context={}, values=values))

    def back(self) -> Iterator[Draft]:
        """Yield the drafts whole, in the order in which they were put."""
        self.file.seek(0)
        for light in self.drafts:
            cells, values, context, said = pickle.load(self.file)  # which nobody else can write
            draft = replace(light, cells=cells, values=values, context=context)
            for found in draft.problems[said:]:
                found.cell = draft.cell(found.field)
            yield draft
