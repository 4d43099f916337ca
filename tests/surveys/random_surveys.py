"""Random definitions with conditions of every kind, and random answers to them, from a seed."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

from app.surveys.checks import check_survey
from app.surveys.definition import Limits, Option, Page, Question, Row, Survey, Text
from app.surveys.expressions import (
    And,
    Answered,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Not,
    Or,
    Reference,
    Selected,
)

OPTIONS = ("a", "b", "c", "d")
ROWS = ("x", "y")
TYPES = ("single_choice", "multiple_choice", "grid_single", "number", "short_text", "calculated", "repeat")
MOST = 3  # entries of a repeat
NEXT = 1_000_000  # so far from a seed is the one that is tried in its place


def text(words: str) -> Text:
    return Text({"en": words})


def random_survey(seed: int) -> Survey:
    """A survey of two to four pages whose questions hang on those before them."""
    rng = Random(seed)
    before: list[Question] = []
    pages = []
    for number in range(rng.randint(2, 4)):
        relevant = condition(rng, before) if before and rng.random() < 0.3 else None
        questions = []
        for _ in range(rng.randint(1, 4)):
            question = random_question(rng, f"q{len(before)}", before)
            before.append(question)
            questions.append(question)
        pages.append(Page(f"p{number}", text(f"Page {number}"), tuple(questions), relevant=relevant))
    return Survey("random", str(seed), text("Random"), tuple(pages))


def sound_survey(seed: int, also: Callable[[Survey], Survey] = lambda survey: survey) -> Survey:
    """The survey of a seed, or of the next one that a check lets pass: all of its conditions may hold."""
    tries = (also(random_survey(seed + NEXT * again)) for again in count())
    return next(survey for survey in tries if not [*check_survey(survey, "", {})])


def random_question(rng: Random, key: str, before: list[Question]) -> Question:
    """A question of any of the types that routing tells apart."""
    type_ = rng.choice(TYPES)
    if type_ == "calculated" and not any(one.type == "number" for one in before):
        type_ = "number"

    def sometimes(chance: float) -> Expression | None:
        return condition(rng, before) if before and rng.random() < chance else None

    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    if type_ == "repeat":
        counted = number(rng, before, 1) if before and rng.random() < 0.3 else None
        return Question(
            key, type_, text(key), relevant=sometimes(0.4), count=counted, parts=parts_of_entries(rng, key),
            limits=Limits(maximum=MOST), settings={"item": text("Thing")},
        )  # fmt: skip
    if type_ in ("single_choice", "multiple_choice", "grid_single"):
        options = tuple(Option(one, text(one), relevant=sometimes(0.15)) for one in OPTIONS)
        if type_ != "grid_single" and rng.random() < 0.3:
            options = (*options, Option("e", text("other"), other=True, relevant=sometimes(0.2)))
        if type_ != "grid_single" and rng.random() < 0.3:
            options = tuple(replace(one, comment=not one.other and rng.random() < 0.6) for one in options)
    if type_ == "grid_single":
        rows = tuple(Row(one, text(one), relevant=sometimes(0.2)) for one in ROWS)
    return Question(
        key,
        type_,
        text(key),
        required=type_ != "calculated" and rng.random() < 0.1,
        relevant=sometimes(0.5),
        options=options,
        rows=rows,
        calculation=number(rng, before, 2) if type_ == "calculated" else None,
        settings={"gives": "number"} if type_ == "calculated" else {},
    )


def parts_of_entries(rng: Random, key: str) -> tuple[Question, ...]:
    """A choice, a number that may hang on it, and sometimes a repeat with one more number."""
    who, many, inner = f"{key}_who", f"{key}_many", f"{key}_inner"
    asked_if = rng.choice(
        (
            None,
            Comparison(Reference(who), "==", Literal(rng.choice(OPTIONS))),
            Comparison(Call("position", ()), ">=", Literal(2)),
            Not(Selected(f"{key}.{who}", rng.choice(OPTIONS))),  # of any entry so far
        )
    )
    last = Comparison(Reference(many), ">", Literal(rng.randint(0, 5)))
    found = [
        Question(who, "single_choice", text(who), options=tuple(Option(one, text(one)) for one in OPTIONS)),
        Question(many, "number", text(many), relevant=asked_if),
    ]
    if rng.random() < 0.4:
        deep = Question(f"{inner}_n", "number", text("n"), relevant=rng.choice((None, last)))
        found.append(
            Question(
                inner,
                "repeat",
                text(inner),
                parts=(deep,),
                relevant=rng.choice((None, last)),
                limits=Limits(maximum=MOST),
                settings={"item": text("Thing")},
            )  # fmt: skip
        )
    return tuple(found)


def condition(rng: Random, before: list[Question], deep: int = 2) -> Expression:
    """A condition that a check of the survey would let pass."""
    if deep and rng.random() < 0.4:
        kind = rng.choice((And, Or, Not))
        if kind is Not:
            return Not(condition(rng, before, deep - 1))
        return kind(tuple(condition(rng, before, deep - 1) for _ in range(rng.randint(2, 3))))
    question = rng.choice(before)
    path = question.id
    if question.type == "grid_single":
        path = f"{path}.{rng.choice(ROWS)}"
    if rng.random() < 0.2:
        return Answered(question.id)
    if question.type == "repeat":
        if rng.random() < 0.5:
            return Selected(f"{path}.{path}_who", rng.choice(OPTIONS))
        return Comparison(Call("how_many", (Reference(path),)), ">=", Literal(rng.randint(0, 3)))
    match question.type:
        case "single_choice" | "grid_single":
            option = rng.choice(OPTIONS)
            if rng.random() < 0.3:
                return Selected(path, option)
            return Comparison(Reference(path), rng.choice(("==", "!=")), Literal(option))
        case "multiple_choice":
            if rng.random() < 0.3:
                chosen = Call("count_selected", (Reference(path),))
                return Comparison(chosen, rng.choice(("<", ">=", "==")), Literal(rng.randint(0, 3)))
            return Selected(path, rng.choice(OPTIONS))
        case "number" | "calculated":
            sign = rng.choice(("==", "!=", "<", "<=", ">", ">="))
            return Comparison(number(rng, before, 1), sign, number(rng, before, 1))
    return Answered(question.id)


def number(rng: Random, before: list[Question], deep: int) -> Expression:
    """Something that gives a number."""
    numbers = [one.id for one in before if one.type in ("number", "calculated")]
    repeats = [one.id for one in before if one.type == "repeat"]
    if repeats and rng.random() < 0.3:
        one = rng.choice(repeats)
        return rng.choice(
            (
                Call("sum", (Reference(f"{one}.{one}_many"),)),
                Call("at", (Reference(f"{one}.{one}_many"), Literal(rng.randint(1, 3)))),
                Call("how_many", (Reference(one),)),
            )
        )
    if deep and rng.random() < 0.5:
        one, other = number(rng, before, deep - 1), number(rng, before, deep - 1)
        made = rng.randrange(4)
        if made == 0:
            return Call("sum", (one, other))
        if made == 1:
            return Call("if", (condition(rng, before, 0), one, other))
        return Arithmetic(one, rng.choice("+-*/"), other)
    if numbers and rng.random() < 0.7:
        return Reference(rng.choice(numbers))
    return Literal(rng.randint(0, 9))


def random_answers(survey: Survey, seed: int) -> dict[str, Any]:
    """Answers to some of the questions, whether they are asked or not."""
    rng = Random(seed)
    found: dict[str, Any] = {}
    for question in survey.questions:
        if rng.random() < 0.2 or question.type == "calculated":
            continue
        options = [one.id for one in question.options]
        match question.type:
            case "single_choice":
                found[question.id] = rng.choice(options)
            case "multiple_choice":
                found[question.id] = [one for one in options if rng.random() < 0.5] or [options[0]]
            case "grid_single":
                found[question.id] = {row: rng.choice(options) for row in ROWS if rng.random() < 0.8}
            case "repeat":
                found[question.id] = [random_entry(rng, question) for _ in range(rng.randint(0, MOST))]
            case "number":
                found[question.id] = rng.randint(0, 9)
            case _:
                found[question.id] = "words"
        if found[question.id] in ({}, []) or (question.type == "repeat" and not any(found[question.id])):
            del found[question.id]
        if any(one.other for one in question.options) and rng.random() < 0.5:
            found[f"{question.id}.other"] = "other words"
        for one in question.options:
            if one.comment and rng.random() < 0.4:
                found[f"{question.id}.{one.id}.comment"] = f"words about {one.id}"
    return found


def random_entry(rng: Random, question: Question) -> dict[str, Any]:
    """One entry of a repeat; some parts are left out, and sometimes all."""
    found: dict[str, Any] = {}
    for part in question.parts:
        if rng.random() < 0.3:
            continue
        if part.type == "repeat":
            found[part.id] = [random_entry(rng, part) for _ in range(rng.randint(0, MOST))]
        else:
            found[part.id] = rng.choice(OPTIONS) if part.options else rng.randint(0, 9)
    return {key: one for key, one in found.items() if not isinstance(one, list) or any(one)}
