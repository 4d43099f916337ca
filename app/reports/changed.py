"""What was changed of the questions while people answered, said beside each question that it touches."""

from collections.abc import Iterator, Mapping, Sequence

from app.reports.wording import day
from app.surveys.changes import ADDED, REMOVED, REWORDED, ROUTED, Change, differences
from app.surveys.versions import Version, apart, names_of


def changes_by_question(versions: Sequence[Version]) -> Mapping[str, tuple[str, ...]]:
    """The sentences for each question, by what it is called in results; nothing of a single version."""
    found: dict[str, list[str]] = {}
    names = names_of(versions)
    for old, new in zip(versions, versions[1:], strict=False):
        when = day(new.since) if new.since is not None else f"version {new.no}"
        before, after = names[old.no], names[new.no]
        split = apart([old, new])
        for one in differences(old.survey, new.survey):
            if not one.about:
                continue
            if one.about in split:
                continue
            name = after.get(one.about, before.get(one.about, one.about))
            for said in _sentences(one, old, new, when):
                found.setdefault(name, []).append(said)
        for key in split:
            why = str(new.survey.by_id[key].not_comparable)
            earlier, later = before.get(key, key), after[key]
            found.setdefault(earlier, []).append(
                f"These answers were given before {when}, to other words. They cannot be compared with those "
                f"given since then, which stand by themselves. {why}"
            )
            found.setdefault(later, []).append(
                f"These answers were given since {when}. Until then the question read “"
                f"{old.survey.by_id[key].text}”; answers to that stand by themselves. {why}"
            )
    return {key: tuple(dict.fromkeys(said)) for key, said in found.items()}


def _sentences(one: Change, old: Version, new: Version, when: str) -> Iterator[str]:
    """A change as a reader of results needs to know it; of one that moves nothing there is none."""
    if one.kind == ADDED and not one.part:
        yield f"This was asked since {when}. Those who answered before were not asked."
    elif one.kind == REMOVED and not one.part:
        yield f"This was asked until {when}. Those who answered later were not asked."
    elif one.kind in (ADDED, REMOVED):
        yield f"Since {when}: {one.says}."
    elif one.kind == REWORDED:
        was, now = old.survey.by_id[one.about], new.survey.by_id[one.about]
        if not one.part and str(was.text) != str(now.text):
            yield f"Until {when} it read “{was.text}”. Answers before and after are counted together."
        elif one.part:
            yield f"Since {when}: {one.says}. Answers before and after are counted together."
    elif one.kind == ROUTED:
        yield f"Since {when} it was asked of others than before."
