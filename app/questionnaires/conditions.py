"""A condition in plain words, for a form on paper: nobody's computer skips a question there.

"you chose “Breaks” at question 2", to stand after "Answer this only if". The numbers are those of the paper.
"""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from app.surveys.definition import Question, Survey
from app.surveys.expressions import Expression
from app.surveys.expressions.tree import And, Answered, Comparison, Not, Or, Selected

_FLIPPED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def in_words(condition: Expression, survey: Survey, numbers: Mapping[str, int], language: str) -> str:
    """The condition as the end of a sentence. `numbers` has the number of each question that it names."""
    return _Teller(survey, numbers, language).tell(condition)


class _Teller:
    """Tells the conditions of one survey."""

    def __init__(self, survey: Survey, numbers: Mapping[str, int], language: str) -> None:
        self.survey, self.numbers, self.language = survey, numbers, language

    def tell(self, term: Expression, positive: bool = True) -> str:
        """A term, or its opposite."""
        match term:
            case Not(inner):
                return self.tell(inner, not positive)
            case And(terms) | Or(terms):
                # The opposite of "all" is "any of the opposites", and the other way round.
                every = isinstance(term, And) == positive
                return self._joined(_flat(terms, type(term)), positive, every)
            case Answered(reference):
                number = self._number(reference)
                if positive:
                    return str(_("you answered question %(number)s", number=number))
                return str(_("you left out question %(number)s", number=number))
            case Selected(reference, option):
                return self._chose(reference, [option], positive)
            case Comparison(reference, "==" | "!=" as sign, value) if self._has_options(reference):
                return self._chose(reference, [str(value)], positive == (sign == "=="))
            case Comparison(reference, sign, value):
                return self._measured(reference, sign, str(value), positive)

    def _joined(self, terms: Sequence[Expression], positive: bool, every: bool) -> str:
        """Several terms; those about one question's options in one breath."""
        parts: list[str] = []
        done: set[str] = set()
        for term in terms:
            about = _about(term, positive, self._has_options)
            if about is None:
                words = self.tell(term, positive)
                parts.append(f"({words})" if isinstance(term, And | Or) else words)
                continue
            reference = about[0]
            if reference in done:
                continue
            done.add(reference)
            same = [one for one in (_about(each, positive, self._has_options) for each in terms) if one]
            parts.extend(self._of_one(reference, [one for one in same if one[0] == reference], every))
        together = str(_("%(one)s and %(other)s")) if every else str(_("%(one)s, or %(other)s"))
        said = parts[0]
        for part in parts[1:]:
            said = together % {"one": said, "other": part}
        return said

    def _of_one(self, reference: str, about: "Sequence[tuple[str, str, bool]]", every: bool) -> "list[str]":
        """What is said of one question: (reference, option or "" for any answer, whether it is so)."""
        chosen = [option for _question, option, so in about if so and option]
        not_chosen = [option for _question, option, so in about if not so and option]
        any_answer = [so for _question, option, so in about if not option]
        if every and any_answer == [True] and not_chosen and not chosen:
            return [
                str(
                    _(
                        "you chose something other than %(options)s at question %(number)s",
                        options=self._options(reference, not_chosen),
                        number=self._number(reference),
                    )
                )
            ]
        found = [self.tell(Answered(reference), so) for so in any_answer]
        if every:
            found += [self._chose(reference, [one], True) for one in chosen]
            found += [self._chose(reference, not_chosen, False)] if not_chosen else []
        else:
            found += [self._chose(reference, chosen, True)] if chosen else []
            found += [self._chose(reference, [one], False) for one in not_chosen]
        return found

    def _chose(self, reference: str, options: Sequence[str], positive: bool) -> str:
        """That one of these options was chosen, or none of them."""
        said = {"options": self._options(reference, options), "number": self._number(reference)}
        row = self._row(reference)
        if row and positive:
            return str(_("you chose %(options)s for “%(row)s” at question %(number)s", row=row, **said))
        if row:
            return str(
                _("you did not choose %(options)s for “%(row)s” at question %(number)s", row=row, **said)
            )
        if positive:
            return str(_("you chose %(options)s at question %(number)s", **said))
        return str(_("you did not choose %(options)s at question %(number)s", **said))

    def _measured(self, reference: str, sign: str, value: str, positive: bool) -> str:
        """How a number compares. No answer is never enough, so the opposite holds without one."""
        if sign in ("==", "!="):
            same = positive == (sign == "==")
            words = (
                _("your answer to question %(number)s is %(value)s")
                if same
                else _("your answer to question %(number)s is not %(value)s")
            )
        else:
            words = {
                ">=": _("your answer to question %(number)s is %(value)s or more"),
                ">": _("your answer to question %(number)s is more than %(value)s"),
                "<=": _("your answer to question %(number)s is %(value)s or less"),
                "<": _("your answer to question %(number)s is less than %(value)s"),
            }[sign if positive else _FLIPPED[sign]]
        said = str(words) % {"number": self._number(reference), "value": value}
        if positive or sign in ("==", "!="):
            return said
        return str(_("%(one)s, or %(other)s")) % {"one": said, "other": self.tell(Answered(reference), False)}

    def _question(self, reference: str) -> Question:
        return self.survey.by_id[reference.partition(".")[0]]

    def _number(self, reference: str) -> int:
        return self.numbers[self._question(reference).id]

    def _has_options(self, reference: str) -> bool:
        return bool(self._question(reference).options)

    def _row(self, reference: str) -> str:
        wanted = reference.partition(".")[2]
        rows = self._question(reference).rows
        return next((row.text.in_language(self.language) for row in rows if row.id == wanted), "")

    def _options(self, reference: str, ids: Sequence[str]) -> str:
        """“A”, “B” or “C”."""
        question = self._question(reference)
        found = [question.option(one) for one in ids]
        texts = [f"“{one.text.in_language(self.language)}”" for one in found if one is not None]
        if len(texts) < 2:
            return "".join(texts)
        return str(_("%(some)s or %(last)s", some=", ".join(texts[:-1]), last=texts[-1]))


def _flat(terms: Sequence[Expression], kind: type) -> list[Expression]:
    """The terms, with those of the same kind inside them beside them."""
    found: list[Expression] = []
    for term in terms:
        found += _flat(term.terms, kind) if isinstance(term, And | Or) and type(term) is kind else [term]
    return found


def _about(
    term: Expression, positive: bool, has_options: Callable[[str], bool]
) -> tuple[str, str, bool] | None:
    """(question, option or "" for any answer, whether it is so) of a leaf about options; None for others."""
    match term:
        case Not(inner):
            return _about(inner, not positive, has_options)
        case Answered(reference) if has_options(reference):
            return reference, "", positive
        case Selected(reference, option):
            return reference, option, positive
        case Comparison(reference, "==" | "!=" as sign, value) if has_options(reference):
            return reference, str(value), positive == (sign == "==")
    return None
