"""A condition in plain words: to whoever fills in a form on paper, and of those who were asked, in a report.

"you chose “Breaks” at question 2", to stand after "Answer this only if"; the numbers are those of the paper.
"who chose “Breaks” at “What has helped?”", to stand after "those".
"""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from app.surveys.definition import Question, Row, Survey
from app.surveys.expressions import (
    And,
    Answered,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Negative,
    Not,
    Or,
    Reference,
    Selected,
    source,
)
from app.surveys.expressions.evaluation import fits
from app.surveys.expressions.functions import day_of
from app.surveys.questions import parts, tallied
from app.surveys.questions.parts import called as part_called
from app.web.formatting import longdate
from app.web.language import apart_plainly

_BESIDE = ("contains", "starts_with", "matches")
_FLIPPED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def beside(function: str, positive: bool) -> str:
    """How a text compares with another."""
    return str(
        {
            ("contains", True): _("%(one)s has %(other)s in it"),
            ("contains", False): _("%(one)s does not have %(other)s in it"),
            ("starts_with", True): _("%(one)s begins with %(other)s"),
            ("starts_with", False): _("%(one)s does not begin with %(other)s"),
            ("matches", True): _("%(one)s is of the form %(other)s"),
            ("matches", False): _("%(one)s is not of the form %(other)s"),
        }[function, positive]
    )


def reckoned(sign: str) -> str:
    """What two numbers make."""
    return str(
        {
            "+": _("%(one)s plus %(other)s"),
            "-": _("%(one)s minus %(other)s"),
            "*": _("%(one)s times %(other)s"),
            "/": _("%(one)s divided by %(other)s"),
        }[sign]
    )


def called(function: str) -> str:
    """What a function gives; `one` and `other` are its first values, `values` all of them."""
    return str(
        {
            "abs": _("%(one)s without its sign"),
            "at": _("entry %(other)s of %(one)s"),
            "ceil": _("%(one)s, rounded up"),
            "coalesce": _("the first that there is of %(values)s"),
            "concat": _("%(values)s put together"),
            "count": _("how many there are of %(values)s"),
            "count_selected": _("how many were chosen in %(one)s"),
            "date": "%(one)s",
            "days": _("the days from %(one)s to %(other)s"),
            "floor": _("%(one)s, rounded down"),
            "how_many": _("how many entries there are in %(one)s"),
            "label": "%(one)s",
            "length": _("how many characters there are in %(one)s"),
            "lower": "%(one)s",
            "max": _("the largest of %(values)s"),
            "mean": _("the average of %(values)s"),
            "min": _("the smallest of %(values)s"),
            "month": _("the month of %(one)s"),
            "months": _("the whole months from %(one)s to %(other)s"),
            "position": _("the number of this entry"),
            "remainder": _("what is left of %(one)s divided by %(other)s"),
            "round": _("%(one)s, rounded"),
            "sum": _("%(values)s together"),
            "today": _("today’s date"),
            "year": _("the year of %(one)s"),
            "years": _("the whole years from %(one)s to %(other)s"),
        }[function]
    )


def to_you() -> Mapping[str, str]:
    """What is said of an answer to whoever gives it, on paper: questions have numbers there."""
    return {
        "answered": _("you answered question %(number)s"),
        "left out": _("you left out question %(number)s"),
        "answered part": _("you answered “%(part)s” at question %(number)s"),
        "left out part": _("you left out “%(part)s” at question %(number)s"),
        "chose": _("you chose %(options)s at question %(number)s"),
        "did not choose": _("you did not choose %(options)s at question %(number)s"),
        "chose in row": _("you chose %(options)s for “%(row)s” at question %(number)s"),
        "did not choose in row": _("you did not choose %(options)s for “%(row)s” at question %(number)s"),
        "other than": _("you chose something other than %(options)s at question %(number)s"),
        "==": _("your answer to question %(number)s is %(value)s"),
        "!=": _("your answer to question %(number)s is not %(value)s"),
        ">=": _("your answer to question %(number)s is %(value)s or more"),
        ">": _("your answer to question %(number)s is more than %(value)s"),
        "<=": _("your answer to question %(number)s is %(value)s or less"),
        "<": _("your answer to question %(number)s is less than %(value)s"),
        "answer": _("your answer to question %(number)s"),
        "answer part": _("your answer to “%(part)s” at question %(number)s"),
        "holds": "%(words)s",
    }


