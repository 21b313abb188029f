"""Professional prompt recordings, and the documents that list them.

Source: Invoca, Prompt Recordings.  Those of a network may be assigned to any campaign,
those of an advertiser only to its own campaigns.
"""

from __future__ import annotations

from typing import ClassVar

from ivrsim.campaign.reading import BAD_VALUE, did_you_mean, read_model, shown
from ivrsim.campaign.record import DateText, Id, Record, Text, TextOrNull
from ivrsim.errors import Problem
from ivrsim.places import Place


class PromptRecording(Record):
    """One recording; a node names it by `id_from_network`.

    `prompt_text` is the text of the recording, `prompt_url` its sound file (never
    fetched), `prompt_received` when it was made.
    """

    title: ClassVar[str] = "A prompt recording"

    id_from_network: Id = ""
    prompt_text: Text = ""
    prompt_url: TextOrNull = None
    prompt_received: DateText = None

    @property
    def on_order(self) -> bool:
        """Whether it is not made yet: a `prompt_received` that is given, and null."""
        return "prompt_received" in self.model_fields_set and self.prompt_received is None


class PromptLibrary(Record):
    """A network or advertiser document, of which only the recordings are read."""

    title: ClassVar[str] = "A network or advertiser"
    reports_unknown: ClassVar[bool] = False

    id_from_network: Id = ""
    name: Text = ""
    prompt_recordings: tuple[PromptRecording, ...] = ()

    def find(self, id_from_network: str) -> PromptRecording | None:
        """The first recording of that id."""
        same = (it for it in self.prompt_recordings if it.id_from_network == id_from_network)
        return next(same, None)


def read_prompt_recordings(raw: object, place: Place) -> tuple[PromptLibrary, list[Problem]]:
    """The recordings that a network or advertiser document lists, and what is wrong with it.

    Never raises, whatever JSON value it meets.
    """
    library, problems = read_model(PromptLibrary, raw, place)
    if isinstance(raw, dict) and "prompt_recordings" not in raw:
        near = (key for key in raw if did_you_mean(key, ["prompt_recordings"]))
        meant = next(near, "")
        hint = f"Did you mean prompt_recordings, not {shown(meant)}?" if meant else ""
        said = "There is no list prompt_recordings"
        problems.append(Problem(BAD_VALUE, said, place, hint=hint))
    return library, problems
