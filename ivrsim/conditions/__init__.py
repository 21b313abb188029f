"""The condition language: `mobile and (pressed[2] or not during_hours)`.

It knows nothing of nodes or vendors.  `parse_condition` reads a text, `str` writes it
back, `evaluate` and `explain` answer for one call.
"""

from ivrsim.conditions.ast import (
    ALWAYS,
    Always,
    And,
    Answer,
    Atom,
    Compare,
    Compound,
    Expr,
    Flag,
    InRegion,
    Not,
    Or,
    Pressed,
    TextField,
    TextTest,
    all_of,
    any_of,
    fold,
)
from ivrsim.conditions.evaluation import (
    DEFAULT,
    Meaning,
    MissingFact,
    Reason,
    evaluate,
    explain,
)
from ivrsim.conditions.format import format_condition
from ivrsim.conditions.messages import ConditionSyntaxError, NotACondition
from ivrsim.conditions.notes import Note, NoteKind
from ivrsim.conditions.parse import Reading, parse_condition, read_condition

__all__ = [
    "ALWAYS",
    "DEFAULT",
    "Always",
    "And",
    "Answer",
    "Atom",
    "Compare",
    "Compound",
    "ConditionSyntaxError",
    "Expr",
    "Flag",
    "InRegion",
    "Meaning",
    "MissingFact",
    "Not",
    "NotACondition",
    "Note",
    "NoteKind",
    "Or",
    "Pressed",
    "Reading",
    "Reason",
    "TextField",
    "TextTest",
    "all_of",
    "any_of",
    "evaluate",
    "explain",
    "fold",
    "format_condition",
    "parse_condition",
    "read_condition",
]
