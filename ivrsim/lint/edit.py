"""How a rule would mend what it found: changes in the words of the document, not of its text.

A rule says *what* to change at which place; `ivrsim.lint.textfix` works out the characters,
last, so that everything else in the file keeps its form.
"""

from __future__ import annotations

from typing import TypeAlias

from ivrsim.jsontext import JSON
from ivrsim.places import Place, Span
from ivrsim.values import dataclass


@dataclass(frozen=True, slots=True)
class Put:
    """Another value; a member that its object does not have yet is added at the end."""

    place: Place
    value: JSON


@dataclass(frozen=True, slots=True)
class Reword:
    """Another text for a stretch of a string, in characters of its value."""

    place: Place
    within: Span
    text: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name for a member; its value stays."""

    place: Place
    name: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A member or an element goes, with its comma."""

    place: Place


@dataclass(frozen=True, slots=True)
class Insert:
    """A new element of a list, before the one of that index; at its length: at the end."""

    place: Place
    index: int
    value: JSON


@dataclass(frozen=True, slots=True)
class Move:
    """An element of a list takes another place in it: the index it has afterwards."""

    place: Place
    index: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Other characters for a stretch of the document's own text: where places do not reach."""

    span: Span
    text: str


Edit: TypeAlias = Put | Reword | Rename | Remove | Insert | Move | Rewrite


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that are made together, and what they do, in a sentence: `Add the unit: 30 seconds`.

    All places are those of the document as it was read.  Safe: no caller's outcome
    changes, and nothing the author wrote is lost.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """Characters `start` to `end` of a text (the end not included) become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TextFix:
    """A fix made concrete: edits of the text, in its order, none overlapping another.

    One without edits leaves the text as it is: the file is to be saved again, as UTF-8
    without a byte order mark.
    """

    title: str
    edits: tuple[TextEdit, ...]
    safe: bool = False
