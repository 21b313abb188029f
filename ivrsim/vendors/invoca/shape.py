"""Where the call flows of a document stand, in any of the shapes people have.

- the body of a POST or PUT: campaign terms with `ivr_tree` among them;
- the response to a GET: `current_terms` and `future_terms`, each with a tree of its own;
- an array of either ("An array of campaigns are returned");
- `{"ivr_tree": {"root": ...}}`, `{"root": ...}`, `{"ivr_tree": <node>}`, or a bare node, as
  in the request body under Error Handling;
- any of these further inside.

Source: Invoca, Advertiser Campaigns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ivrsim.campaign.campaign import Campaign
from ivrsim.campaign.reading import known
from ivrsim.places import ROOT, Place
from ivrsim.values import dataclass, replace
from ivrsim.vendors.invoca.quirks import has_call_flow, misplaced

TERMS = ("current_terms", "future_terms")

Layer: TypeAlias = tuple[Mapping[str, Any], Place]
"""Campaign terms, and where they stand."""

NO_ROOT = object()
"""Stands for the root of a tree that has none."""


@dataclass(frozen=True, slots=True)
class Site:
    """One call flow of a document, before its nodes are read.

    - `name`: where it stands: `future_terms`, `ivr_tree`, `root`, `node`; with the number
      of the campaign before it (`0/future_terms`) where a document holds several;
    - `tree`: the object that holds the settings, if any, and `tree_place`;
    - `root`: the root node, or `NO_ROOT`, and `root_place`;
    - `layers`: the campaign's terms, the later laid over the earlier;
    - `astray`: it stands further inside than the vendor documents it;
    - `unread`: more trees of the same terms, which are left alone.
    """

    name: str
    tree: Mapping[str, Any]
    tree_place: Place
    root: Any
    root_place: Place
    layers: tuple[Layer, ...] = ()
    astray: bool = False
    unread: tuple[Place, ...] = ()


def sites_of(data: Any) -> list[Site]:
    """The call flows of any JSON value, in the document's order; none where it holds none."""
    if has_call_flow(data):
        return list(_campaign("", data, ROOT))
    if isinstance(data, dict) and _is_tree(data):
        return [Site("root", data, ROOT, data["root"], ROOT / "root")]
    if is_node(data):
        return [Site("node", {}, ROOT, data, ROOT)]
    homes = list(misplaced(data, ROOT)) if isinstance(data, dict | list) else []
    if isinstance(data, dict) and homes and homes[0][1].steps()[0] in known(Campaign):
        return list(_in_terms("ivr_tree", data, ROOT, ()))
    wrapped = isinstance(data, dict)
    return [
        replace(site, astray=wrapped)
        for number, (home, place) in enumerate(homes)
        for site in _campaign(f"{number}/" if len(homes) > 1 else "", home, place)
    ]


def is_node(value: object) -> bool:
    """Whether an object is meant as a node: it names its type, or lists children."""
    if not isinstance(value, dict):
        return False
    return "node_type" in value or isinstance(value.get("children"), list)


def _is_tree(value: Mapping[str, Any]) -> bool:
    return "root" in value and "node_type" not in value


def _campaign(prefix: str, campaign: dict[str, Any], place: Place) -> Iterator[Site]:
    for key, value in campaign.items():
        if key in TERMS and isinstance(value, dict):
            below = ((campaign, place),)
            yield from _in_terms(prefix + key, value, place / key, below)
        elif key == "ivr_tree" and value is not None:
            yield _site(prefix + key, value, place / key, layers=((campaign, place),))


def _in_terms(
    name: str, terms: dict[str, Any], place: Place, below: tuple[Layer, ...]
) -> Iterator[Site]:
    """The tree of one set of terms: where it belongs, or further inside."""
    if terms.get("ivr_tree") is not None:
        yield _site(name, terms["ivr_tree"], place / "ivr_tree", (*below, (terms, place)))
        return
    below_terms = misplaced(terms, place)
    homes = [(home, at) for home, at in below_terms if home.get("ivr_tree") is not None]
    for home, at in homes[:1]:
        layers = (*below, (_without_moved(terms, home), place), (moved_terms(home), at))
        unread = tuple(other / "ivr_tree" for _, other in homes[1:])
        yield _site(name, home["ivr_tree"], at / "ivr_tree", layers, astray=True, unread=unread)


def moved_terms(home: Mapping[str, Any]) -> dict[str, Any]:
    """The campaign terms that stand beside a misplaced tree."""
    names = known(Campaign)
    return {key: value for key, value in home.items() if key in names}


def _without_moved(terms: Mapping[str, Any], home: Mapping[str, Any]) -> dict[str, Any]:
    """The terms, less what belongs to the campaign in the part that holds the tree."""
    moved = moved_terms(home)
    left = {key: value for key, value in home.items() if key not in moved}
    return {key: left if value is home else value for key, value in terms.items()}


def _site(
    name: str,
    value: Any,
    place: Place,
    layers: tuple[Layer, ...],
    astray: bool = False,
    unread: tuple[Place, ...] = (),
) -> Site:
    """The call flow whose `ivr_tree` stands here: a tree, a bare node, or neither."""
    tree: Mapping[str, Any] = {}
    root, root_place = value, place
    if isinstance(value, dict) and (not is_node(value) or _is_tree(value)):
        tree, root, root_place = value, value.get("root", NO_ROOT), place / "root"
    return Site(name, tree, place, root, root_place, layers, astray, unread)