def of_them() -> Mapping[str, str]:
    """What is said of the answers of others, in a report: questions go by what they ask."""
    return {
        "answered": _("who answered “%(question)s”"),
        "left out": _("who left out “%(question)s”"),
        "answered part": _("who answered “%(part)s” at “%(question)s”"),
        "left out part": _("who left out “%(part)s” at “%(question)s”"),
        "chose": _("who chose %(options)s at “%(question)s”"),
        "did not choose": _("who did not choose %(options)s at “%(question)s”"),
        "chose in row": _("who chose %(options)s for “%(row)s” at “%(question)s”"),
        "did not choose in row": _("who did not choose %(options)s for “%(row)s” at “%(question)s”"),
        "other than": _("who chose something other than %(options)s at “%(question)s”"),
        "==": _("whose answer to “%(question)s” is %(value)s"),
        "!=": _("whose answer to “%(question)s” is not %(value)s"),
        ">=": _("whose answer to “%(question)s” is %(value)s or more"),
        ">": _("whose answer to “%(question)s” is more than %(value)s"),
        "<=": _("whose answer to “%(question)s” is %(value)s or less"),
        "<": _("whose answer to “%(question)s” is less than %(value)s"),
        "answer": _("the answer to “%(question)s”"),
        "answer part": _("the answer to “%(part)s” at “%(question)s”"),
        "holds": _("for whom %(words)s"),
    }


def day_in_words(day: str) -> str:
    """A day as people write it."""
    found = day_of(day)
    return longdate(found) if found is not None else day


def in_words(condition: Expression, survey: Survey, numbers: Mapping[str, int], language: str) -> str:
    """The condition as the end of a sentence. `numbers` has the number of each question that it names."""
    return _Teller(survey, numbers, language, to_you()).tell(condition)


def value_in_words(expression: Expression, survey: Survey, numbers: Mapping[str, int], language: str) -> str:
    """What an expression gives, as a part of a sentence to whoever fills in the form."""
    return _Teller(survey, numbers, language, to_you()).value(expression)


def of_whom(condition: Expression, survey: Survey, language: str) -> str:
    """The condition as what is said of those for whom it holds: "who chose …", to stand after "those"."""
    return _Teller(survey, dict.fromkeys(survey.by_id, 0), language, of_them()).tell(condition)


