"""IvrNode: Stringee's one kind of node; it plays something and waits for a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from ivrsim.conditions.ast import Answer
from ivrsim.flow.action import Action, Ask
from ivrsim.flow.node import Exit, Needed, Node, Role
from ivrsim.flow.question import KEYS, NONE, WRONG, Question
from ivrsim.models import NEEDED

MILLISECONDS = 1000


class IvrNode(Node):
    """A text or an uploaded file is played, and a key leads on (Stringee, IVR tree nodes).

    - `node_play_content`: "The content to play if mode="talk"; The uploaded filename if
      mode="play"";
    - `bargeIn`: whether a key counts before all of it was heard; `loop_count`: how often it
      is played; `sched`: milliseconds of silence before it; `keypress_timeout`: seconds;
    - `speed`: -3 to 3; it and `voice` count for `talk` only.

    What the pages leave open are settings of a call (`ivrsim.CallSettings`):

    - `repeats`: `loop_count` is "The number of times file/text is repeated": in a row, and
      then the time-out runs once [INFER]; or each time after a time-out;
    - `wrong_failover`: in the latter case, whether a wrong key leaves by INVALID_KEY only
      when all repeats are used up, or at once;
    - `no_branch`: at a node without EMPTY_KEY (INVALID_KEY) the time-out (a wrong key) ends
      the call [INFER]; or the node is played again.
    """

    node_type: ClassVar[str] = "IvrNode"
    vendor: ClassVar[str] = "stringee"
    lists_children: ClassVar[bool] = False
    may_stay: ClassVar[bool] = True
    title: ClassVar[str] = "IVR node"
    icon: ClassVar[str] = "#"
    role: ClassVar[Role] = Role.ASKS
    exits: ClassVar[tuple[Exit, ...]] = (
        *(Exit(key, Answer(key), required=False) for key in KEYS),
        Exit("INVALID_KEY", Answer(WRONG), required=False, failover=True, caption="wrong key"),
        Exit("EMPTY_KEY", Answer(NONE), required=False, failover=True, caption="no key pressed"),
    )
    voices: ClassVar[tuple[str, ...]] = (
        "female", "male", "hatieumai", "ngoclam", "banmai", "leminh", "myan", "lannhi",
        "hn_female_thutrang_phrase_48k-hsmm", "hn_male_xuantin_vdts_48k-hsmm",
        "sg_female_xuanhong_vdts_48k-hsmm", "sg_male_xuankien_vdts_48k-hsmm",
    )  # fmt: skip

    node_play_content: Needed = ""
    node_play_mode: Annotated[Literal["talk", "play"] | None, NEEDED] = None
    node_name: Needed = ""
    bargeIn: bool | Literal[0, 1] = True  # noqa: N815  (the vendor's spelling)
    loop_count: int = 1
    sched: int = 0
    voice: str = "hn_female_thutrang_phrase_48k-hsmm"
    speed: Literal[-3, -2, -1, 0, 1, 2, 3] = 0
    keypress_timeout: int = 5
    isRootNode: bool | Literal[0, 1] = False  # noqa: N815  (the vendor's spelling)
    node_play_option: str | int | None = None
    greeting_id: str | int | None = None

    @property
    def said(self) -> str:
        """The text, where one is read."""
        return "" if self.recording else self.node_play_content

    @property
    def recording(self) -> str:
        """The name of the file that is played instead of a text."""
        return self.node_play_content if self.node_play_mode == "play" else ""

    def actions(self) -> Iterator[Action]:
        """The content asks for a key."""
        question = Question(
            keys=KEYS,
            attempts=1,
            seconds=max(self.keypress_timeout, 0),
            barge_in=bool(self.bargeIn),
            times=max(self.loop_count, 1),
        )
        yield Ask(self.said, question, self.recording, max(self.sched, 0) / MILLISECONDS)

    def summary(self) -> str:
        """The node's name."""
        return self.node_name
