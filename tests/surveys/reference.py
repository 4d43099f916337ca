"""Routing once more, slow and obvious: what the quick one must agree with. Nothing of it is shared.

Each question's value is worked out on its own, from the values of the questions that it names.
"""

from collections.abc import Mapping
from typing import Any

from app.surveys.definition import Page, Question, Survey
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
)


class Slowly:
    """One set of answers to one survey."""

    def __init__(self, survey: Survey, answers: Mapping[str, Any]) -> None:
        self.survey, self.answers = survey, answers
        self.own: dict[str, Any] = {}  # the entry that is looked at, and what is before it
        self.place = 0

    def asked(self) -> list[str]:
        return [one.id for page in self.survey.pages for one in page.questions if self.is_asked(page, one)]

    def stored(self) -> dict[str, Any]:
        found = {}
        for question in self.survey.questions:
            value = self.value(question.id)
            if value is not None:
                found[question.id] = value
            for option in question.options:
                if option.other:
                    key = question.id + ".other"
                elif option.comment:
                    key = question.id + "." + option.id + ".comment"
                else:
                    continue
                offered = option.relevant is None or self.holds(option.relevant)
                if key in self.answers and offered and self.is_asked(self.page(question), question):
                    found[key] = self.answers[key]
        return found

    def problems(self, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What must be mended of what is stored: the question's id, and the name of the problem."""
        found: list[tuple[str, str]] = []
        for key in self.asked():
            question = next(one for one in self.survey.questions if one.id == key)
            value, wrong = stored.get(key), []
            if value is None and question.required:
                wrong.append("required")
            if value is not None and not self.fits(question, value):
                wrong.append("not_usable")
            chosen = value if isinstance(value, list) else [value]
            others = [one.id for one in question.options if one.other]
            if f"{key}.other" in stored and not any(one in chosen for one in others):
                wrong.append("other_not_chosen")
            for option in question.options:
                if f"{key}.{option.id}.comment" in stored and option.id not in chosen:
                    wrong.append("other_not_chosen")
            if not wrong and value is None and question.required_if is not None:
                wrong += ["required"] if self.holds(question.required_if) else []
            elif not wrong and value is not None:
                self.own = {"this": value}
                wrong += ["constraint" for one in question.constraints if not self.holds(one.valid)]
                self.own = {}
            found += [(key, one) for one in wrong]
        return found

    def fits(self, question: Question, value: Any) -> bool:
        options = [one.id for one in question.options]
        match question.type:
            case "single_choice":
                return value in options
            case "multiple_choice":
                return all(one in options for one in value)
            case "grid_single":
                needed = [one.id for one in question.rows if question.required and one.relevant is None]
                return all(row in value for row in needed)
            case "short_text":
                return isinstance(value, str)
        return True

    def page(self, question: Question) -> Page:
        return next(page for page in self.survey.pages if question in page.questions)

    def is_asked(self, page: Page, question: Question) -> bool:
        if question.count is not None and (self.worth(question.count) or 0) < 1:
            return False
        return all(one is None or self.holds(one) for one in (page.relevant, question.relevant))

    def entries(self, question: Question, said: Any) -> list[dict[str, Any]]:
        most = int(question.limits.maximum or 0)
        if question.count is not None:
            most = min(most, int(self.worth(question.count)))
        found: list[dict[str, Any]] = []
        before, place = self.own, self.place
        for one in (said or [])[:most]:
            self.own, self.place = {**before, question.id: list(found)}, len(found) + 1
            entry = {}
            for part in question.parts:
                if part.relevant is not None and not self.holds(part.relevant):
                    continue
                value = one.get(part.id)
                if part.type == "repeat":
                    value = self.entries(part, value) or None
                if value is not None:
                    entry[part.id] = self.own[part.id] = value
            if entry:
                found.append(entry)
        self.own, self.place = before, place
        return found

    def value(self, key: str) -> Any:
        question = next(one for one in self.survey.questions if one.id == key)
        if not self.is_asked(self.page(question), question):
            return None
        if question.calculation is not None:
            made = self.worth(question.calculation)
            if question.options and made not in [one.id for one in question.options]:
                return None
            return made
        said = self.answers.get(key)
        if question.type == "repeat":
            return self.entries(question, said) or None
        gone = {
            one.id for one in question.options if one.relevant is not None and not self.holds(one.relevant)
        }
        rows = {one.id for one in question.rows if one.relevant is not None and not self.holds(one.relevant)}
        if isinstance(said, list):
            said = [one for one in said if one not in gone]
        elif isinstance(said, dict):
            said = {row: one for row, one in said.items() if row not in rows and one not in gone}
        elif said in gone:
            said = None
        return None if said in ([], {}) else said

    def holds(self, condition: Expression) -> bool:
        return bool(self.worth(condition))

    def worth(self, tree: Expression) -> Any:
        match tree:
            case And(terms):
                return all(self.holds(one) for one in terms)
            case Or(terms):
                return any(self.holds(one) for one in terms)
            case Not(term):
                return not self.holds(term)
            case Literal(value):
                return value
            case Reference(path):
                return self.at(path)
            case Answered(path):
                return bool(self.at(path) or self.at(path) == 0)
            case Selected(path, option):
                value = self.at(path)
                return option in value if isinstance(value, list) else value == option
            case Call("position", ()):
                return self.place
            case Call("how_many", (Reference(path),)):
                return len(self.at(path) or [])
            case Call("at", (Reference(path), Literal(place))):
                several = self.at(path) or []
                return several[place - 1] if place <= len(several) else None
            case Comparison(left, sign, right):
                return self.compare(self.worth(left), sign, self.worth(right))
            case Negative(term):
                value = self.worth(term)
                return None if value is None else -value
            case Arithmetic(left, sign, right):
                one, other = self.worth(left), self.worth(right)
                if one is None or other is None or (sign == "/" and other == 0):
                    return None
                made = {"+": one + other, "-": one - other, "*": one * other, "/": other and one / other}[
                    sign
                ]
                return int(made) if made == int(made) else made
            case Call("if", (condition, then, otherwise)):
                return self.worth(then) if self.holds(condition) else self.worth(otherwise)
            case Call("sum", parts):
                each = [self.worth(one) for one in parts]
                every = [one for some in each for one in (some if isinstance(some, list) else [some])]
                found = [one for one in every if one is not None]
                return sum(found) if found else None
            case Call("count_selected", (Reference(path),)):
                value = self.at(path)
                return len(value) if isinstance(value, list) else int(value is not None)
        raise AssertionError(tree)

    def at(self, path: str) -> Any:
        key, _, row = path.partition(".")
        if key in self.own:
            value = self.own[key]
        else:  # a part of the same entry that has no answer is no question of the survey
            value = self.value(key) if key in [one.id for one in self.survey.questions] else None
        if isinstance(value, list) and row:
            return [one.get(row) for one in value]
        return value.get(row) if row and value is not None else value

    def compare(self, one: Any, sign: str, other: Any) -> bool:
        if one is None or other is None:
            return sign == "!="
        if sign in ("==", "!="):
            return bool(one == other) == (sign == "==")
        return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]