class _Teller:
    """Tells the conditions of one survey in the words of `voice`: those of `to_you` or of `of_them`."""

    def __init__(
        self, survey: Survey, numbers: Mapping[str, int], language: str, voice: Mapping[str, str]
    ) -> None:
        self.survey, self.numbers, self.language, self.voice = survey, numbers, language, voice

    def _said(self, what: str, reference: str, **more: str) -> str:
        """A sentence of the voice about the question that is named."""
        question = self._question(reference)
        text = apart_plainly(question.text.in_language(self.language))
        return self.voice[what] % {"number": self.numbers[question.id], "question": text, **more}

    def _holds(self, words: str) -> str:
        """What holds, as the voice says it."""
        return self.voice["holds"] % {"words": words}

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
                part, what = self._row(reference), "answered" if positive else "left out"
                return self._said(f"{what} part" if part else what, reference, part=part)
            case Selected(reference, option):
                return self._chose(reference, [option], positive)
            case Comparison(Reference(path), "==" | "!=" as sign, Literal(value)) if self._has_options(path):
                return self._chose(path, [str(value)], positive == (sign == "=="))
            case Comparison(Reference(path), sign, Literal(value)) if self._is_numbered(path):
                return self._measured(path, sign, str(value), positive)
            case Comparison(left, sign, right):
                return self._compared(left, sign, right, positive)
            case Call(function, (one, other)) if function in _BESIDE:
                words = beside(function, positive)
                return self._holds(words % {"one": self.value(one), "other": self.value(other)})
            case Literal(value):
                return self._holds(str(_("always") if bool(value) == positive else _("never")))
            case _:
                said = self.value(term)
                return self._holds(said if positive else str(_("not: %(condition)s", condition=said)))

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
            return [self._said("other than", reference, options=self._options(reference, not_chosen))]
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
        row, what = self._row(reference), "chose" if positive else "did not choose"
        said = self._options(reference, options)
        return self._said(f"{what} in row" if row else what, reference, options=said, row=row)

    def _measured(self, reference: str, sign: str, value: str, positive: bool) -> str:
        """How a number compares. No answer is never enough, so the opposite holds without one."""
        if sign in ("==", "!="):
            told = "==" if positive == (sign == "==") else "!="
        else:
            told = sign if positive else _FLIPPED[sign]
        said = self._said(told, reference, value=value)
        if positive or sign in ("==", "!="):
            return said
        return str(_("%(one)s, or %(other)s")) % {"one": said, "other": self.tell(Answered(reference), False)}

    def _compared(self, left: Expression, sign: str, right: Expression, positive: bool) -> str:
        """How two values compare that are more than an answer and a figure."""
        if not positive:
            sign = {"==": "!=", "!=": "=="}.get(sign) or _FLIPPED[sign]
        words = {
            "==": _("%(one)s is %(other)s"),
            "!=": _("%(one)s is not %(other)s"),
            ">=": _("%(one)s is %(other)s or more"),
            ">": _("%(one)s is more than %(other)s"),
            "<=": _("%(one)s is %(other)s or less"),
            "<": _("%(one)s is less than %(other)s"),
        }[sign]
        return self._holds(str(words) % {"one": self.value(left), "other": self.value(right)})

    def value(self, term: Expression) -> str:
        """What a value is, in words that can stand in a sentence."""
        match term:
            case Call(function) if function in _BESIDE or not fits(term):
                return source(term)  # no survey has this: the check of files does not let it pass
            case Literal(bool() | int() | float() as value):
                return str(value)
            case Literal(value):
                return _quoted(str(value))
            case Reference(path):
                return self._answer(path)
            case Arithmetic(left, sign, right):
                one, other = (
                    f"({self.value(part)})" if isinstance(part, Arithmetic) else self.value(part)
                    for part in (left, right)
                )
                return reckoned(sign) % {"one": one, "other": other}
            case Negative(inner):
                return str(_("minus %(value)s", value=self.value(inner)))
            case Call("date", (Literal(str(day)),)):
                return day_in_words(day)
            case Call("if", (condition, then, otherwise)):
                return str(
                    _(
                        "%(one)s if %(condition)s, otherwise %(other)s",
                        one=self.value(then),
                        condition=self.tell(condition),
                        other=self.value(otherwise),
                    )
                )
            case Call(function, arguments):
                said = [self.value(one) for one in arguments]
                several = ", ".join(said[:-1])
                values = (
                    str(_("%(some)s and %(last)s", some=several, last=said[-1])) if several else "".join(said)
                )
                named = dict(zip(("one", "other"), said, strict=False))
                return called(function) % {"one": "", "other": "", "values": values, **named}
            case _:
                return self.tell(term)

    def _answer(self, path: str) -> str:
        """The answer to a question, or to a part of it; what a calculated one is reckoned from."""
        question = self._question(path)
        if question.calculation is not None:
            return f"({self.value(question.calculation)})"
        if question.id not in self.numbers:
            return _quoted(question.text.in_language(self.language))
        part = self._row(path)
        return self._said("answer part" if part else "answer", path, part=part)

    def _is_numbered(self, path: str) -> bool:
        return self._question(path).id in self.numbers and not self._row(path)

    def _question(self, reference: str) -> Question:
        return self.survey.by_id[reference.partition(".")[0]]

    def _has_options(self, reference: str) -> bool:
        return bool(self._part(reference).options)

    def _row(self, reference: str) -> str:
        wanted = reference.partition(".")[2]
        question = self._question(reference)
        rows: tuple[Row | Question, ...] = (*question.rows, *question.parts)
        part = self._part(reference)
        if part is not question:
            return apart_plainly(part_called(question, part).in_language(self.language))
        return next(
            (apart_plainly(row.text.in_language(self.language)) for row in rows if row.id == wanted), ""
        )

    def _part(self, reference: str) -> Question:
        """The part that is spoken of, with options of its own, or the question."""
        question = self._question(reference)
        small = (*parts(question), *tallied(question))  # of one entry of a repeat, or of all
        return next((part for part in small if part.id == reference), question)

    def _options(self, reference: str, ids: Sequence[str]) -> str:
        """“A”, “B” or “C”."""
        question = self._part(reference)
        found = [question.option(one) for one in ids]
        said = [one.text.in_language(self.language) for one in found if one is not None]
        texts = [_quoted(one) for one in said]
        if len(texts) < 2:
            return "".join(texts)
        return str(_("%(some)s or %(last)s", some=", ".join(texts[:-1]), last=texts[-1]))


def _quoted(words: str) -> str:
    """Words of the survey's, in the quotation marks of the page's language."""
    return str(_("“%(words)s”", words=apart_plainly(words)))


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
        case Comparison(Reference(path), "==" | "!=" as sign, Literal(value)) if has_options(path):
            return path, str(value), positive == (sign == "==")
    return None
