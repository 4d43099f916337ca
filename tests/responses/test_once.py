"""One response however often it is sent: eight threads, a hundred times, on both databases."""

import threading

from flask import Flask
from flask.testing import FlaskClient

from app.consultations import store as consultations
from app.responses import store
from tests.browser import Client, fill, the_form
from tests.builders import make_consultation
from tests.responses.test_answering import BASE, finish

THREADS, TIMES = 8, 100


def test_many_threads_sending_the_same_thing_store_one(app: Flask) -> None:
    import lxml.html

    make_consultation(app)
    person = app.test_client()
    assert isinstance(person, Client)
    person.submit(BASE, button="next")
    finish(person)
    checked = person.get(BASE + "check")
    form = dict(fill(the_form(lxml.html.fromstring(checked.text), "check"), {}, "submit"))
    cookies = [(cookie.key, cookie.value, cookie.path) for cookie in person._cookies.values()]
    receipts: list[str] = []
    failures: list[str] = []

    def send() -> None:
        for _ in range(TIMES // THREADS + 1):
            one = FlaskClient(app, app.response_class)
            for key, value, path in cookies:
                one.set_cookie(key, value, path=path)
            answer = one.post(BASE + "check", data=form)
            if answer.status_code != 303:
                failures.append(f"{answer.status_code} {answer.text[:200]}")
                continue
            receipts.extend(
                value for value in answer.headers.getlist("Set-Cookie") if "speir_receipt" in value
            )

    threads = [threading.Thread(target=send) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[:3]
    assert len({value.split(";")[0] for value in receipts}) == 1
    with app.app_context():
        assert store.count(consultations.load("fife", "small").id) == 1
