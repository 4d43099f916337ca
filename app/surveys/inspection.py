"""A survey in figures, for other programs: what is asked, of which type, and what hangs on what."""

from collections.abc import Sequence
from typing import Any

from app.surveys.definition import Page, Question, Survey
from app.surveys.expressions import Expression, source
from app.surveys.problems import Problem


def inspected(survey: Survey | None, problems: Sequence[Problem], key: str) -> dict[str, Any]:
    """The object of `speir survey inspect`. `key` stands for a file that holds no survey that can be used."""
    pages = survey.pages if survey is not None else ()
    questions = [_question(question, page) for page in pages for question in page.questions]
    written = sum(1 for page in pages for _ in page.conditions())
    return {
        "key": survey.key if survey is not None else key,
        "version": survey.version if survey is not None else "",
        "title": dict(survey.title.words) if survey is not None else {},
        "languages": list(survey.languages) if survey is not None else [],
        "pages": len(pages),
        "page_conditions": {one.id: source(one.relevant) for one in pages if one.relevant is not None},
        "questions": questions,
        "counts": {
            "pages": len(pages),
            "questions": len(questions),
            "options": sum(one["options"] for one in questions),
            "relevant": sum(one["relevant"] is not None for one in questions),
            "repeats": sum(one["type"] == "repeat" for one in questions),
        },
        "expressions": {"total": written, "compiled": written, "off": 0},
        "media": []
        if survey is None
        else [{"file": one.file, "kind": one.kind, "bytes": one.size} for one in survey.media()],
        "kept_aside": [],
        "problems": [
            {"where": f"{one.path}:{one.line}", "what": one.what, "mend": one.mend} for one in problems
        ],
    }


def _question(question: Question, page: Page) -> dict[str, Any]:
    """A question; `required` where it must be answered by all or by some, and `required_if` by whom."""

    def said(expression: Expression | None) -> str | None:
        return source(expression) if expression is not None else None

    return {
        "id": question.id,
        "source": question.id,
        "type": question.type,
        "page": page.id,
        "required": question.required or question.required_if is not None,
        "options": len(question.options),
        "rows": len(question.rows),
        "required_if": said(question.required_if),
        "relevant": said(question.relevant),
        "calculation": said(question.calculation),
        "count": said(question.count),
        "parts": [_question(part, page) for part in question.parts],
    }
