"""The addresses of the import pages, and their entries in the menu."""

from typing import Any

from django.urls import path

from wutong.foundation.ui.menu import Entry, register
from wutong.sites.desk.views.imports import batches, held, review, words


def may_import(official: Any) -> bool:
    return bool(official.holds("imports.apply"))


def may_teach(official: Any) -> bool:
    return bool(official.holds("imports.words") or official.holds("imports.apply"))


register(Entry("台账导入", "imports", "table-import", "导入", 10, may_import))
register(Entry("待核实", "held-rows", "alert-square-rounded", "导入", 20, may_import))
register(Entry("同义词", "import-words", "vocabulary", "导入", 30, may_teach))
register(Entry("记住的表头", "import-mappings", "bookmark", "导入", 40, may_teach))

urlpatterns = [
    path("imports/", batches.batches, name="imports"),
    path("imports/held/", held.held, name="held-rows"),
    path("imports/words/", words.words, name="import-words"),
    path("imports/words/switch/", words.word, name="import-word"),
    path("imports/mappings/", words.mappings, name="import-mappings"),
    path("imports/mappings/<int:key>/forgetting/", words.mapping, name="import-mapping"),
    path("imports/rows/<int:key>/", held.row, name="import-row"),
    path("imports/rows/<int:key>/correction/", held.correction, name="import-correction"),
    path("imports/rows/<int:key>/decision/", held.decision, name="import-decision"),
    path("imports/rows/<int:key>/dismissal/", held.dismissal, name="import-dismissal"),
    path("imports/sheets/<int:key>/", review.sheet, name="import-sheet"),
    path("imports/<int:key>/", review.batch, name="import"),
    path("imports/<int:key>/progress/", batches.progress, name="import-progress"),
    path("imports/<int:key>/judgement/", batches.judgement, name="import-judgement"),
    path("imports/<int:key>/application/", batches.application, name="import-application"),
    path("imports/<int:key>/undoing/", batches.undoing, name="import-undoing"),
    path("imports/<int:key>/problems/", review.problems, name="import-problems"),
    path("imports/<int:key>/problems.xlsx", review.problems_file, name="import-problems-file"),
]
