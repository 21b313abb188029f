"""The views: what each marks, its golden pictures, and colours that everybody can tell apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import ivrsim
from ivrsim.errors import UsageError
from ivrsim.flow.flow import CallFlow
from ivrsim.render import page
from ivrsim.render.picture import Card, Picture, State
from ivrsim.render.shares import share_text
from ivrsim.render.show import FORMATS, Shown, picture, show
from ivrsim.render.svg import svg
from ivrsim.render.theme import LIGHT, LIGHT_BASE, SHADES, THEMES
from ivrsim.render.views import VIEWS, Asked
from ivrsim.render.views.traffic import FAINTEST, WIDEST, level
from ivrsim.testing.coverage import Coverage
from ivrsim.testing.coverage_marks import covered_marks
from tests.render.bright_smile import Call, flow
from tests.render.bright_smile_before import before, faulty, now
from tests.render.hostile import HOSTILE
from tests.render.test_compose import bushy
from tests.render.test_svg import ALLOWED, NS, contrast, luminance, saying, spans

GOLDEN = Path(__file__).parent / "golden_views"
SHOWN = ("traffic", "dead", "lint", "diff")
PARTS = ("coverage", "icicle", "focus", "marked")
"""A view of another layer, and parts of a flow."""
NAMES = (
    [
        f"{view}_{theme}.{suffix}"
        for view in SHOWN
        for suffix in ("svg", "dot", "mmd")
        for theme in THEMES
    ]
    + [f"{view}_light.txt" for view in SHOWN]
    + [
        f"{part}_{theme}.{suffix}"
        for part in PARTS
        for suffix in ("svg", "dot")
        for theme in THEMES
    ]
    + ["lint_auto.html", "plain_light.mmd", "path_dark.mmd"]
)


def part(name: str) -> Asked:
    """What is asked for a part."""
    match name:
        case "coverage":
            coverage = Coverage(now())
            for witness in list(ivrsim.cover(now()))[:5]:
                coverage.add(witness.call())
            return Asked(now(), marks=covered_marks(coverage))
        case "icicle":
            return Asked(now(), detail="icicle")
        case "focus":
            return Asked(now(), focus="/true/2")
        case _:
            return Asked(flow(), Call(flow()), focus="marked")


def shown(view: str, **options: Any) -> str:
    """The flow that has something to show in a view."""
    if view in PARTS:
        name = {"icicle": "traffic", "marked": "path"}.get(view, "")
        named = name or ("coverage" if view == "coverage" else "plain")
        found = FORMATS[options["format"]](Shown(part(view), named, options["theme"]))
        return str(found)
    subject = faulty() if view in ("dead", "lint") else now()
    if view == "path":
        return str(show(flow(), call=Call(flow()), **options))
    against = before() if view == "diff" else None
    return str(show(subject, view=view, against=against, **options))


def drawn(view: str) -> Picture:
    subject = faulty() if view in ("dead", "lint") else now()
    return picture(subject, view=view, against=before() if view == "diff" else None)


PICTURES = {view: drawn(view) for view in SHOWN} | {
    "plain": picture(now()),
    "path": picture(flow(), Call(flow())),
    "coverage": Shown(part("coverage"), "coverage").picture(),
    "icicle": Shown(part("icicle"), "traffic").picture(),
    "focus": Shown(part("focus")).picture(),
    "marked": Shown(part("marked")).picture(),
    "folded": picture(bushy(900), view="traffic"),
    "icicle of findings": picture(faulty(), view="lint", detail="icicle"),
}


def card(view: str, node: str) -> Card:
    return next(card for card in PICTURES[view].cards if card.node == node)


@pytest.mark.parametrize("name", NAMES)
def test_the_view_is_the_golden_one(name: str, golden: Callable[[Path, str], None]) -> None:
    view, theme, suffix = re.split("[_.]", name)
    golden(GOLDEN / name, shown(view, theme=theme, format=suffix))


def test_every_golden_file_of_a_view_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(NAMES)
    assert set(VIEWS) == {*SHOWN, "plain", "path", "coverage"}


@pytest.mark.parametrize("view", PICTURES)
def test_no_text_leaves_its_card_or_runs_into_another_in_any_view(view: str) -> None:
    root = ET.fromstring(svg(PICTURES[view]))
    groups = [g for g in root.findall(NS + "g") if g.find(NS + "rect") is not None]
    assert len(groups) == len(PICTURES[view].cards) >= 8
    for group in groups:
        first = group.find(NS + "rect")
        assert first is not None
        box = {key: float(first.attrib[key]) for key in ("x", "y", "width", "height")}
        found = sorted(spans(group), key=lambda span: (span[2], span[0]))
        for left, right, base, words in found:
            assert box["x"] + 8 <= left, words
            assert right <= box["x"] + box["width"] - 8 + 1e-6, words
            assert box["y"] + 8 < base < box["y"] + box["height"] - 2.5, words
        for one, other in itertools.pairwise(found):
            assert one[2] != other[2] or one[1] < other[0], (one, other)


@pytest.mark.parametrize("view", ["traffic", "diff"])
def test_cards_of_one_line_have_room_for_their_badges(view: str) -> None:
    against = bushy(158) if view == "diff" else None
    root = ET.fromstring(svg(picture(bushy(160), view=view, against=against)))
    cards = [g for g in root.findall(NS + "g") if g.find(NS + "rect") is not None]
    assert len(cards) == 160
    for group in cards:
        box = {key: float(group[1].attrib[key]) for key in ("x", "width")}
        found = sorted(spans(group))
        assert all(box["x"] + 8 <= left for left, *_ in found)
        assert all(right <= box["x"] + box["width"] - 8 for _, right, *_ in found)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(found))


def test_the_lines_of_a_legend_lie_on_the_page() -> None:
    found = PICTURES["diff"]
    root = ET.fromstring(svg(found))
    lines = [(right, base) for _, right, base, _ in spans(root)]
    assert len(lines) == 2 + len(found.legend) > 5
    top = min(card.y for card in found.cards)
    assert all(right < found.width and base < top - 6 for right, base in lines)


def test_traffic_gives_every_card_and_key_its_exact_share() -> None:
    odds = ivrsim.odds(now())
    for one in PICTURES["traffic"].cards:
        assert one.badge == share_text(odds.nodes[one.node])
        for row in one.rows:
            share = odds.exits[one.node, row.exit] / odds.nodes[one.node]
            assert row.share == share_text(share)


def test_the_width_of_an_edge_grows_with_its_share() -> None:
    found = PICTURES["traffic"]
    odds = ivrsim.odds(now())
    for edge in found.edges:
        share = odds.exits[found.cards[edge.source].node, edge.exit]
        assert edge.width == max(1.0, WIDEST * float(share))
        assert edge.headless
        assert edge.shade == f"shade{max(level(share), FAINTEST)}"


def test_callers_of_another_profile_go_other_ways() -> None:
    assert picture(now(), view="traffic", profile="impatient") != PICTURES["traffic"]
    with pytest.raises(UsageError, match="nobody"):
        picture(now(), view="traffic", profile="nobody")


@pytest.mark.parametrize(
    ("share", "said"),
    [("0", "0%"), ("1", "100%"), ("1/3", "33%"), ("1/13", "7.7%"), ("1/20000", "<0.1%"),
     ("9999/10000", ">99%"), ("1/10", "10%"), ("0.0996", "10%"), ("3/2", "150%")],
)  # fmt: skip
def test_a_share_never_says_all_or_nothing_where_it_is_not(share: str, said: str) -> None:
    assert share_text(Fraction(share)) == said


def test_dead_branches_are_grey_and_say_why() -> None:
    found = ivrsim.reach(faulty())
    dead = {node for node in faulty().nodes if found.reachable(node) is False}
    assert dead
    assert {c.node for c in PICTURES["dead"].cards if c.state is State.DIM} == dead
    assert all(card("dead", node).badge == "dead" for node in dead)
    for one in found.dead:
        assert one.exit is not None
        top = card("dead", faulty().wires[one.node, one.exit])
        assert " ".join(note.text for note in top.notes) in str(one.reason)
        assert len(top.notes) > 0
    assert set(PICTURES["dead"].remarks) == {f"dead: {one}" for one in found.dead}


def test_a_flow_without_dead_branches_says_that_it_is_proven() -> None:
    found = picture(now(), view="dead")
    assert found.subtitle.startswith("no branch is dead: proven")
    assert {card.state for card in found.cards} == {State.PLAIN}


def test_a_badge_counts_the_findings_and_names_the_gravest() -> None:
    findings = faulty().lint()
    assert {str(one.severity) for one in findings} == {"error", "warning", "info"}
    for one in PICTURES["lint"].cards:
        here = [finding for finding in findings if finding.node == one.node]
        grave = [s for s in ("error", "warning", "info") if any(f.severity == s for f in here)]
        assert bool(one.badge) == bool(here)
        if here:
            assert grave[0] in one.badge
            assert one.role == grave[0]
            assert len(here) == 1 or one.badge.endswith(f" · {len(here)}")
            assert all(finding.message in one.tip for finding in here)


def test_a_page_lists_the_findings() -> None:
    html = page.page(PICTURES["lint"], [])
    assert html.count("<li>") == len(faulty().lint()) > 0
    assert "<li>" not in page.page(picture(flow()), [])


def test_a_difference_names_what_was_done_to_each_node() -> None:
    found = PICTURES["diff"]
    roles = {card.node: card.role for card in found.cards}
    assert roles["/true/1/false"] == roles["/true/1/false/next"] == "added"
    assert roles["/true/N"] == "moved"
    assert roles["/true/3"] == roles["/true/2/2"] == "changed"
    gone = [node for node, role in roles.items() if role == "removed"]
    assert len(gone) == 2
    assert not {*gone} & {*now().nodes}
    assert len(roles) == len(now()) + len(gone)
    words = {card.role: card.badge for card in found.cards}
    assert {role for role, badge in words.items() if role in badge} == {*words} - {"quiet"}


def test_a_changed_text_stands_before_and_after() -> None:
    texts = [(note.text[0], note.ink) for note in card("diff", "/true/3").text]
    assert texts[0] == ("\N{MINUS SIGN}", "removed-accent")
    assert ("+", "added-accent") in texts
    assert "8005550122 → 8005550121" in card("diff", "/true/2/2").notes[-1].text


def test_a_removed_way_stands_beside_the_one_that_took_its_key() -> None:
    rows = card("diff", "/true").rows
    assert [row.keycap for row in rows] == ["1", "2", "3", "4", "W", "N", "W"]
    assert (rows[-1].role, rows[-1].caption) == ("removed", "\N{MINUS SIGN} removed")
    edges = [edge for edge in PICTURES["diff"].edges if edge.role == "removed"]
    assert len(edges) == 2
    assert all(edge.dashed for edge in edges)


def test_the_legend_of_a_difference_names_who_notices() -> None:
    delta = ivrsim.diff(before(), now())
    legend = [line.text for line in PICTURES["diff"].legend]
    assert legend[0] == delta.verdict
    assert delta.regions[0].who in legend[1]
    assert {str(region) for region in delta.regions} <= {*PICTURES["diff"].remarks}


def test_flows_that_do_not_differ_have_nothing_marked() -> None:
    found = picture(now(), against=now())
    assert {card.role for card in found.cards} == {"quiet"}
    assert "25 as before" in found.subtitle


@pytest.mark.parametrize(("old", "new"), [(CallFlow({}, {}, root=None), now()),
                                          (now(), CallFlow({}, {}, root=None))])  # fmt: skip
def test_a_flow_is_compared_with_none(old: CallFlow, new: CallFlow) -> None:
    found = picture(new, against=old)
    assert {card.role for card in found.cards} == {"added" if len(new) else "removed"}
    assert len(found.cards) == 25


def test_a_view_that_lacks_something_says_what() -> None:
    with pytest.raises(UsageError, match="compares two flows"):
        show(flow(), view="diff")
    with pytest.raises(UsageError, match="shows a call"):
        show(flow(), view="path")
    with pytest.raises(UsageError, match="no view 'sideways'") as caught:
        show(flow(), view="sideways")
    assert all(view in caught.value.hint for view in VIEWS)


@pytest.mark.parametrize("view", SHOWN)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_stay_texts_in_every_view(view: str, text: str) -> None:
    against = saying(f"{text} before") if view == "diff" else None
    html = str(show(saying(text), view=view, against=against, format="svg", theme="auto"))
    root = ET.fromstring(html)
    assert {element.tag for element in root.iter()} <= ALLOWED
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "id"]


def pairs() -> Iterator[tuple[str, str]]:
    """Every ink of a view and the ground it stands on."""
    grounds = [name for name in LIGHT if f"on-{name}" in LIGHT and name not in LIGHT_BASE]
    yield from ((f"on-{name}", name) for name in grounds)
    yield from (("removed-accent", "changed-fill"), ("added-accent", "changed-fill"))
    yield from (("moved-accent", "changed-fill"), ("muted", "page"))
    for severity, other in itertools.product(("error", "warning", "info"), repeat=2):
        yield f"{severity}-accent", f"{other}-fill"
    for role in ("added", "removed", "changed", "moved"):
        yield from ((f"{role}-accent", "quiet-fill"), (f"{role}-accent", f"{role}-fill"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", sorted(set(pairs())), ids=" on ".join)
def test_every_text_of_a_view_has_a_contrast_of_5_4_or_better(
    theme: str, pair: tuple[str, str]
) -> None:
    ink, ground = (THEMES[theme][name] for name in pair)
    assert contrast(ink, ground) >= 5.4


@pytest.mark.parametrize("theme", THEMES)
def test_borders_and_edges_of_a_view_stand_out_from_the_page(theme: str) -> None:
    colours = THEMES[theme]
    lines = [f"{role}-border" for role in ("added", "removed", "changed", "moved", "error", "info")]
    lines += [f"shade{n}" for n in range(FAINTEST, SHADES)]
    assert {n: c for n in lines if (c := contrast(colours[n], colours["page"])) < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_shades_follow_one_another_for_every_eye(theme: str) -> None:
    found = [luminance(THEMES[theme][f"shade{n}"]) for n in range(SHADES)]
    assert found in (sorted(found), sorted(found, reverse=True))
    steps = [contrast(THEMES[theme][f"shade{n}"], THEMES[theme][f"shade{n + 1}"])
             for n in range(SHADES - 1)]  # fmt: skip
    assert min(steps) > 1.1


# Linear RGB as eyes without red or green cones have it: G. M. Machado and others,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
EYES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}  # fmt: skip


def lab(colour: str, eye: str) -> tuple[float, float, float]:
    """A colour as an eye sees it, in CIE L*a*b* (white D65)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    seen = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0.0), 1.0)
            for row in EYES[eye]]  # fmt: skip
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(m * c for m, c in zip(row, seen, strict=True)) for row in rows)
    scaled = [part / white for part, white in zip((x, y, z), (0.9505, 1.0, 1.089), strict=True)]
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in scaled]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def apart(one: str, other: str, eye: str) -> float:
    """How different two colours look (CIE 1976); about 2 is just noticed."""
    pairs = zip(lab(one, eye), lab(other, eye), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_marks_can_be_told_apart_by_every_eye(eye: str, theme: str) -> None:
    colours = THEMES[theme]
    kinds = ("added", "removed", "changed", "moved", "quiet")
    for group in (kinds, ("error", "warning", "info", "neutral")):
        for one, other in itertools.combinations(group, 2):
            seen = apart(colours[f"{one}-border"], colours[f"{other}-border"], eye)
            assert seen >= 20, (one, other)
