"""What people said: each question with its base, its table and its chart."""

from collections.abc import Iterator

from app.reports.figures import figures, is_about_respondents
from app.reports.model import Section
from app.reports.source import ReportSource
from app.reports.wording import they


def build(source: ReportSource) -> Iterator[Section]:
    """Each consultation and its questions, in the order in which they were asked."""
    yield Section("questions", "What they said", 2, ())
    for one in source.consultations:
        yield Section(f"questions-{one.slug}", f"{one.audience_name}: {one.title}", 3, ())
        for kind, group in one.groups.items():
            for question in one.survey.questions:
                if question.housekeeping or is_about_respondents(one, question):
                    continue
                blocks = tuple(figures(one, kind, group, question))
                if blocks:
                    heading = f"{question.text} ({they(kind)})" if one.mixed else str(question.text)
                    yield Section(f"q-{one.slug}-{kind}-{question.id}", heading, 4, blocks)
