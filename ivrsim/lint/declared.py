"""Rules that a configuration declares: at nodes of some types and places, something must hold.

    [[tool.ivrsim.rule]]
    code = "ACME001"
    name = "own-number"
    message = "The call goes to a number that is not ours"
    node_type = "Connect"
    assert = 'destination_phone_number starts with "800"'

What may be asserted: `ivrsim.lint.assertions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from ivrsim.flow.node import NODE_TYPES
from ivrsim.lazy import fetch, pattern
from ivrsim.lint.assertions import Assertion, AssertionSyntaxError, parse_assertion
from ivrsim.lint.config_schema import Fault, meant, word
from ivrsim.lint.finding import Finding, Kind, Severity
from ivrsim.lint.globs import covers_node
from ivrsim.lint.node_view import NodeView
from ivrsim.lint.rule import RULES, Rule
from ivrsim.lint.views import DocumentView, FlowView
from ivrsim.values import dataclass

OURS = "IVR"
"""What the codes of ivrsim's own rules begin with."""

SOURCE = "the configuration"
_CODE = pattern(r"[A-Z]{2,12}[0-9]{3,5}")
_NAME = pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Declared:
    """At nodes of these types and places for which `when` holds, `must` holds too."""

    types: tuple[str, ...]
    paths: tuple[str, ...]
    when: Assertion | None
    must: Assertion
    field: str
    message: str
    hint: str

    def findings(self, code: str, view: DocumentView) -> Iterator[tuple[FlowView | None, Finding]]:
        """The nodes that break it, in the order of the document."""
        for flow in view.flows:
            for node in flow.nodes:
                if node.node.kind in self.types and self._is_broken(node):
                    yield flow, self._finding(node)

    def _is_broken(self, node: NodeView) -> bool:
        if self.paths and not any(covers_node(path, node.id) for path in self.paths):
            return False

        def value_of(field: str) -> Any:
            return tuple(node.wires) if field == "children" else node.node.raw.get(field)

        return not self.must.holds(value_of) and (self.when is None or self.when.holds(value_of))

    def _finding(self, node: NodeView) -> Finding:
        named = (self.field, *self.must.fields)
        present = (name for name in named if name == "children" or name in node.node.raw)
        return Finding(self.message, node=node.id, field=next(present, None), hint=self.hint)


def declared_rules(tables: Sequence[Mapping[str, Any]]) -> tuple[list[Rule], list[Fault]]:
    """The rules of the tables `[[rule]]`, and what is wrong with them.

    The tables have the shape that `ivrsim.lint.config_schema` declares.
    """
    rules: list[Rule] = []
    wrong: list[Fault] = []
    for number, table in enumerate(tables):
        reader = _Reader(table, number)
        rule = reader.rule()
        reader.check_is_new(rule, rules)
        rules.append(rule)
        wrong += reader.faults
    return rules, wrong


class _Reader:
    """Reads one table and collects what is wrong with it."""

    def __init__(self, table: Mapping[str, Any], number: int) -> None:
        self.table = table
        self.number = number
        self.faults: list[Fault] = []

    def rule(self) -> Rule:
        """The rule; only of use where no fault was found."""
        table = self.table
        must = self.assertion("assert")
        check = Declared(
            types=self.types(),
            paths=_texts(table.get("path", ())),
            when=self.assertion("when") if "when" in table else None,
            must=must,
            field=table.get("field", ""),
            message=table["message"],
            hint=table.get("hint", f"What must hold: {must.text}"),
        )
        return Rule(
            code=table["code"],
            name=table["name"],
            severity=Severity(table.get("severity", Severity.WARNING)),
            kind=Kind(table.get("kind", Kind.STYLE)),
            summary=f"{table['message']}.",
            why=table.get("why", f"The configuration declares that this must hold: {must.text}."),
            bad="",
            good="",
            source=SOURCE,
            check=check,
        )

    def assertion(self, key: str) -> Assertion:
        """What a key asserts; of a text that cannot be read, nothing."""
        try:
            found = parse_assertion(self.table[key])
        except AssertionSyntaxError as error:
            self.fault(key, error.message[:1].upper() + error.message[1:], _HELP)
            return Assertion(self.table[key], ())
        for field in found.fields:
            if near := _misspelt(field):
                self.fault(key, f'No node has a field "{word(field)}"', f"Did you mean {near}?")
        return found

    def types(self) -> tuple[str, ...]:
        """The node types that are meant; without a pattern, all."""
        if "node_type" not in self.table:
            return tuple(NODE_TYPES)
        found: list[str] = []
        for written in _texts(self.table["node_type"]):
            fitting = [name for name in NODE_TYPES if fnmatchcase(name, written)]
            if not fitting:
                said = f'There is no node type "{word(written)}"'
                self.fault("node_type", said, meant(written, NODE_TYPES))
            found += fitting
        return tuple(dict.fromkeys(found))

    def check_is_new(self, rule: Rule, declared: Sequence[Rule]) -> None:
        """Note a code or a name that cannot be, or that another rule has."""
        if not _CODE.fullmatch(rule.code) or rule.code.startswith(OURS):
            said = f'"{word(rule.code)}" cannot be the code of a rule of yours'
            self.fault("code", said, f"Capitals, then digits, not {OURS}...: ACME001.")
        if not _NAME.fullmatch(rule.name):
            said = f'"{word(rule.name)}" cannot be the name of a rule'
            self.fault("name", said, "Small words with hyphens: no-own-number.")
        others = [*RULES.values(), *declared]
        if any(other.code == rule.code for other in others):
            self.fault("code", f"There is another rule {word(rule.code)}", "Choose another code.")
        if any(other.name == rule.name for other in others):
            self.fault("name", f'There is another rule "{word(rule.name)}"', "Choose another name.")

    def fault(self, key: str, message: str, hint: str = "") -> None:
        """Note what is wrong with a key of the table."""
        self.faults.append(Fault(("rule", self.number, key), message, hint))


_HELP = 'For instance: destination_phone_number starts with "800" and connect_timeout <= 30.'


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _misspelt(field: str) -> str:
    """The field that is most likely meant; empty for a field that some node has, or may have."""
    known = {"node_type", "children", *(n for t in NODE_TYPES.values() for n in t.model_fields)}
    if field in known:
        return ""
    near: list[str] = fetch("difflib:get_close_matches")(field[:100], sorted(known), 1, 0.8)
    return near[0] if near else ""
