"""Made-up respondents, drawn from a seed: what they type, and how they go through the two programs.

A form is the same for both programs, so both have the same to read, to check and to keep.
"""

import random
import re
from collections.abc import Callable, Iterator
from itertools import count

from bench.load import Answer, Browser, Visit

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
KEY = re.compile(rb'name="submit_key" value="([^"]+)"')
LONG = "A free text answer of some ordinary length, about one line. " * 2
SHORT = "No further remarks from me."

Form = list[tuple[str, str]]


def form(seed: int) -> Form:
    """The fields of one respondent's form, without what the program itself put there."""
    draw = random.Random(seed)
    fields = [("single1", f"a{draw.randint(1, 3)}")]
    fields += [(f"single{q}", f"a{draw.randint(1, 5)}") for q in range(2, 11)]
    fields += [(f"grid{q}.s{row}", f"a{draw.randint(1, 5)}") for q in range(1, 4) for row in range(1, 6)]
    fields += [
        (f"several{q}", f"a{option}") for q in range(1, 4) for option in range(1, 7) if draw.random() < 0.4
    ]
    fields += [("number1", str(draw.randint(0, 100))), ("number2", str(draw.randint(0, 10)))]
    return [*fields, ("text1", LONG), ("text2", SHORT)]


_seeds = count(1)


def yardstick() -> Visit:
    """GET the page, POST the answers."""
    fields = form(next(_seeds))

    def visit(browser: Browser) -> None:
        token = _found(TOKEN, _expect(browser.get("/"), 200))
        answer = _expect(browser.post("/", [*fields, ("csrf_token", token)]), 200)
        if answer.body != b"Thank you":
            raise RuntimeError(f"the yardstick said {answer.body!r}")

    return visit


def begin(base: str) -> Visit:
    """Open the start page of a consultation and press "Start"."""

    def visit(browser: Browser) -> None:
        token = _found(TOKEN, _expect(browser.get(base), 200))
        _expect(browser.post(f"{base}start", [("csrf_token", token)]), 303)

    return visit


def answer_page(base: str) -> Visit:
    """GET the page of twenty questions, POST the answers, which are saved."""
    fields = form(next(_seeds))

    def visit(browser: Browser) -> None:
        page = _expect(browser.get(f"{base}p/all"), 200)
        also = [("csrf_token", _found(TOKEN, page)), ("submit_key", _found(KEY, page)), ("go", "next")]
        _expect(browser.post(f"{base}p/all", [*fields, *also]), 303)

    return visit


def send(base: str) -> Visit:
    """Look at the answers, send them, see the receipt."""

    def visit(browser: Browser) -> None:
        page = _expect(browser.get(f"{base}check"), 200)
        also = [("csrf_token", _found(TOKEN, page)), ("submit_key", _found(KEY, page)), ("go", "submit")]
        _expect(browser.post(f"{base}check", also), 303)
        if b"data-receipt" not in _expect(browser.get(f"{base}sent"), 200).body:
            raise RuntimeError("there is no receipt on the last page")

    return visit


def whole_way(base: str) -> Visit:
    """From the start page to the receipt."""
    steps = (begin(base), answer_page(base), send(base))

    def visit(browser: Browser) -> None:
        for step in steps:
            step(browser)

    return visit


def many(make: Callable[[], Visit], number: int) -> Iterator[tuple[Browser | None, Visit]]:
    """So many visits, each by a new respondent."""
    return ((None, make()) for _ in range(number))


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise RuntimeError(f"{answer.status} instead of {status}: {answer.body[:300]!r}")
    return answer


def _found(pattern: re.Pattern[bytes], answer: Answer) -> str:
    match = pattern.search(answer.body)
    if match is None:
        raise RuntimeError(f"no {pattern.pattern!r} on the page")
    return match[1].decode()
