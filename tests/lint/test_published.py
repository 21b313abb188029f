"""What the vendor publishes: each known defect is found, and nothing else is complained of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ivrsim.lint import lint

INVOCA = Path(__file__).parents[1] / "data" / "invoca"

BOTH_TERMS = 2
DEFECTS = {
    "a_get_response_has_the_future_tree_inside_its_budgets": {
        # a brace is misplaced: the tree stands inside budget_activities
        "IVR922": 1,
        # the payin is in EUR, the two payouts in USD
        "IVR702": 2 * BOTH_TERMS,
        # both branches of the condition connect to one number
        "IVR305": BOTH_TERMS,
        # "duration > 60"
        "IVR409": BOTH_TERMS,
        # hours of closed days; a close of 50999 seconds
        "IVR503": 2 * BOTH_TERMS,
    },
    "a_post_body_creates_a_campaign_with_payouts": {
        # the payout may be earned by calls that bring nothing in
        "IVR701": 1,
        "IVR305": 1,
        "IVR409": 1,
        "IVR503": 2,
    },
    "a_post_body_has_a_leaf_with_empty_children_and_condition": {
        # "PacificTime(US&Canada)": the blanks are lost
        "IVR504": 1,
    },
    "a_put_body_offers_two_departments": {
        # a wrong key, or none, and the call is cut off
        "IVR301": 1,
    },
    "a_voice_is_chosen_and_the_prompt_is_called_prompt_text": {"IVR106": 1},
    "an_empty_prompt_is_refused_with_403": {
        # the refused parameter, and the names that the page misspells
        "IVR105": 1,
        "IVR106": 3,
        "IVR202": 1,
        "IVR301": 2,
    },
}
"""By file, how often each rule speaks; files that are not named are clean."""


@pytest.mark.parametrize("path", sorted(INVOCA.glob("*.json")), ids=lambda path: path.stem)
def test_the_known_defects_of_the_published_examples_are_found_and_no_others(path: Path) -> None:
    assert Counter(d.code for d in lint(path)) == DEFECTS.get(path.stem, {})


def test_every_example_with_a_defect_is_there() -> None:
    assert set(DEFECTS) <= {path.stem for path in INVOCA.glob("*.json")}
