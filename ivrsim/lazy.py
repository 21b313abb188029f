"""What waits: imports, patterns and values that are worked out at first use.

Two needs meet here.  Start-up time: `import ivrsim` and `ivrsim lint` must not pay
for networkx or graphviz, nor for a regular expression that nobody looks for.  Friendly
values: `flow.call()` and a notebook's display of a flow belong to layers above `flow`,
which it must not import; such a method is a `Door`, named here as text and opened when
somebody walks through.
"""

from __future__ import annotations

import re
from importlib import import_module

__all__ = ["Door", "Path", "fetch", "once", "pattern"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import cached_property as once
    from pathlib import Path
    from re import compile as pattern
    from typing import Any
else:

    class pattern:  # noqa: N801 - stands for the function `re.compile`
        """A regular expression that is compiled when something is first looked for."""

        def __init__(self, text: str | bytes, flags: int = 0) -> None:
            self._made_of = text, flags

        def __getattr__(self, name: str) -> Any:
            part = getattr(re.compile(*self._made_of), name)
            setattr(self, name, part)  # the next time it is found at once
            return part

    class once:  # noqa: N801 - a decorator, as cached_property is
        """A `functools.cached_property` without a lock, which Python 3.12 has dropped too.

        The lock costs more than most of what a view of a node works out.
        """

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self.make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.make(instance)
            return value


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


class _Later:
    """What another module holds, imported when it is called or looked into."""

    def __init__(self, target: str) -> None:
        self._target = target

    def __call__(self, *arguments: Any) -> Any:
        return fetch(self._target)(*arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(fetch(self._target), name)


if not TYPE_CHECKING:
    Path = _Later("pathlib:Path")
    """`pathlib.Path` to call, not for `isinstance`: to read one file no paths are needed."""
