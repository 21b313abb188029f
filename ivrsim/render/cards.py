"""A node as a card: what it says, how large it is, where its keys stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from ivrsim.flow.flow import CallFlow, NodeId
from ivrsim.flow.node import Exit, Node, Role
from ivrsim.flow.spoken import spoken_keys
from ivrsim.render.marks import NONE, PLAIN, Mark, Marks
from ivrsim.render.metrics import fit, is_measured, text_width, wrap
from ivrsim.render.picture import Card, KeyRow, Note, State
from ivrsim.render.shares import share_text
from ivrsim.render.tree import Branch, Fold, Form
from ivrsim.text import clean
from ivrsim.values import replace

PADDING = 9.0
HEADER = 15.0
LINE = 13.0
ROW = 20.0
WIDE = 178.0
NARROW = 88.0
KEYCAP = 20.0
ICON_GAP = 6.0
CHIP = 14.0
"""How much wider than its text a chip is."""
SMALL_WIDE = 240.0
SMALL_HIGH = 24.0
MOST_ROWS = 24
TIP = 2000
"""Characters of a prompt that a tooltip shows."""

FOLD = "fold"
"""The role of a card that stands for many nodes."""


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


def _rows(flow: CallFlow, card: Card, marks: Marks, top: float) -> Iterator[KeyRow]:
    captions = captions_of(flow.nodes[card.node])
    plain = Mark(State.DIM) if card.state is State.DIM else PLAIN
    for count, (name, exit_, wired) in enumerate(_ways(flow, card.node)):
        y = top + ROW * count + ROW / 2 + 1
        if count == MOST_ROWS:
            yield KeyRow("and more", "", WIDE, y, 0.0)
            return
        mark = marks.exits.get((card.node, name), plain)
        caption = captions.get(name, "") if wired else "leads nowhere"
        if exit_ is None:
            caption = "no key leads here"
        dashed = exit_ is None or exit_.failover or not wired or mark.dashed
        yield _row(name, mark, caption, y, dashed)


def _row(name: str, mark: Mark, caption: str, y: float, dashed: bool) -> KeyRow:
    keycap = fit(clean(mark.keycap or name), 80, 9, bold=True)
    width = keycap_width(keycap)
    x = WIDE - PADDING - width
    room = x - PADDING - 6 - (text_width(mark.share, 9, bold=True) + 6 if mark.share else 0.0)
    strong = mark.state is State.PATH or bool(mark.role)
    shown = fit(clean(mark.caption or caption), room, 9, bold=strong)
    return KeyRow(shown, keycap, x, y, width, dashed, mark.state, name, mark.share, mark.role)


def _header_width(card: Card) -> float:
    icon = text_width(card.icon, bold=True) + ICON_GAP if card.icon else 0.0
    badge = badge_width(card) + 2 * ICON_GAP if card.badge else 0.0
    return icon + text_width(card.title, bold=True) + badge


def badge_width(card: Card) -> float:
    """The width of a card's badge, with its chip if it stands on one."""
    return text_width(card.badge, 9, bold=True) + (CHIP if card.shade else 0.0)


def bare_card(flow: CallFlow, key: NodeId, marks: Marks = NONE) -> Card:
    """A card with its header only, no size yet."""
    node, mark = flow.nodes[key], marks.node(key)
    text, summary = text_of(node), summary_of(node)
    return Card(
        node=key,
        x=0.0,
        y=0.0,
        width=WIDE,
        height=0.0,
        role=mark.role or node.role,
        icon=icon_of(node),
        title=fit(title_of(node), 100, bold=True),
        badge=fit(mark.badge, 80, 9, bold=True),
        tip="\n".join(filter(None, (title_of(node), text, summary, *mark.tip))),
        state=mark.state,
        shade=mark.shade,
        thick=mark.width or 1.2,
        dashed=mark.dashed,
    )


