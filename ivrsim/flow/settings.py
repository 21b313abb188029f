"""What holds for a whole call flow: recording, whisper, challenge, voice, caller id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ivrsim.models import Model


class CallerId(Model):
    """Which number the call centre's agent sees (Invoca, `caller_id` in `ivr_tree`).

    `mask` is the number ("800-555-5555") for `specific`, a pattern with X for the
    caller's digits ("800-555-XXXX") for `partial`, and absent otherwise.
    """

    setting: Literal["original", "promo", "specific", "partial"] = "original"
    mask: str | None = None


class Settings(Model):
    """The siblings of `root` in Invoca's `ivr_tree`, with the vendor's defaults.

    `call_recording_condition` counts only while `record_calls` is true; an empty
    condition is no condition.  `whisper_prompt_condition` needs a whisper prompt.
    `tts_voice_talent_id` 3 is Julie, en-US.
    """

    record_calls: bool = False
    call_recording_condition: str = ""
    play_call_recorded_prompt: bool = True
    whisper_prompt_text: str = ""
    whisper_prompt_id_from_network: str = ""
    whisper_prompt_condition: str = ""
    custom_challenge_prompt_text: str = ""
    custom_challenge_prompt_id_from_network: str = ""
    custom_wrong_keypress_error_prompt_text: str = ""
    custom_wrong_keypress_error_prompt_id_from_network: str = ""
    custom_no_keypress_error_prompt_text: str = ""
    custom_no_keypress_error_prompt_id_from_network: str = ""
    asr_enabled: bool = False
    tts_voice_talent_id: int = 3
    call_activity_tracking: Literal[
        "NoTracking", "PurgeActivityOnCallImport", "SaveActivityOnCallImport"
    ] = "NoTracking"
    caller_id: CallerId = CallerId()

    def conditions(self) -> Iterator[tuple[str, str]]:
        """(field, text) of every condition that stands beside the tree."""
        yield "call_recording_condition", self.call_recording_condition
        yield "whisper_prompt_condition", self.whisper_prompt_condition
