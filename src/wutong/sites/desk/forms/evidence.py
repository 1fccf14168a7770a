"""What is typed of evidence: the particulars its kind asks for, its files, why it is used again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from wutong.attract.projects.models import Evidence, EvidenceKind, Project
from wutong.foundation.files.kinds import allowed, allowed_words
from wutong.foundation.files.receiving import Received, receive, redeemed, ticket
from wutong.foundation.operations import Refused
from wutong.sites.desk.forms.fields import NamedField
from wutong.sites.desk.forms.imports import FilesField, ManyFiles
from wutong.sites.desk.forms.records import form_field
from wutong.sites.desk.queries.pages import pages

PAPERS = ("number", "issued_on", "amount", "payer", "issuer")
MOST_AT_ONCE = 20


class EvidenceForm(forms.Form):
    """Fields of the evidence that its kind asks for, and files: new ones and those sent already.

    It never saves. `taken` is what has come in so far: a form that is sent back keeps it, so that
    nobody uploads over a telephone twice.
    """

    note = forms.CharField(label="备注", max_length=200, required=False)
    groups: list[tuple[str, list[str]]]

    def __init__(self, kind: EvidenceKind, official: Any, *given: Any, **named: Any) -> None:
        evidence: Evidence | None = named.pop("evidence", None)
        super().__init__(*given, **named)
        self.official, self.kind, self.asks_files = official, kind, evidence is None
        self.taken: list[Received] = []
        needed = kind.needed
        more = [] if kind.needs_place else [name for name in PAPERS if name not in needed]
        for name in (*needed, *more):
            self.fields[name] = form_field(pages["evidence"], name, official)
            self.fields[name].required = name in needed
        self._ask_files()
        self.groups = [("文件", ["files"]), (str(kind), needed), ("可补充", [*more, "note"])]

    def _ask_files(self) -> None:
        accept = ",".join([*(k.suffix for k in allowed()), *(k.name for k in allowed())])
        kept = "" if self.asks_files else "已有的文件不受影响。"
        self.fields["files"] = FilesField(
            label="选择文件",
            required=False,
            help_text=f"{allowed_words()}；一次最多 {MOST_AT_ONCE} 个。{kept}",
            widget=ManyFiles(attrs={"data-drop": "", "accept": accept}),
        )

    def ask_reason(self) -> None:
        """Ask why the same paper is used once more."""
        self.fields["repeat_reason"] = forms.CharField(
            label="重复使用说明",
            max_length=200,
            required=True,
            help_text="例如：同一回单分摊到两期工程，已核对金额不重复计入",
            widget=forms.TextInput(attrs={"data-wide": ""}),
        )
        self.groups = [("重复使用", ["repeat_reason"]), *self.groups]

    def take_in(self) -> None:
        """Receive what was sent, now or before; what is refused is an error of the field."""
        told: Any = self.data
        sent_files: Any = self.files
        for text in told.getlist("kept"):
            self._take(redeemed, text, self.official)
        sent = [each for name in ("files", "photos") for each in sent_files.getlist(name)]
        if len(sent) > MOST_AT_ONCE:
            self.add_error("files", f"一次最多 {MOST_AT_ONCE} 个文件，请分几次上传")
            return
        for each in sent:
            self._take(receive, each, each.name)
        if self.asks_files and not self.taken and "files" not in self.errors:
            self.add_error("files", "请选择文件或拍照")

    def _take(self, get: Callable[..., Received], *given: Any) -> None:
        try:
            received = get(*given)
        except Refused as refusal:
            self.add_error("files", str(refusal))
            return
        if received.digest not in {each.digest for each in self.taken}:
            self.taken.append(received)

    @property
    def kept(self) -> list[tuple[Received, str]]:
        """Return what has come in, each with the ticket by which it need not come again."""
        return [(received, ticket(received, self.official)) for received in self.taken]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}


class ProjectForm(forms.Form):
    """Whose evidence it is, where the address does not say."""

    def __init__(self, official: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        rows = Project.objects.visible_to(official)
        self.fields["project"] = NamedField(rows, "projects", label="项目")
