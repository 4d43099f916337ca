"""Whether anybody can be asked: conditions that never hold, found before anybody answers.

What hangs on conditions that exclude each other would be shown to nobody, and nothing else would tell. An
answer that a condition needs brings with it the conditions of its own question.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.surveys.definition import Page, Question, Survey
from app.surveys.expressions import Expression, named
from app.surveys.expressions.checking import Fault
from app.surveys.expressions.holding import Says, asked_for, clash, within
from app.surveys.expressions.kinds import Known
from app.surveys.groups import without
from app.surveys.questions import information, known, number, parts, repeat, shape
from app.surveys.shapes import Entries

FAR = 20  # questions whose conditions one condition brings with it
MEND = "Mend one of them; look at the conditions of the page and of the questions that are named, too."
Conditions = tuple[Expression, ...]
Found = tuple[Page | Question | None, str, str, Fault]
"""Whose condition it is, the name and the key by which its line is found, and what is wrong."""


def unreached(survey: Survey) -> Iterator[Found]:
    """The conditions of a survey, sound otherwise, that never hold. What hangs on one is not told again."""
    reach = _Reach(known(survey.questions))
    for page in survey.pages:
        if fault := reach.never(page.relevant):
            yield page, page.id, "relevant", fault
            continue
        above, told = _given(page.relevant), None
        for question in page.questions:
            if fault := reach.never(question.relevant, above):
                if without(question.relevant, told) == question.relevant:
                    yield question, question.id, "relevant", fault
                if question.settings.get(information.HEADING):
                    told = question.relevant
                continue
            conditions = (*above, *_given(question.relevant))
            reach.pass_by(question, question.id, conditions)
            yield from _of(question, question.id, conditions, reach)
    for place, ending in enumerate(survey.endings, 1):
        if fault := reach.never(ending.relevant):
            yield None, f"ending_{place}", "relevant", fault


@dataclass
class _Reach:
    """What has been looked at so far: the conditions of each question that can be asked, and its limits."""

    known: Mapping[str, Known]
    needs: dict[str, Conditions] = field(default_factory=dict)
    limits: dict[str, tuple[Says, ...]] = field(default_factory=dict)

    def pass_by(self, question: Question, name: str, conditions: Conditions) -> None:
        """From now on a question may be named, by this name."""
        self.needs[name] = conditions
        small = () if isinstance(shape(question), Entries) else parts(question)
        self.limits[name] = (*_limits(name, question), *(of for one in small for of in _limits(one.id, one)))

    def never(self, condition: Expression | None, above: Conditions = ()) -> Fault | None:
        """What excludes what, if a condition cannot hold where those above it do."""
        if condition is None:
            return None
        terms = [*above, condition]
        roots: dict[str, None] = {}
        for term in terms:  # which grows
            for path in asked_for(term, self.known):
                root = path.partition(".")[0]
                if root not in roots and len(roots) < FAR:
                    roots[root] = None
                    terms += self.needs.get(root, ())
        names = sorted(frozenset().union(*map(named, terms)))
        limits = [one for name in names for one in self.limits.get(name, ())]
        found = within(condition, self.known) or clash(dict.fromkeys(terms), self.known, limits)
        return Fault(f"{found[0]} and {found[1]} never hold together.", MEND) if found else None


def _of(question: Question, path: str, above: Conditions, reach: _Reach) -> Iterator[Found]:
    """What has conditions of its own within a question that can be asked."""
    for mark, offered in (("=", question.options), (".", question.rows)):
        for one in offered:
            if fault := reach.never(one.relevant, above):
                yield question, f"{path}{mark}{one.id}", "relevant", fault
    if fault := reach.never(question.required_if, above):
        yield question, path, "required", fault
    if question.constraints:
        of_it = {"this" + key.removeprefix(question.id): one for key, one in known([question]).items()}
        limits = {**reach.limits, "this": tuple(_limits("this", question))}
        this = _Reach({**reach.known, **of_it}, reach.needs, limits)
        for place, constraint in enumerate(question.constraints):
            if fault := this.never(constraint.valid, above):
                yield question, f"{path} constraint {place}", "valid", fault
    if isinstance(shape(question), Entries):
        # Within an entry its own parts have short names, and one answer each.
        entry = _Reach({**reach.known, **known(question.parts)}, {**reach.needs}, {**reach.limits})
        for part in question.parts:
            name = f"{path}.{part.id}"
            if fault := entry.never(part.relevant, above):
                yield part, name, "relevant", fault
                continue
            conditions = (*above, *_given(part.relevant))
            entry.pass_by(replace(part, id=name), part.id, conditions)
            yield from _of(part, name, conditions, entry)


def _given(condition: Expression | None) -> Conditions:
    return () if condition is None else (condition,)


def _limits(path: str, question: Question) -> Iterable[Says]:
    """What a number may be, as if a condition said it."""
    least, most = question.limits.minimum, question.limits.maximum
    if question.type == number.name and least is not None:
        yield Says(path, f"its 'min' ({least:g})", None, least=(least, False))
    if question.type == number.name and most is not None:
        yield Says(path, f"its 'max' ({most:g})", None, most=(most, False))
    if isinstance(shape(question), Entries):
        entries = repeat.bounds(question)[1]
        yield Says(f"how_many({path})", f"the {entries} entries of '{path}'", None, most=(entries, False))
