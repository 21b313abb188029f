"""Conditions as sets of calls: what can hold, what always holds, what follows from what.

    >>> from ivrsim.conditions import parse_condition
    >>> from ivrsim.conditions.symbolic import satisfiable
    >>> satisfiable(parse_condition("mobile and landline"))
    False

Past its budget a question is answered with `UNDECIDED`.
"""

from ivrsim.conditions.symbolic.formula import UNDECIDED, Undecided, Verdict
from ivrsim.conditions.symbolic.questions import (
    always_true,
    equivalent,
    implies,
    probability,
    satisfiable,
    witness,
)
from ivrsim.conditions.symbolic.simplify import Redundant, Simplified, simplify
from ivrsim.conditions.symbolic.space import FREE, Space, Theory

__all__ = [
    "FREE",
    "UNDECIDED",
    "Redundant",
    "Simplified",
    "Space",
    "Theory",
    "Undecided",
    "Verdict",
    "always_true",
    "equivalent",
    "implies",
    "probability",
    "satisfiable",
    "simplify",
    "witness",
]
