"""Validate, simulate and draw IVR call flows.

    >>> import ivrsim
    >>> doc = ivrsim.load("campaign.json")
    >>> ivrsim.lint(doc)
    >>> doc.flow.call(mobile=True, at="2026-11-23T10:00").press("1")

Names are looked up at first use: importing the package costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not imported: `typing` costs more than all the rest of `--version`

__version__ = "0.1.0"

_WHERE = {
    "Call": "ivrsim.simulate.session:Call",
    "CallEnded": "ivrsim.errors:CallEnded",
    "CallFlow": "ivrsim.flow.flow:CallFlow",
    "CallSettings": "ivrsim.simulate.settings:CallSettings",
    "Caller": "ivrsim.simulate.caller:Caller",
    "ConditionSyntaxError": "ivrsim.conditions.parse:ConditionSyntaxError",
    "Diagnostic": "ivrsim.lint.diagnostic:Diagnostic",
    "Document": "ivrsim.vendors.port:Document",
    "IvrsimError": "ivrsim.errors:IvrsimError",
    "MissingFact": "ivrsim.conditions.evaluation:MissingFact",
    "UsageError": "ivrsim.errors:UsageError",
    "cover": "ivrsim.analysis.cover:cover",
    "diff": "ivrsim.delta.between:diff",
    "dump": "ivrsim.vendors.load:dump",
    "lint": "ivrsim.lint.check:lint",
    "load": "ivrsim.vendors.load:load",
    "odds": "ivrsim.analysis.odds:odds",
    "parse_condition": "ivrsim.conditions.parse:parse_condition",
    "reach": "ivrsim.analysis.reach:reach",
    "save": "ivrsim.vendors.load:save",
}

if TYPE_CHECKING:
    from ivrsim.analysis.cover import cover as cover
    from ivrsim.analysis.odds import odds as odds
    from ivrsim.analysis.reach import reach as reach
    from ivrsim.conditions.evaluation import MissingFact as MissingFact
    from ivrsim.conditions.parse import ConditionSyntaxError as ConditionSyntaxError
    from ivrsim.conditions.parse import parse_condition as parse_condition
    from ivrsim.delta.between import diff as diff
    from ivrsim.errors import CallEnded as CallEnded
    from ivrsim.errors import IvrsimError as IvrsimError
    from ivrsim.errors import UsageError as UsageError
    from ivrsim.flow.flow import CallFlow as CallFlow
    from ivrsim.lint.check import lint as lint
    from ivrsim.lint.diagnostic import Diagnostic as Diagnostic
    from ivrsim.simulate.caller import Caller as Caller
    from ivrsim.simulate.session import Call as Call
    from ivrsim.simulate.settings import CallSettings as CallSettings
    from ivrsim.vendors.load import dump as dump
    from ivrsim.vendors.load import load as load
    from ivrsim.vendors.load import save as save
    from ivrsim.vendors.port import Document as Document

__all__ = [  # noqa: RUF022  (the order of use)
    "load", "dump", "save", "lint", "parse_condition", "reach", "cover", "odds", "diff",
    "Document", "CallFlow", "Call", "Caller", "CallSettings", "Diagnostic",
    "IvrsimError", "UsageError", "ConditionSyntaxError", "MissingFact", "CallEnded",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _WHERE:
        from ivrsim.lazy import fetch

        value = fetch(_WHERE[name])
        globals()[name] = value
        return value
    raise AttributeError(f"module 'ivrsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
