"""The page check is itself checked: it passes a page as it should be, and names each thing left owing."""

import pytest
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from app.web.security import POLICY
from tests.owed import what_is_owed

GOOD = """<!doctype html>
<html lang="en"><head><title>Fife</title><meta name="viewport" content="width=device-width"></head>
<body><main>
<h1>Fife</h1><h2>Ask</h2>
<form method="post"><input type="hidden" name="csrf_token" value="x">
<label for="name">Name</label><input id="name" name="name" aria-describedby="hint"><p id="hint">Yours</p>
<fieldset><legend>Age</legend><input type="radio" id="age-1" name="age">
<label for="age-1">16</label></fieldset>
<button>Go</button></form>
</main></body></html>"""


def answer(html: str, policy: str = POLICY) -> TestResponse:
    response = Response(html, mimetype="text/html", headers={"Content-Security-Policy": policy})
    request = Request.from_values("http://localhost/")
    return TestResponse(
        response.response, response.status, response.headers, request, history=(), content_type="text/html"
    )


def test_a_good_page_owes_nothing() -> None:
    assert what_is_owed(answer(GOOD)) == []


@pytest.mark.parametrize(
    ("there", "instead", "owed"),
    [
        ("<!doctype html>", "", "a doctype"),
        (' lang="en"', "", "a language"),
        ("<title>Fife</title>", "<title> </title>", "a title"),
        ("<h1>Fife</h1>", "", "one h1"),
        ("<h2>Ask</h2>", "<h3>Ask</h3>", "an h2 before"),
        ('<label for="name">', '<label for="nome">', "a label for name"),
        ("<legend>Age</legend>", "", "a legend for age"),
        ('<p id="hint">', '<p id="name">', "one id name"),
        ('<p id="hint">', "<p>", "something with the id hint"),
        ("<h2>", '<h2 style="color:red">', "no style attribute"),
        ("<h2>", "<script>1</script><h2>", "no inline script"),
        ("<h2>", '<script src="https://other.example/a.js"></script><h2>', "nothing from another host"),
        ("<h2>", '<h2 onclick="1">', "no inline handler"),
        ("<h2>", '<img src="/a.png"><h2>', "alt on /a.png"),
        ("<button>Go</button>", "", "a button in the form"),
        ("<button>Go</button>", "<button></button>", "words on a button"),
        ('name="csrf_token"', 'name="other"', "a token in the form"),
        ("<main>", "<div>", "one <main>"),
    ],
)
def test_each_lack_is_named(there: str, instead: str, owed: str) -> None:
    found = what_is_owed(answer(GOOD.replace(there, instead, 1)))
    assert any(one.startswith(owed) for one in found), found


def test_a_page_without_a_policy_is_named() -> None:
    assert "a content security policy" in what_is_owed(answer(GOOD, policy="default-src *"))
