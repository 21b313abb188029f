"""The one vocabulary of views: what a view says of nodes and of ways out.

A view fills marks, the picture spells them out, and a renderer draws the picture:
no renderer knows a view, and no view knows a renderer.
"""

from __future__ import annotations

from collections.abc import Mapping

from ivrsim.flow.flow import NodeId
from ivrsim.render.picture import Legend, Note, State
from ivrsim.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """How a node, or a way out with its edge, stands out.

    - `state`, `dashed`: as in the picture; `role`: other colours than the node's own;
    - `shade`: the ground of a node's badge, or the colour of an edge;
    - `width`: of a card's border or of an edge, in points; 0: as usual;
    - `badge`: a few words in a card's header; `text`: lines instead of what the node says;
      `notes`: lines below; `tip`: what a tooltip says besides;
    - `caption`, `share`, `keycap`: of a way out, instead of its own caption, right before
      the keycap, and instead of the exit's name;
    - `headless`: an edge without its arrowhead, since its width speaks;
    - `said`: what an outline writes after the node;
    - `keep`: the node is shown where others are folded; `counted`: what a fold that hides it
      says of how many ("with errors"); `weight`: the share of calls that come to it.
    """

    state: State = State.PLAIN
    role: str = ""
    shade: str = ""
    width: float = 0.0
    badge: str = ""
    text: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    tip: tuple[str, ...] = ()
    caption: str = ""
    share: str = ""
    keycap: str = ""
    dashed: bool = False
    headless: bool = False
    said: str = ""
    keep: bool = False
    counted: str = ""
    weight: float | None = None


PLAIN = Mark()


@dataclass(frozen=True, slots=True)
class Marks:
    """What a view says of a whole flow.

    `rest` is the mark of every node that has none of its own; its `state` and `headless`
    hold for the edges without a mark too.  `title` and `subtitle` replace the headlines,
    `scale` says what is to be measured, `legend` and `remarks` go into the picture.
    """

    nodes: Mapping[NodeId, Mark] = field(default_factory=dict)
    exits: Mapping[tuple[NodeId, str], Mark] = field(default_factory=dict)
    rest: Mark = PLAIN
    title: str = ""
    subtitle: str = ""
    legend: tuple[Legend, ...] = ()
    remarks: tuple[str, ...] = ()
    scale: str = ""

    def node(self, node: NodeId) -> Mark:
        """The mark of a node."""
        return self.nodes.get(node, self.rest)

    def edge(self, node: NodeId, exit: str) -> Mark:
        """The mark of the edge behind an exit."""
        own = self.exits.get((node, exit))
        return own or Mark(self.rest.state, headless=self.rest.headless)

    @property
    def said(self) -> dict[NodeId, str]:
        """For each marked node what an outline writes after it."""
        return {node: mark.said for node, mark in self.nodes.items() if mark.said}


NONE = Marks()
