"""Sections by table: each says what it is there for, from real counts of the library's surveys."""

from dataclasses import replace
from datetime import date

import pytest

from app.reports.model import BulletList, Callout, Chart, Paragraph, Report, Section, Table
from app.reports.sections import SECTIONS, compose
from app.reports.source import ReportSource
from app.surveys.questions import shape
from app.surveys.shapes import Nothing
from tests.reports import samples


@pytest.fixture(scope="module")
def source() -> ReportSource:
    return samples.source()


@pytest.fixture(scope="module")
def report(source: ReportSource) -> Report:
    return compose(source)


def build(name: str, source: ReportSource) -> list[Section]:
    return list(SECTIONS[name](source))


def words(sections: list[Section]) -> str:
    """Everything that sections say outside tables and charts."""
    said: list[str] = []
    for section in sections:
        said.append(section.heading)
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    said.append(text)
                case BulletList(items):
                    said += items
                case Callout(heading, text):
                    said += [heading, text]
                case Table():
                    said += [block.caption, block.note]
    return "\n".join(said)


def test_headings_come_in_order_and_ids_once(report: Report) -> None:
    before = 1
    for section in report.sections:
        assert section.level <= before + 1, section.heading
        before = section.level
    ids = [section.id for section in report.sections]
    assert len(ids) == len(set(ids))


def test_every_row_has_a_cell_for_every_header(report: Report) -> None:
    for table in report.tables():
        assert table.rows, table.caption
        for row in table.rows:
            assert len(row.cells) == len(table.headers), table.caption
        assert len(table.keys) in (0, len(table.headers))


def test_who_hides_says_why(report: Report) -> None:
    for table in report.tables():
        assert table.hides == ("“Hidden”:" in table.note), table.caption


def test_every_chart_has_its_table_and_says_its_numbers(report: Report) -> None:
    for section in report.sections:
        for block, following in zip(section.blocks, section.blocks[1:], strict=False):
            if isinstance(block, Chart):
                assert isinstance(following, Table)
                for bar in block.bars:
                    for part in bar.parts:
                        assert part.label in block.alternative
                        assert (
                            "hidden" in block.alternative
                            if part.value is None
                            else f"{part.value:,}" in block.alternative
                        )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("summary", "Self-selected answers do not measure public support"),
        ("summary", "advise which two changes should be in the draft plan"),
        ("summary", "breaks come too late"),
        ("summary", "in the census it is "),
        ("summary", " disagreed."),
        ("who_answered", "It opened on 1 September 2026 and closed on 20 November 2026."),
        ("who_answered", "240 people answered"),
        ("who_answered", "14 organisations answered"),
        ("who_answered", "beside unpaid carers in the 2022 census"),
        ("questions", "Base: 240 people answered this question."),
        ("differences", "Those who agreed or strongly agreed"),
        ("comments", "only when a person has read them"),
        ("method", "Self-selected answers do not measure public support"),
        ("method", "from 1 to 4 is hidden"),
        ("method", "from 1 to 9"),
        ("method", "The answers were made up by a program"),
        ("method", "Open Government Licence"),
        ("next_steps", "will hear by 31 March 2027"),
        ("next_steps", "Integration Joint Board"),
    ],
)
def test_a_section_says(name: str, said: str, source: ReportSource) -> None:
    assert said in words(build(name, source))


def test_every_question_stands_in_the_report_once(report: Report, source: ReportSource) -> None:
    headings = [section.id for section in report.sections if section.level == 4]
    for one in source.consultations:
        for question in one.survey.questions:
            places = [h for h in headings if h.endswith(f"-{one.slug}-{one.kind}-{question.id}")]
            silent = question.housekeeping or isinstance(shape(question), Nothing)
            assert len(places) == (0 if silent else 1), question.id


def test_findings_have_a_base_of_twenty_and_are_no_sensitive_questions(source: ReportSource) -> None:
    for one in source.consultations:
        for question in one.survey.questions:
            if question.sensitive:
                found = [s for s in build("summary", source) if s.id == "findings"]
                assert str(question.text) not in words(found)


