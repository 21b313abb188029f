"""A node as a card: what it says, how large it is, where its keys stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Exit, Node, Role
from ivrsim.flow.spoken import spoken_keys
from ivrsim.render.metrics import fit, is_measured, text_width, wrap
from ivrsim.render.path import Path
from ivrsim.render.picture import Card, KeyRow, State
from ivrsim.render.tree import Branch
from ivrsim.text import clean

PADDING = 9.0
HEADER = 15.0
LINE = 13.0
ROW = 20.0
WIDE = 178.0
NARROW = 88.0
KEYCAP = 20.0
ICON_GAP = 6.0
SMALL_WIDE = 210.0
SMALL_HIGH = 24.0
MOST_ROWS = 24
TIP = 2000
"""Characters of a prompt that a tooltip shows."""

FOLD = "fold"
"""The role of a card that stands for many nodes."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A path by node: its steps' numbers, what each way out was taken for, and all notes."""

    numbers: dict[NodeId, list[int]] = field(default_factory=dict)
    notes: dict[tuple[NodeId, str], str] = field(default_factory=dict)
    ends: dict[NodeId, str] = field(default_factory=dict)
    told: dict[NodeId, list[str]] = field(default_factory=dict)

    def badge(self, node: NodeId) -> str:
        """`step 2`, or `steps 2, 5` where a call comes again."""
        numbers = self.numbers.get(node, [])
        if len(numbers) > 4:
            return f"{len(numbers)} steps from {numbers[0]}"
        return f"step{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}" if numbers else ""


def steps_of(path: Path) -> Steps:
    """The path, ready to be looked up."""
    steps = Steps()
    for number, visit in enumerate(path.visits, 1):
        steps.numbers.setdefault(visit.node, []).append(number)
        steps.told.setdefault(visit.node, []).append(clean(visit.note))
        if visit.exit is None:
            steps.ends[visit.node] = visit.note
        else:
            steps.notes[visit.node, visit.exit] = visit.note
    return steps


ICONS = {
    Role.ASKS: "•",
    Role.DECIDES: "?",
    Role.CONNECTS: "→",
    Role.ENDS: "■",
    Role.TEXTS: "≡",
}


def icon_of(node: Node) -> str:
    """The node type's icon, or its role's where the bundled font cannot draw it."""
    return node.icon if node.icon and is_measured(node.icon) else ICONS[node.role]


def title_of(node: Node) -> str:
    """The node type's word, never absent: an icon is never alone."""
    return node.title or clean(node.kind)[:40] or "Unknown"


def text_of(node: Node) -> str:
    """What the node says, or the recording it plays, or the condition it decides by."""
    recording = getattr(node, "recording", "")
    if node.said or recording:
        return clean(node.said[:TIP]) or f"(recording {clean(str(recording))})"
    return clean(node.summary()[:TIP]) if node.role is Role.DECIDES else ""


def summary_of(node: Node) -> str:
    """The line that matters beside the text."""
    return "" if node.role is Role.DECIDES else clean(node.summary()[:TIP])


def captions_of(node: Node) -> dict[str, str]:
    """For each key what the prompt offers it for; a caption the node type gives wins."""
    spoken = {key.key: key.caption for key in reversed(spoken_keys(node.said[:TIP]))}
    declared = {exit_.name: exit_.caption for exit_ in type(node).exits if exit_.caption}
    return spoken | declared


def _ways(flow: CallFlow, key: NodeId) -> Iterator[tuple[str, Exit | None, bool]]:
    """Exit name, its declaration, and whether it leads somewhere: wired or required."""
    declared = {exit_.name: exit_ for exit_ in type(flow.nodes[key]).exits}
    wired = flow.out.get(key, {})
    for name, exit_ in declared.items():
        if name in wired or exit_.required:
            yield name, exit_, name in wired
    for name in wired:
        if name not in declared:
            yield name, None, True


def _rows(flow: CallFlow, key: NodeId, steps: Steps | None, top: float) -> Iterator[KeyRow]:
    captions = captions_of(flow.nodes[key])
    for count, (name, exit_, wired) in enumerate(_ways(flow, key)):
        y = top + ROW * count + ROW / 2 + 1
        if count == MOST_ROWS:
            yield KeyRow("and more", "", WIDE, y, 0.0)
            return
        keycap = fit(clean(name), 80, 9, bold=True)
        width = keycap_width(keycap)
        caption = captions.get(name, "") if wired else "leads nowhere"
        if exit_ is None:
            caption = "no key leads here"
        state = _row_state(key, name, steps)
        if state is State.PATH and steps is not None:
            caption = steps.notes[key, name] or caption
        x = WIDE - PADDING - width
        shown = fit(clean(caption), x - PADDING - 6, 9, bold=state is State.PATH)
        yield KeyRow(shown, keycap, x, y, width, _is_dashed(exit_, wired), state, name)


