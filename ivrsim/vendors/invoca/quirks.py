"""Where Invoca's pages disagree with themselves, and what is done about it.

Each quirk has a name, the place it is found, and a test of that name.  Others need no
code here.  `start_at` for the documented `starts_at`, and `sunday_closed` as a text (a
"string" in the table, a boolean in every example) live with the campaign.  Leaves with
`"children": []` and `"condition": ""` are harmless, as is any empty property that belongs
to another node type.  An empty `prompt_id_from_network` is an order ("Just specify an
empty id_from_network and the prompt will get unassigned"): it is written back as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivrsim.places import Place

READ_AS: Mapping[str, str] = {
    "prompt_recieved": "prompt_received",
}
"""Spellings that are read as the documented property, and reported.

`prompt_recieved`: the request body under Error Handling (Advertiser Campaigns) has
`"prompt_recieved":null`; the page Prompt Recordings says `prompt_received`.
"""

MEANT: Mapping[str, str] = {
    **READ_AS,
    "prompt_text": "prompt",
    "distribution_type": "distribution_method",
}
"""Names that are not read, with the property that is meant.

- `prompt_text`: the page Prompt Voice sets `"prompt_text": "Please hold while we connect
  your call"` on a Connect; the property of a node is `prompt`.  Nothing says that it is
  ever spoken.
- `distribution_type`: the text on `ring_group_destination_total_limit` asks for a
  "distribution_type" of Random; the property is `distribution_method`.
"""

CAMPAIGN_SIGNS = ("current_terms", "future_terms", "ivr_tree")
"""The properties that make an object a campaign with a call flow."""


def has_call_flow(value: object) -> bool:
    """Whether a value is an object that holds terms or a tree itself."""
    return isinstance(value, dict) and any(value.get(sign) is not None for sign in CAMPAIGN_SIGNS)


def misplaced(data: Any, place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    """The outermost objects below a value that hold terms or a tree.

    In the published response to GET (Advertiser Campaigns), `future_terms` puts
    `pricing_type`, `ivr_tree`, `hours`, `named_regions` and all that follow inside
    `budget_activities`: a brace stands in the wrong line.  Others wrap a campaign in an
    envelope of their own.
    """
    todo: list[tuple[Any, Place]] = [(data, place)]
    for value, at in todo:
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inside in steps:
            if has_call_flow(inside):
                yield inside, at / step
            elif isinstance(inside, dict | list):
                todo.append((inside, at / step))
