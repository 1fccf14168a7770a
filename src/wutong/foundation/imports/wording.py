"""Words and what they mean: the lists shipped with each app, and what users added or took out."""

from __future__ import annotations

from dataclasses import dataclass

from wutong.foundation.imports.kinds import in_order, word_lists
from wutong.foundation.imports.models import Synonym
from wutong.foundation.imports.texts import fold


@dataclass(frozen=True)
class Words:
    """All word lists as they stand now: topic → meanings in order → words."""

    lists: dict[str, dict[str, list[str]]]

    @classmethod
    def shipped(cls) -> Words:
        """Return the lists as the apps declare them, without what users made of them."""
        lists = {
            topic: {meaning: list(words) for meaning, words in meanings}
            for topic, meanings in word_lists.items()
        }
        headers = lists.setdefault("header", {})
        for kind in in_order():
            for field in kind.fields:
                headers[f"{kind.code}.{field.code}"] = [fold(word) for word in field.words]
        return cls(lists)

    @classmethod
    def now(cls) -> Words:
        """Return the lists as they stand now: shipped, with words added and taken out."""
        lists = cls.shipped().lists
        for own in Synonym.objects.all():
            words = lists.setdefault(own.topic, {}).setdefault(own.meaning, [])
            if own.is_off:
                words[:] = [word for word in words if word.strip("=") != own.word.strip("=")]
            elif own.word not in words:
                words.append(own.word)
        return cls(lists)

    def meaning(self, topic: str, text: str) -> str | None:
        """Return what a cell's text means, None when no word of the list is in it."""
        folded = fold(text)
        for meaning, words in self.lists.get(topic, {}).items():
            if any(_says(folded, word) for word in words):
                return meaning
        return None

    def says(self, topic: str, meaning: str, text: str) -> bool:
        """Return whether the text has one of the words for this meaning, whatever else it has."""
        folded = fold(text)
        return any(_says(folded, word) for word in self.lists.get(topic, {}).get(meaning, ()))

    def header(self, kind: str, field: str) -> list[str]:
        return self.lists["header"].get(f"{kind}.{field}", [])


def _says(folded: str, word: str) -> bool:
    if word.startswith("="):
        return folded == fold(word[1:])
    return fold(word) in folded if word else not folded
