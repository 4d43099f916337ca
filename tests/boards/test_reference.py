"""The facts that are shipped are whole and hang together."""

from collections import Counter

import pytest

from app.boards import census, reference
from app.errors import NotFound

BOARDS = reference.rows("boards")
CODES = {row["code"] for row in BOARDS}


def test_there_are_31_boards_32_councils_14_health_boards_and_127_localities() -> None:
    counts = {
        name: len(reference.rows(name)) for name in ("boards", "council_areas", "health_boards", "localities")
    }
    assert counts == {"boards": 31, "council_areas": 32, "health_boards": 14, "localities": 127}


@pytest.mark.parametrize("name", ["boards", "council_areas", "health_boards", "localities"])
def test_codes_and_slugs_are_unique_and_well_formed(name: str) -> None:
    rows = reference.rows(name)
    prefix = {"boards": "S37", "council_areas": "S12", "health_boards": "S08", "localities": "S99"}[name]
    assert all(row["code"].startswith(prefix) and len(row["code"]) == 9 for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)
    if "slug" in rows[0]:
        slugs = {row["slug"] for row in rows}
        assert len(slugs) == len(rows)
        assert all(slug.replace("-", "").isalpha() and slug == slug.lower() for slug in slugs)


def test_every_board_has_a_council_a_health_board_and_two_localities() -> None:
    health_boards = {row["code"] for row in reference.rows("health_boards")}
    assert {row["health_board_code"] for row in BOARDS} == health_boards
    assert {row["board_code"] for row in reference.rows("council_areas")} == CODES
    localities = Counter(row["board_code"] for row in reference.rows("localities"))
    assert set(localities) == CODES
    assert min(localities.values()) >= 2


def test_only_one_board_has_two_councils_and_only_one_is_led_otherwise() -> None:
    councils = Counter(row["board_code"] for row in reference.rows("council_areas"))
    assert [code for code, many in councils.items() if many > 1] == ["S37000005"]
    assert [row["slug"] for row in BOARDS if row["model"] != "body_corporate"] == ["highland"]


@pytest.mark.parametrize("code", sorted(CODES | {census.SCOTLAND}))
def test_the_census_knows_every_board(code: str) -> None:
    tables = {
        census.people_by_age: census.AGES,
        census.adults_by_age: census.AGES[1:],
        census.people_by_sex: census.SEXES,
        census.carers_by_age: census.AGES,
        census.carers_by_hours: census.HOURS,
    }
    for make, bands in tables.items():
        table = make(code)
        assert tuple(table.shares) == bands
        assert sum(table.shares.values()) == pytest.approx(1)
        assert min(table.shares.values()) > 0
        assert table.year == 2022
        assert "Census 2022" in table.source


def test_census_shares_are_those_of_the_published_tables() -> None:
    # UV301b, Fife: 17,148 of 44,294 carers are 50 to 64; Scotland: 152,376 of 627,921 give 50 hours and more.
    assert census.carers_by_age("S37000032").shares["50_64"] == pytest.approx(17148 / 44294, abs=0.001)
    assert census.carers_by_hours(census.SCOTLAND).shares["50_over"] == pytest.approx(
        152376 / 627921, abs=0.001
    )
    assert round(census.people_by_sex(census.SCOTLAND).shares["female"], 2) == 0.51


def test_an_area_without_census_is_not_found() -> None:
    with pytest.raises(NotFound):
        census.people_by_age("S37000099")
