"""Mermaid: every line is one of ours, labels are faithful and inert, large flows are cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivrsim.render.compose import compose
from ivrsim.render.mermaid import EDGES, LONGEST, MOST, mermaid, quote
from ivrsim.render.show import show
from ivrsim.text import clean
from tests.render.bright_smile import Call, flow
from tests.render.bright_smile_before import before, faulty, now
from tests.render.hostile import HOSTILE
from tests.render.test_compose import bushy
from tests.render.test_svg import saying

TEXT = r"(?:[A-Za-z0-9 ,!?'()\u00a0-\u00b5\u00b7-\ufb01\ufb03-\U0010ffff]|#\d+;|<br/>)*"
LINE = re.compile(
    "|".join(
        (
            "flowchart LR",
            rf"  acc(?:Title|Descr): {TEXT}",
            rf'  (?:n\d+|legend|more)\["{TEXT}"\]:::[a-z][a-z0-9-]*',
            rf'  n\d+ -\.?->(?:\|"{TEXT}"\|)? n\d+',
            r"  linkStyle [\d,]+ stroke:#[0-9A-F]{6},stroke-width:[\d.]+px",
            r"  classDef [a-z][a-z0-9-]* [a-z0-9:#A-F,. -]+",
        )
    )
)


def decoded(label: str) -> str:
    """What Mermaid shows of a label."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label)


def plain(text: str) -> str:
    return clean(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


@pytest.mark.parametrize("text", [*HOSTILE, "\ufb02°°60\u00b6ß", "1. a", "- b"], ids=ascii)
def test_hostile_labels_are_faithful_and_inert(text: str) -> None:
    written = mermaid(compose(saying(text)))
    assert all(LINE.fullmatch(line) for line in written.splitlines()), written
    assert decoded(quote(text)) == f'"{plain(text)}"'
    assert re.fullmatch(f'"{TEXT}"', quote(text))
    assert "<br/>" not in quote(text)


@given(st.text())
def test_any_label_is_faithful(text: str) -> None:
    assert decoded(quote(text))[1:-1] == plain(text)


@pytest.mark.parametrize("view", ["plain", "traffic", "dead", "lint", "diff"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_line_is_one_of_ours_and_every_class_is_defined(view: str, theme: str) -> None:
    against = before() if view == "diff" else None
    subject = now() if view != "lint" else faulty()
    written = str(show(subject, view=view, against=against, theme=theme, format="mermaid"))
    assert [line for line in written.splitlines() if not LINE.fullmatch(line)] == []
    used = set(re.findall(r":::([\w-]+)", written))
    assert used == set(re.findall(r"classDef ([\w-]+)", written))


def test_a_call_stands_out() -> None:
    written = str(show(flow(), call=Call(flow()), format="mmd"))
    assert written.count(":::asks-path") == 3
    assert "step 4" in written


@pytest.mark.parametrize("count", [300, 600, 5000])
def test_a_chart_stays_within_what_github_draws_and_counts_what_it_leaves_out(count: int) -> None:
    written = mermaid(compose(bushy(count)))
    assert len(written) <= LONGEST
    assert len(re.findall(r"^  n\d+ -", written, re.MULTILINE)) <= EDGES
    cards = re.findall(r'^  n\d+\["(.*)"\]', written, re.MULTILINE)
    assert len(cards) <= MOST
    folded = [re.match(r"\+([\d,]+) nodes?", decoded(card)) for card in cards]
    more = re.search(r'more\["and ([\d,]+) more node', written)
    hidden = [match[1] for match in (*folded, more) if match]
    whole = len(cards) - sum(match is not None for match in folded)
    assert whole + sum(int(number.replace(",", "")) for number in hidden) == count


def test_what_changed_deep_in_a_large_flow_is_kept() -> None:
    large = bushy(900)
    written = str(show(large, against=bushy(899), format="mermaid"))
    assert written.count("#43; added") == 1
    assert len(written) <= LONGEST
