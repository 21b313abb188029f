"""Imports that wait: the one place where a name is looked up at first use.

Two needs meet here.  Start-up time: `import ivrsim` and `ivrsim lint` must not pay
for networkx or graphviz.  Friendly values: `flow.call()` and a notebook's display
of a flow belong to layers above `flow`, which it must not import; such a method is
a `Door`, named here as text and opened when somebody walks through.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def fetch(target: str) -> Any:
    """The object that `"package.module:name"` names, imported now."""
    module, _, name = target.partition(":")
    found = import_module(module)
    return getattr(found, name) if name else found


class Door:
    """A method that lives in a higher layer: `call = Door("ivrsim.simulate.session:call")`."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __set_name__(self, owner: type, name: str) -> None:
        self.__doc__ = f"See `{self.target}`."

    def __get__(self, instance: object, owner: type | None = None) -> Callable[..., Any]:
        function = fetch(self.target)
        if instance is None:
            return function  # type: ignore[no-any-return]
        return function.__get__(instance, owner)  # type: ignore[no-any-return]