def _is_dashed(exit_: Exit | None, wired: bool) -> bool:
    return exit_ is None or exit_.failover or not wired


def _row_state(key: NodeId, name: str, steps: Steps | None) -> State:
    if steps is None or (key in steps.numbers and (key, name) not in steps.notes):
        return State.PLAIN
    return State.PATH if (key, name) in steps.notes else State.DIM


def _state(key: NodeId, steps: Steps | None) -> State:
    if steps is None:
        return State.PLAIN
    return State.PATH if key in steps.numbers else State.DIM


def _header_width(card: Card) -> float:
    icon = text_width(card.icon, bold=True) + ICON_GAP if card.icon else 0.0
    badge = text_width(card.badge, 9, bold=True) + 2 * ICON_GAP if card.badge else 0.0
    return icon + text_width(card.title, bold=True) + badge


def bare_card(flow: CallFlow, key: NodeId, steps: Steps | None) -> Card:
    """A card with its header only, no size yet."""
    node = flow.nodes[key]
    text, summary = text_of(node), summary_of(node)
    told = steps.told.get(key, [])[:MOST_ROWS] if steps else []
    return Card(
        node=key,
        x=0.0,
        y=0.0,
        width=WIDE,
        height=0.0,
        role=node.role,
        icon=icon_of(node),
        title=fit(title_of(node), 100, bold=True),
        badge=fit(steps.badge(key), 80, 9, bold=True) if steps else "",
        note=fit(clean(steps.ends.get(key, "")), WIDE - 2 * PADDING, 9, bold=True) if steps else "",
        tip="\n".join(filter(None, (title_of(node), text, summary, *told))),
        state=_state(key, steps),
    )


def full_card(flow: CallFlow, branch: Branch, steps: Steps | None) -> Card:
    """A card with prompt, summary and a row for every way out."""
    card = bare_card(flow, branch.node, steps)
    node = flow.nodes[branch.node]
    room = WIDE - 2 * PADDING
    lines = wrap(text_of(node), room)
    summary = fit(summary_of(node), room, bold=True)
    card = replace(card, lines=lines, summary=summary)
    top = PADDING + HEADER + LINE * (len(lines) + bool(summary) + bool(card.note))
    rows = tuple(_rows(flow, branch.node, steps, top))
    width = WIDE if rows else _leaf_width(card)
    return replace(card, rows=rows, width=width, height=top + ROW * len(rows) + PADDING)


def _leaf_width(card: Card) -> float:
    widest = max(
        _header_width(card),
        *(text_width(line) for line in card.lines),
        text_width(card.summary, bold=True),
        text_width(card.note, 9, bold=True),
    )
    return min(max(NARROW, widest + 2 * PADDING), WIDE)


def small_card(flow: CallFlow, branch: Branch, steps: Steps | None) -> Card:
    """A card of one line: the key that leads here, and as much of the text as fits."""
    card = bare_card(flow, branch.node, steps)
    node = flow.nodes[branch.node]
    entry = fit(clean(branch.exit), 40, 9, bold=True)
    width = 2 * PADDING + _header_width(card) + (keycap_width(entry) + ICON_GAP if entry else 0.0)
    room = SMALL_WIDE - width - ICON_GAP
    text = fit(summary_of(node) or text_of(node), room, 9) if room > 30 else ""
    if text:
        width += ICON_GAP + text_width(text, 9)
    lines = (text,) if text else ()
    return replace(card, entry=entry, lines=lines, width=width, height=SMALL_HIGH, small=True)


def keycap_width(name: str) -> float:
    """The width of the keycap with that name."""
    return max(KEYCAP, text_width(name, 9, bold=True) + 10)


def fold_card(branch: Branch, steps: Steps | None) -> Card:
    """A card that stands for nodes not shown."""
    words = f"+{branch.folded:,} node{'s' * (branch.folded > 1)}"
    return Card(
        node="",
        x=0.0,
        y=0.0,
        width=text_width(words, bold=True) + 2 * PADDING,
        height=SMALL_HIGH,
        role=FOLD,
        icon="",
        title=words,
        tip=words,
        small=True,
        state=State.DIM if steps else State.PLAIN,
    )
