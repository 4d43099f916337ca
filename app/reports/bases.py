"""Of whom a question was asked, said beside its figures: the base of a question is its condition in words."""

from collections.abc import Mapping

from app.questionnaires.conditions import of_whom
from app.surveys.definition import Survey
from app.surveys.expressions import And, Comparison, Expression, Literal
from app.web.language import speaking


def bases(survey: Survey, language: str = "en") -> Mapping[str, str]:
    """ "who chose …", to stand after "those", for each question that was not asked of all, by its id."""
    found: dict[str, str] = {}
    with speaking(language):
        for page in survey.pages:
            for question in page.questions:
                counted = Comparison(question.count, ">=", Literal(1)) if question.count is not None else None
                wanted: list[Expression] = [
                    one for one in (page.relevant, question.relevant, counted) if one is not None
                ]
                if wanted:
                    whole = wanted[0] if len(wanted) == 1 else And(tuple(wanted))
                    found[question.id] = of_whom(whole, survey, language)
    return found
