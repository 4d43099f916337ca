"""The directory and the look-up, as a person without JavaScript meets them."""

from collections.abc import Callable

import pytest

from app.boards.attribution import ATTRIBUTION
from tests.browser import Client
from tests.owed import Page, what_is_owed

Fetch = Callable[..., Page]


def test_the_front_door_asks_for_a_postcode_and_links_to_every_board(page: Fetch) -> None:
    home = page("/")
    assert home.html.xpath("//form[@action='/find' and @method='post']//input[@name='postcode']")
    assert "/boards/" in home.links().values()


def test_the_directory_lists_all_31_boards_and_says_that_names_are_unchecked(page: Fetch) -> None:
    directory = page("/boards/")
    boards = {
        href for href in directory.links().values() if href.startswith("/boards/") and href != "/boards/"
    }
    assert len(boards) == 31
    assert {"/boards/fife/", "/boards/highland/"} <= boards
    assert "We have not yet checked these names with the boards." in directory.text
    assert "name to be confirmed" not in directory.text, "once is enough"


@pytest.mark.parametrize("typed", ["KY16 9AA", "ky169aa ", "KY16"])
def test_a_postcode_leads_to_its_board(client: Client, typed: str) -> None:
    answer = client.submit("/", {"postcode": typed}, form="/find")
    assert (answer.status_code, answer.location) == (303, "/boards/fife/")


def test_a_divided_sector_leads_to_its_boards_by_an_address_without_a_postcode(
    client: Client, page: Fetch
) -> None:
    answer = client.submit("/", {"postcode": "ab1 0"}, form="/find")
    assert answer.status_code == 303
    assert answer.location == "/find?area=AB1+0"
    shown = page(answer.location)
    assert "Aberdeen City Health and Social Care Partnership: about 9 in 10" in shown.text
    assert "Aberdeenshire Health and Social Care Partnership: about 1 in 10" in shown.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("SW1A 1AA", "That postcode is not in Scotland. Use the postcode of the person you care for"),
        ("KY16 9ZZ", "Our list does not have that postcode. It may be new"),
        ("nonsense", "That does not look like a postcode"),
        ("", "Type a postcode, or choose a board"),
        ("<script>", "That does not look like a postcode"),
    ],
)
def test_what_finds_nothing_gets_a_page_that_helps_and_keeps_what_was_typed(
    client: Client, typed: str, said: str
) -> None:
    answer = client.submit("/", {"postcode": typed}, form="/find")
    assert answer.status_code == 422
    assert not what_is_owed(answer)
    shown = Page(answer)
    assert said in shown.text
    assert shown.html.xpath("//input[@name='postcode']/@value") == [typed]
    summary = shown.html.get_element_by_id("error-summary")
    assert "autofocus" in summary.attrib
    assert summary.xpath(".//a/@href") == ["#postcode"]
    assert len([href for href in shown.links().values() if href.startswith("/boards/")]) >= 31


def test_an_unknown_postcode_is_told_of_the_boards_around_it(client: Client) -> None:
    shown = Page(client.submit("/", {"postcode": "KY16 9ZZ"}, form="/find"))
    assert shown.links()["Fife Health and Social Care Partnership"] == "/boards/fife/"


def test_a_whole_postcode_is_in_no_address_and_no_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        client.submit("/", {"postcode": "KY16 9AA"}, form="/find")
        shown = client.get("/find?area=KY16+9AA")
    assert "9AA" not in caplog.text
    assert "9AA" not in shown.text
    assert shown.status_code == 200


@pytest.mark.parametrize("query", ["", "?area=", "?area=nonsense", "?area=SW1", "?area=%00", "?area=%FF"])
def test_the_address_of_an_area_is_never_an_error(page: Fetch, query: str) -> None:
    assert page("/find" + query).heading == "Find a board by postcode"


def test_the_border_page_says_what_is_in_england(page: Fetch) -> None:
    assert "England: about 9 in 10" in page("/find?area=TD15+1").text


def test_a_look_up_needs_its_token(client: Client) -> None:
    assert client.post("/find", data={"postcode": "KY16 9AA"}).status_code == 400


def test_the_data_page_carries_the_attribution_word_for_word(page: Fetch) -> None:
    about = page("/about/data")
    assert ATTRIBUTION in about.text
    assert "Royal Mail data (c) Royal Mail copyright and database right." in about.text
