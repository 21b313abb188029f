"""The law of the house: one new node type is one file, and so is one new rule.

A file is written, and the reader, the linter, the simulator, the pictures, the outline,
the schema and the generator of test data know it, without any other change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ivrsim
from ivrsim.flow.node import NODE_TYPES
from ivrsim.lint.check import lint
from ivrsim.lint.explain import explain, rules_table
from ivrsim.lint.rule import RULES
from ivrsim.testing import strategies
from ivrsim.vendors.invoca.schema import campaign_schema

NODE = '''\
"""Voicemail: the caller leaves a message after the tone."""

from collections.abc import Iterator
from typing import ClassVar

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.node import Exit, Needed, Role, Spoken
from ivrsim.flow.question import Question


class Voicemail(Spoken):
    """Press # when done, or 1 to talk to somebody."""

    node_type: ClassVar[str] = "Voicemail"
    title: ClassVar[str] = "Voicemail"
    icon: ClassVar[str] = "@"
    role: ClassVar[Role] = Role.ASKS
    exits: ClassVar[tuple[Exit, ...]] = (
        Exit("#", Answer("#"), caption="message left"),
        Exit("1", Answer("1"), caption="somebody"),
    )

    prompt: Needed = ""
    mailbox: Needed = ""

    def actions(self) -> Iterator[Action]:
        yield Ask(self.prompt, Question(keys=("#", "1")), self.recording)

    def summary(self) -> str:
        return f"mailbox {self.mailbox}"
'''

RULE = '''\
"""IVR999: a flow says goodbye."""

from collections.abc import Iterator

from ivrsim.lint.rule import EachNode, Finding, Kind, Rule, Severity
from ivrsim.lint.node_view import NodeView


def check(view: NodeView) -> Iterator[Finding]:
    """Every prompt with a goodbye."""
    if "goodbye" in view.node.said.lower():
        yield Finding("says goodbye", node=view.id, field="prompt", hint="Stay.")


RULE = Rule(
    code="IVR999",
    name="no-goodbye",
    severity=Severity.INFO,
    kind=Kind.STYLE,
    summary="A prompt says goodbye",
    why="Nobody likes to part.",
    bad='{"node_type": "EndCall", "prompt": "Goodbye."}',
    good='{"node_type": "EndCall", "prompt": "See you."}',
    source="This test.",
    check=EachNode(check),
)
'''

CONNECT = {"node_type": "Connect", "destination_phone_number": "8005550101"}
TREE = {
    "node_type": "Voicemail",
    "prompt": "Leave a message and press #, or press 1 to talk to somebody.",
    "mailbox": "42",
    "children": [{"node_type": "EndCall", "prompt": "Thank you."}, CONNECT],
}


@pytest.fixture
def voicemail(tmp_path: Path) -> Iterator[None]:
    """A node type of one file."""
    path = tmp_path / "voicemail.py"
    path.write_text(NODE)
    with NODE_TYPES.with_file(path):
        yield


@pytest.mark.usefixtures("voicemail")
class TestOneFileIsANodeType:
    """Each part of ivrsim picks the new type up."""

    def test_the_reader_knows_it_and_writes_it_back(self) -> None:
        document = ivrsim.load(TREE)
        assert document.problems == ()
        assert document.flow["/"].kind == "Voicemail"
        assert list(document.flow.nodes) == ["/", "/#", "/1"]
        assert document.write() == TREE

    def test_the_linter_checks_its_children_and_parameters(self) -> None:
        broken = {"node_type": "Voicemail", "prompt": "Press #.", "children": [CONNECT]}
        assert {"IVR101", "IVR105"} <= {found.code for found in lint(broken)}
        assert not {"IVR101", "IVR105", "IVR106", "IVR112"} & {f.code for f in lint(TREE)}

    def test_the_simulator_walks_it(self) -> None:
        flow = ivrsim.load(TREE).flow
        assert flow.call().press("1").connected_to == "8005550101"
        assert flow.call().press("#").outcome.kind == "ended"

    def test_pictures_and_outlines_show_it(self) -> None:
        flow = ivrsim.load(TREE).flow
        svg = flow._repr_mimebundle_()["text/html"]
        for text in ("Voicemail", "mailbox 42", "message left", "somebody"):
            assert text in svg
        assert "Voicemail" in flow.outline()
        assert "Voicemail" in flow.dot().source

    def test_the_schema_describes_it(self) -> None:
        assert campaign_schema()["$defs"]["Voicemail"]["required"] == [
            "children",
            "mailbox",
            "prompt",
        ]

    def test_the_generator_makes_it(self) -> None:
        seen: set[str] = set()

        @settings(max_examples=300, database=None)
        @given(st.data())
        def look(data: st.DataObject) -> None:
            seen.update(json.dumps(data.draw(strategies.trees())).split('"'))

        look()
        assert "Voicemail" in seen


def test_one_file_is_a_rule(tmp_path: Path) -> None:
    path = tmp_path / "ivr999_no_goodbye.py"
    path.write_text(RULE)
    with RULES.with_file(path) as rule:
        assert "IVR999" in {found.code for found in lint(rule.bad)}
        assert "IVR999" not in {found.code for found in lint(rule.good)}
        assert "Nobody likes to part." in explain("IVR999")
        assert "no-goodbye" in rules_table()
    assert "IVR999" not in RULES
