"""Findings that somebody decided to live with: where, which rules, and for what reason."""

from __future__ import annotations

from ivrsim.flow.flow import NodeId
from ivrsim.lint.globs import covers_file, covers_node
from ivrsim.places import Position
from ivrsim.values import dataclass

NOWHERE = Position(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """Findings of some rules that are left out, in some files or at some nodes.

    - `rules`: codes, beginnings of codes, names, as in `select`;
    - `files`: patterns relative to the folder of the configuration; none: every file;
    - `nodes`: patterns of node ids; none: every node, and what belongs to no node;
    - `flow`: only in the flow of that name (`future_terms`); empty: in all;
    - `reason`: why; never empty in a configuration;
    - `judged`: whether it is told where it leaves nothing out;
    - `config`, `position`, `pointer`: the file that says so, and where in it.
    """

    rules: tuple[str, ...]
    reason: str
    files: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    flow: str = ""
    judged: bool = True
    config: str = ""
    position: Position = NOWHERE
    pointer: str = ""

    def means_file(self, way: str) -> bool:
        """Whether it is about the file, by its way from the configuration's folder."""
        return not self.files or any(covers_file(pattern, way) for pattern in self.files)

    def means_node(self, flow: str, node: NodeId | None) -> bool:
        """Whether it is about the node; `None` is a place that belongs to no node."""
        if self.flow and self.flow != flow:
            return False
        if not self.nodes:
            return True
        return node is not None and any(covers_node(pattern, node) for pattern in self.nodes)