def _fitted(notes: Iterable[Note]) -> Iterator[Note]:
    """Notes in lines that fit on a card, all but the first of each indented."""
    for note in notes:
        room = WIDE - 2 * PADDING - note.indent
        lines = wrap(clean(note.text), room, note.size, most=note.lines, bold=note.bold)
        for place, line in enumerate(lines):
            yield replace(note, text=line, indent=note.indent if place else 0.0)


def full_card(flow: CallFlow, branch: Branch, marks: Marks = NONE) -> Card:
    """A card with prompt, summary and a row for every way out."""
    card, mark = bare_card(flow, branch.node, marks), marks.node(branch.node)
    node = flow.nodes[branch.node]
    room = WIDE - 2 * PADDING
    text, notes = tuple(_fitted(mark.text)), tuple(_fitted(mark.notes))
    lines = () if text else wrap(text_of(node), room)
    summary = fit(summary_of(node), room, bold=True)
    top = PADDING + HEADER + LINE * (len(lines) + len(text) + bool(summary) + len(notes))
    rows = tuple(_rows(flow, card, marks, top))
    said = [Note(line, bold=False, size=10.0) for line in lines]
    width = WIDE if rows else _leaf_width(card, [*said, Note(summary, size=10.0), *text, *notes])
    height = top + ROW * len(rows) + PADDING
    return replace(
        card, lines=lines, summary=summary, text=text, notes=notes, rows=rows, width=width,
        height=height,
    )  # fmt: skip


def _leaf_width(card: Card, notes: Iterable[Note]) -> float:
    widths = (text_width(note.text, note.size, note.bold) + note.indent for note in notes)
    return min(max(NARROW, max(_header_width(card), *widths) + 2 * PADDING), WIDE)


def small_card(flow: CallFlow, branch: Branch, marks: Marks = NONE) -> Card:
    """A card of one line: the key that leads here, and as much of the text as fits."""
    card = bare_card(flow, branch.node, marks)
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


def trail_card(flow: CallFlow, branch: Branch, marks: Marks = NONE) -> Card:
    """A card with nothing but the key that leads here, and what the node is."""
    card = bare_card(flow, branch.node, marks)
    entry = fit(clean(branch.exit), 40, 9, bold=True)
    width = 2 * PADDING + _header_width(card) + (keycap_width(entry) + ICON_GAP if entry else 0.0)
    return replace(card, entry=entry, width=width, height=SMALL_HIGH, small=True)


def fold_card(flow: CallFlow, branch: Branch, marks: Marks = NONE) -> Card:
    """A card that stands for nodes not shown: how many, and what the view says of them."""
    fold = branch.fold or Fold(0)
    words = f"+{fold.nodes:,} node{'s' * (fold.nodes != 1)}"
    notes = tuple(_fold_notes(fold))
    exits = ", ".join(fold.exits[:MOST_ROWS]) if fold.named else ""
    entry = fit(clean(exits), 64, 9, bold=True)
    line = text_width(words, bold=True) + (keycap_width(entry) + ICON_GAP if entry else 0.0)
    widest = max(line, *(text_width(note.text, note.size, note.bold) for note in notes), 0.0)
    return Card(
        node="",
        x=0.0,
        y=0.0,
        width=widest + 2 * PADDING,
        height=SMALL_HIGH + LINE * len(notes),
        role=FOLD,
        icon="",
        title=words,
        notes=notes,
        entry=entry,
        tip="\n".join([words, *(note.text for note in notes)]),
        small=True,
        state=marks.rest.state,
        dashed=True,
        stands=fold.nodes,
    )


def _fold_notes(fold: Fold) -> Iterator[Note]:
    if fold.share is not None:
        share = share_text(Fraction(min(fold.share, 1.0)).limit_denominator(10**9))
        yield Note(f"{share} of calls", "fold-accent", bold=False)
    for word, count, role in fold.words:
        yield Note(f"{count:,} {word}", f"{role or FOLD}-accent")


CARDS: Mapping[Form, Callable[[CallFlow, Branch, Marks], Card]] = {
    Form.FULL: full_card,
    Form.LINE: small_card,
    Form.TRAIL: trail_card,
    Form.FOLD: fold_card,
}
"""How each form of a branch is drawn."""
