"""Charts: every number in words, nothing that only colour tells, nothing that a strict policy refuses."""

import re

import lxml.etree
import pytest

from app.reports.charts import SCALES, colours, contrast, ink_on, svg
from app.reports.model import Bar, Chart, Part

PLAIN = Chart(
    "How old are you?",
    (
        Bar("16 to 24", (Part("16 to 24", 30, 25),), 120),
        Bar("25 & over <all>", (Part("25 & over <all>", 90, 75),), 120),
        Bar("Not said", (Part("Not said", None),), 120),
    ),
    "How old are you? 16 to 24: 30 (25 per cent); 25 & over <all>: 90 (75 per cent); Not said: hidden.",
)
STACKED = Chart(
    "Do you agree?",
    (
        Bar("I have a say", (Part("Yes", 60, 60), Part("No", 40, 40)), 100),
        Bar("I get rest", (Part("Yes", 70, 70), Part("No", None)), 100),
        Bar("Nobody knows", (Part("Yes", None), Part("No", None)), None),
        Bar("Not asked", (Part("Yes", 0), Part("No", 0)), 0),
    ),
    "Do you agree? …",
)


def parsed(chart: Chart, width: int = 640, *, title: bool = False) -> lxml.etree._Element:
    return lxml.etree.fromstring(svg(chart, width, alternative_in_title=title))


def words(chart: Chart, width: int = 640) -> list[str]:
    return [element.text or "" for element in parsed(chart, width).iter("{*}text")]


@pytest.mark.parametrize("width", [640, 480])
@pytest.mark.parametrize("chart", [PLAIN, STACKED])
def test_it_is_an_image_with_a_name_and_a_description(chart: Chart, width: int) -> None:
    drawn = parsed(chart, width)
    assert drawn.get("role") == "img"
    assert drawn.findtext("{*}title") == chart.title
    assert drawn.findtext("{*}desc") == chart.alternative
    ids = {element.get("id") for element in drawn.iter() if element.get("id")}
    assert set((drawn.get("aria-labelledby") or "").split()) == ids
    assert not drawn.xpath("//@style|//*[local-name()='style']|//*[local-name()='script']")


def test_on_paper_the_title_says_the_numbers() -> None:
    assert parsed(PLAIN, title=True).findtext("{*}title") == PLAIN.alternative


def test_two_charts_of_a_page_have_different_ids() -> None:
    assert set(re.findall(r'id="([^"]+)"', svg(PLAIN))).isdisjoint(re.findall(r'id="([^"]+)"', svg(PLAIN)))


def test_each_bar_says_its_number_and_a_hidden_one_that_it_is_hidden() -> None:
    assert {"30 (25%)", "90 (75%)", "hidden", "16 to 24", "25 & over <all>"} <= set(words(PLAIN))
    assert [word for word in words(STACKED) if word in ("60%", "40%", "70%")] == ["60%", "40%", "70%"]
    assert words(STACKED).count("hidden") == 2
    assert "no answers" in words(STACKED)


def test_a_hidden_number_has_no_length() -> None:
    """Nothing in the picture may hang on a number that is hidden: it could be measured."""
    other = Chart(PLAIN.title, (*PLAIN.bars[:2], Bar("Not said", (Part("Not said", None),), 120)), "")
    strip = re.compile(r'id="[^"]+"|aria-labelledby="[^"]+"|<desc.*</desc>')
    assert strip.sub("", svg(PLAIN)) == strip.sub("", svg(other))
    assert len(list(parsed(PLAIN).iter("{*}rect"))) == 2


def test_percentages_are_drawn_against_a_hundred() -> None:
    rects = [float(rect.get("width") or 0) for rect in parsed(PLAIN).iter("{*}rect")]
    assert rects[1] / rects[0] == pytest.approx(3, rel=0.05)


def test_bars_stay_inside_the_picture() -> None:
    for chart in (PLAIN, STACKED):
        for width in (640, 480):
            for rect in parsed(chart, width).iter("{*}rect"):
                assert float(rect.get("x") or 0) + float(rect.get("width") or 0) <= width + 0.1


@pytest.mark.parametrize("colour", sorted({colour for scale in SCALES.values() for colour in scale}))
def test_words_on_a_colour_can_be_read(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5, "WCAG 2.2 AA"


def test_long_labels_are_wrapped_and_lose_nothing() -> None:
    label = "Services for the person I look after, so that I can have a break from caring now and then"
    chart = Chart("Help", (Bar(label, (Part(label, 5),), 5),), "")
    assert " ".join(words(chart)[:-1]) == label


@pytest.mark.parametrize("many", range(1, 12))
def test_there_is_a_colour_for_every_option(many: int) -> None:
    assert len(colours(many)) == many
