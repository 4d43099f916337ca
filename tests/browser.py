"""A browser without JavaScript: a test client that fills in the forms it is shown, tokens and all."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask.testing import FlaskClient
from lxml.html import FormElement, HtmlElement
from werkzeug.test import TestResponse

Values = Mapping[str, str | Sequence[str] | None]


class Client(FlaskClient):
    """Flask's client, and `submit`, which does what a person does with a form."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Flask's own; a large form's body, which werkzeug keeps in a temporary file, is closed after it."""
        response = super().open(*args, **kwargs)
        response.request.environ["wsgi.input"].close()
        return response

    def submit(
        self, path: str, values: Values | None = None, *, button: str | None = None, form: str | None = None
    ) -> TestResponse:
        """Fetch `path`, fill in its form and send it.

        `values` go over what the form already holds: a list for several choices, None to leave a control
        out. `button` is the value of the button pressed (the first one if not given); `form` is part of the
        form's action, where the page has more forms than one. Raises AssertionError for a control or button
        that the form does not have: a test must not send what a person could not.
        """
        response = self.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return self.send(response, values, button=button, form=form)

    def send(
        self,
        shown: TestResponse,
        values: Values | None = None,
        *,
        button: str | None = None,
        form: str | None = None,
    ) -> TestResponse:
        """Fill in and send a form of a page already fetched, e.g. one that came back with an error."""
        found = the_form(lxml.html.fromstring(shown.text), form)
        pairs = fill(found, values or {}, button)
        here = urlsplit(shown.request.url)
        target = urlsplit(urljoin(here.geturl(), found.get("action") or ""))
        address = target.path + (f"?{target.query}" if target.query else "")
        if found.method.upper() == "GET":
            return self.get(target.path, query_string=_grouped(pairs))
        return self.post(address, data=_grouped(pairs))


def the_form(document: HtmlElement, action: str | None) -> FormElement:
    """The one POST form of a page, or the one form whose action is, or has in it, the words given."""
    forms = [form for form in document.forms if action is None or action in (form.get("action") or "")]
    if action is None and len(forms) > 1:
        forms = [form for form in forms if form.method.upper() == "POST" and form.xpath("ancestor::main")]
    forms = [form for form in forms if form.get("action") == action] or forms
    assert len(forms) == 1, f"{len(forms)} forms fit; say which by its action"
    return forms[0]


def fill(form: FormElement, values: Values, button: str | None) -> list[tuple[str, str]]:
    """The name and value pairs a browser would send."""
    controls = {name for name in form.fields if name}
    unknown = set(values) - controls
    assert not unknown, f"the form has no {sorted(unknown)}, but {sorted(controls)}"
    pairs = [(name, value) for name, value in form.form_values() if name not in values]
    for name, value in values.items():
        if value is not None:
            pairs += [(name, value)] if isinstance(value, str) else [(name, one) for one in value]
    buttons = form.xpath(".//button[not(@type) or @type='submit']|.//input[@type='submit']")
    pressed = [one for one in buttons if button is None or button in (one.get("value"), one.get("name"))]
    assert pressed, f"no button {button!r} in {[(one.get('name'), one.get('value')) for one in buttons]}"
    if pressed[0].get("name"):
        pairs.append((pressed[0].get("name"), pressed[0].get("value") or ""))
    return pairs


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Werkzeug's client takes several values of a name as a list."""
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped
