"""Who asked, who answered and how: people and organisations apart, beside the census where it fits."""

from collections.abc import Iterator, Mapping

from app.reports.figures import figures, is_about_respondents
from app.reports.model import Block, Paragraph, Row, Section, Table
from app.reports.reach import shares
from app.reports.source import Census, ConsultationSource, ReportSource
from app.reports.wording import WHY_HIDDEN, day, quoted, respondents, sentence, they

ROUTES: Mapping[str, str] = {
    "web": "On the web",
    "paper": "On paper",
    "telephone": "By telephone",
    "assisted": "With somebody's help",
    "kiosk": "At a kiosk",
    "import": "Brought in from a file",
}

HOW_TO_READ = (
    "Each question has its own base: those who answered it. Whoever did not come to a question is not in its "
    "base. Where a number is hidden, “Why some numbers are hidden” near the end says why."
)
COMPARED = "Per cent of those whose answer can be set beside the census."


def build(source: ReportSource) -> Iterator[Section]:
    """The purpose, then each consultation and the questions about its respondents."""
    purpose = tuple(quoted("Those who were asked were told why:", source.engagement.purpose)) or (
        Paragraph(f"{source.board.name} asked about “{source.engagement.title}”."),
    )
    yield Section("who-answered", "Who asked, and who answered", 2, (*purpose, Paragraph(HOW_TO_READ)))
    for one in source.consultations:
        yield Section(f"who-{one.slug}", f"{one.audience_name}: {one.title}", 3, tuple(_consultation(one)))
        for kind, group in one.groups.items():
            for question in one.survey.questions:
                if question.housekeeping or not is_about_respondents(one, question):
                    continue
                blocks = tuple(figures(one, kind, group, question))
                beside = tuple(_census(one, question.id)) if kind == "person" else ()
                if blocks:
                    heading = f"{question.text} ({they(kind)})" if one.mixed else str(question.text)
                    yield Section(f"who-{one.slug}-{kind}-{question.id}", heading, 4, blocks + beside)


def _consultation(source: ConsultationSource) -> Iterator[Block]:
    answered = [respondents(group.responses, kind) for kind, group in source.groups.items()]
    yield Paragraph(f"{_when(source)} {sentence(' and '.join(answered) + ' answered')}")
    routes = source.tally.by.get("route", {})
    rows = tuple(
        Row(ROUTES.get(route, route), (group.responses,), route)
        for route, group in routes.items()
        if group.responses != 0
    )
    if rows:
        yield Table(
            caption="How the answers came",
            corner="Route",
            headers=("Answers",),
            rows=rows,
            note=WHY_HIDDEN if any(row.cells[0] is None for row in rows) else "",
            item=f"{source.slug}/responses/route",
            keys=("responses",),
        )


def _when(source: ConsultationSource) -> str:
    """From when to when it was open, as far as that is known."""
    opened = f"opened on {day(source.opened)} and " if source.opened else ""
    if source.state == "open":
        return f"It {opened}was still open when this was counted."
    return f"It {opened}closed on {day(source.closed)}." if source.closed else f"It {opened}has closed."


def _census(source: ConsultationSource, question_id: str) -> Iterator[Block]:
    for census in source.census:
        if census.question == question_id:
            yield from _beside(source, census)


def _beside(source: ConsultationSource, census: Census) -> Iterator[Block]:
    found = shares(source, census)
    if not any(share.answered is not None for share in found):
        return
    rows = tuple(Row(share.label, (share.answered, share.census), share.band) for share in found)
    yield Table(
        caption=f"Those who answered, beside {census.subject} in the {census.year} census",
        corner="Group",
        headers=("Per cent of answers", "Per cent in the census"),
        rows=rows,
        note=" ".join(
            filter(
                None, [COMPARED, census.source, WHY_HIDDEN if any(None in row.cells for row in rows) else ""]
            )
        ),
    )
