"""The lists of prompt recordings, of network and advertiser, that rules compare a flow with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ivrsim.campaign.prompt_recordings import PromptLibrary, read_prompt_recordings
from ivrsim.errors import UnreadableError, UsageError
from ivrsim.places import ROOT
from ivrsim.source import Source, read_file, read_text


def library(path: Path | str) -> PromptLibrary:
    """The list in a file: a network's or advertiser's document, as the vendor answers it.

    Raises `UnreadableError` where there is no such file, `UsageError` where it holds no
    list of recordings (Invoca, Prompt Recordings).
    """
    file = Path(path)
    try:
        stamp = file.stat().st_mtime_ns
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(
            f"The list of recordings {str(path)!r} cannot be read: {why}.",
            hint="Name a file with the vendor's answer for a network or an advertiser.",
        ) from error
    return _read(file, stamp)


@lru_cache(maxsize=32)
def _read(path: Path, _stamp: int) -> PromptLibrary:
    return _library(read_file(path))


def library_in(text: str) -> PromptLibrary:
    """The list in a text.  Raises as `library`."""
    return _library(read_text(text))


def _library(source: Source) -> PromptLibrary:
    found, problems = read_prompt_recordings(source.data, ROOT)
    told = [problem.message for problem in (*source.problems, *problems)]
    if told:
        raise UsageError(
            f"{source.name} is no list of prompt recordings: {told[0]}",
            hint='It is the vendor\'s answer for a network or an advertiser: {"prompt_recordings": '
            '[{"id_from_network": ..., "prompt_text": ..., "prompt_received": ...}]}.',
        )
    return found
