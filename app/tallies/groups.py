"""Which groups of a breakdown are hidden whole, so that none is told by taking the others from all.

They are treated as one merged group: its numbers follow from what is shown, those of its parts do
not, since anybody in it could belong to any of its parts.
"""

from collections.abc import Mapping

from app.errors import Conflict
from app.tallies.ledger import RESPONSES, Edition
from app.tallies.tally import NOT_ANSWERED_GROUP, NOT_ASKED_GROUP, GroupTally, ItemTally, Tally


def completed(tally: Tally) -> Tally:
    """The tally with a group for everybody who did not answer the question that splits, even nobody.

    Whether there is such a group is a number like others, and may have to be hidden.
    """
    nobody = GroupTally(
        0,
        {key: ItemTally(0, 0, 0, dict.fromkeys(item.counts, 0)) for key, item in tally.overall.items.items()},
    )
    by: dict[str, Mapping[str, GroupTally]] = {}
    for breakdown, groups in tally.by.items():
        rest = [NOT_ANSWERED_GROUP, NOT_ASKED_GROUP] if breakdown in tally.overall.items else []
        by[breakdown] = {**groups, **{key: nobody for key in rest if key not in groups}}
    return Tally(tally.overall, by)


def check_grown(tally: Tally, last: Edition | None, threshold: int) -> None:
    """Raises Conflict where a new edition would tell of few people by subtracting the last one."""
    if last is None:
        return
    old, new = last.tally.overall, tally.overall
    if old.responses == new.responses and _counts(old) == _counts(new):
        return
    if new.responses < old.responses:
        raise Conflict(
            "There are fewer responses than in the last edition. A new edition would show what those "
            "who withdrew had answered, so it can be published only when more have answered."
        )
    if new.responses - old.responses < threshold:
        raise Conflict(
            f"Fewer than {threshold} people have answered since the last edition. A new one would show "
            "what they answered, so it has to wait for more responses."
        )


def merged(
    groups: Mapping[str, GroupTally],
    breakdown: str,
    last: Edition | None,
    threshold: int,
    told: set[str],
) -> set[str]:
    """The groups to hide whole. `told` are those that must be, for the overall hides their number.

    Groups that were all hidden in the last edition need no others beside them.
    """
    before = last.tally.by[breakdown] if last is not None else None
    hidden = set(told) & set(groups)
    grown: dict[str, int] = {}
    for key, group in groups.items():
        old = before.get(key) if before is not None else None
        grown[key] = group.responses - (old.responses if old is not None else 0)
        if 1 <= group.responses < threshold:
            hidden.add(key)
        if last is not None and (breakdown, key, "", RESPONSES) in last.hidden:
            hidden.add(key)
        elif before is not None and (
            1 <= abs(grown[key]) < threshold
            or grown[key] < 0
            or (grown[key] == 0 and old is not None and _counts(old) != _counts(group))
        ):
            hidden.add(key)
    if last is not None:
        kept = {key for key in hidden if (breakdown, key, "", RESPONSES) in last.hidden}
        if hidden == kept and len(hidden) != 1:
            return hidden
    # Groups nobody is in are no help: it is known that they are empty.
    rest = sorted(
        (key for key in groups if key not in hidden and grown[key] > 0),
        key=lambda key: (key.startswith("_not_asked"), groups[key].responses, key),
    )
    while hidden and rest and (
        sum(groups[key].responses > 0 for key in hidden) < 2
        or sum(max(0, grown[key]) for key in hidden) < threshold
    ):  # fmt: skip
        hidden.add(rest.pop(0))
    return hidden


def _counts(group: GroupTally) -> object:
    return {
        key: (item.base, item.not_answered, item.not_asked, dict(item.counts))
        for key, item in group.items.items()
    }
