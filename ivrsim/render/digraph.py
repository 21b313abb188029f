"""A `graphviz.Digraph` that knows its picture: it shows itself without Graphviz."""

from __future__ import annotations

from typing import Any

import graphviz

from ivrsim.errors import UsageError
from ivrsim.render.dot import statements
from ivrsim.render.picture import Picture
from ivrsim.render.png import png
from ivrsim.render.svg import svg

# Graphviz' own text of `engine`; `layout=nop2` in the document has the last word.
ENGINE = "neato"


class FlowDigraph(graphviz.Digraph):  # type: ignore[misc]
    """A pinned digraph: `source` for any Graphviz, SVG and PNG without one."""

    def __init__(self, picture: Picture, theme: str = "light") -> None:
        super().__init__(engine=ENGINE, body=[f"\t{line}\n" for line in statements(picture, theme)])
        self.picture = picture
        self.theme = theme

    def pipe(self, format: str | None = None, *args: Any, **options: Any) -> Any:
        """The drawing in a format; SVG and PNG are ours, the rest needs a `dot` on PATH.

        Raises `UsageError` where there is no `dot`, or it cannot write the format.
        """
        match format or self.format:
            case "svg":
                text = svg(self.picture, self.theme)
                return text if options.get("encoding") else text.encode()
            case "png":
                return png(self.picture, self.theme)
            case other:
                return self._by_dot(other, *args, **options)

    def _by_dot(self, wanted: str, *args: Any, **options: Any) -> Any:
        try:
            return super().pipe(wanted, *args, **options)
        except graphviz.ExecutableNotFound as error:
            raise UsageError(
                f"{wanted.upper()} needs Graphviz, and there is no `dot` on PATH.",
                hint="Install Graphviz, or write .svg, .html or .png, which need none.",
            ) from error
        except (graphviz.CalledProcessError, ValueError) as error:
            raise UsageError(f"Graphviz cannot write {wanted.upper()}: {error}.") from error

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, str]:
        return {"image/svg+xml": svg(self.picture, self.theme), "text/plain": self.source}