def test_nothing_that_is_hidden_is_said_anywhere(source: ReportSource) -> None:
    """A consultation of so few that all is hidden: its sections hold no number of people."""
    few = samples.source(samples.consultation("carers", 4))
    report = compose(few)
    assert few.consultations[0].tally.overall.responses is None
    for table in report.tables():
        if table.item:
            assert not [cell for row in table.rows for cell in row.cells if isinstance(cell, int) and cell]
    assert not [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]


def test_people_and_organisations_of_one_consultation_stand_apart() -> None:
    mixed = samples.consultation("carers", 240, kinds=("organisation",))
    report = compose(samples.source(mixed))
    summary = next(report.tables())
    assert summary.headers == ("People", "Organisations")
    assert sum(cell for cell in summary.rows[0].cells if isinstance(cell, int)) == 240
    assert {section.heading for section in report.sections} >= {
        "Do you hear back? (people)".replace(
            "Do you hear back?", "Did you hear back about what was decided?"
        ),
        "Did you hear back about what was decided? (organisations)",
    }
    assert len({section.id for section in report.sections}) == len(report.sections)


def test_without_words_of_the_officer_there_is_no_empty_heading(source: ReportSource) -> None:
    bare = replace(
        source,
        engagement=replace(
            source.engagement, officer_words=" ", ask_of_group="", promise="", decides="", contact=""
        ),
    )
    headings = [section.heading for section in build("summary", bare)]
    assert "From the engagement officer" not in headings
    assert "What the group is asked to do" not in headings
    silent = replace(bare, engagement=replace(bare.engagement, respond_by=None))
    assert "has not yet said by when" in words(build("next_steps", silent))


def test_an_open_consultation_says_so() -> None:
    still = replace(
        samples.consultation("third-sector", 14), state="open", closed=None, opened=date(2026, 9, 1)
    )
    assert "still open when this was counted" in words(build("who_answered", samples.source(still)))


def test_nobody_answered_yet() -> None:
    report = compose(samples.source(samples.consultation("third-sector", 0)))
    assert "Nobody has answered this question." in words(list(report.sections))
    assert next(report.tables()).rows[0].cells == (0,)


def test_what_respondents_were_told_stands_in_quotation_marks() -> None:
    """A report speaks to a group: the "you" that respondents were told is no word of its own."""
    source = samples.source(samples.consultation("third-sector", 14))
    facts = replace(source.engagement, purpose="Tell us.\n\n- what you need\n- what you don't")
    report = compose(replace(source, engagement=facts))
    told = next(section for section in report.sections if section.id == "who-answered")
    assert words([told]).splitlines()[1:-1] == [
        "Those who were asked were told why:", "“Tell us.", "“what you need", "what you don’t”",
    ]  # fmt: skip


def test_a_report_has_no_straight_quotes_and_asks_its_reader_nothing(report: Report) -> None:
    for section in report.sections:
        said = words([section]) + "".join(
            row.header for block in section.blocks if isinstance(block, Table) for row in block.rows
        )
        assert "'" not in said
        assert '"' not in said
        assert "please" not in said


def test_a_draft_names_no_edition(source: ReportSource) -> None:
    said = words(build("method", replace(source, edition_no=0)))
    assert "for a draft that nobody has published" in said
    assert "edition 0" not in said


def test_organisations_have_totals_of_their_own_and_are_named_where_they_agreed() -> None:
    group = replace(
        samples.consultation("third-sector", 60), organisations=("An Example Group", "Zebra Trust")
    )
    sections = build("organisations", samples.source(group, samples.consultation("carers", 60)))
    assert [section.id for section in sections] == ["organisations", "organisations-third-sector"]
    said = words(sections)
    assert "60 organisations answered." in said
    assert "people together" in said
    assert "had not." in said
    assert "An Example Group" in said


def test_few_organisations_are_not_told_from_their_sums() -> None:
    sections = build("organisations", samples.source(samples.consultation("third-sector", 4)))
    assert "people together" not in words(sections)
    assert "None is named" in words(sections)


def test_a_report_on_people_has_no_part_on_organisations() -> None:
    assert not build("organisations", samples.source(samples.consultation("carers", 60)))
