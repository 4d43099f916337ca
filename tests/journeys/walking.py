"""A respondent over the network without a browser: cookies, forms and retries, nothing else."""

import http.client
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

import lxml.html

from tests.browser import Values, fill, the_form


class Walker:
    """One respondent with a cookie jar of their own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.here = ""
        self.shown = ""

    def get(self, path: str) -> str:
        """Fetch a page."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address, path)))

    def send(self, values: Values, button: str, form: str | None = None) -> str:
        """Fill in and send the form of the page that is shown."""
        found = the_form(lxml.html.fromstring(self.shown), form)
        data = urllib.parse.urlencode(fill(found, values, button)).encode()
        target = urllib.parse.urljoin(self.here, found.get("action") or "")
        return self._open(urllib.request.Request(target, data))

    def _open(self, request: urllib.request.Request) -> str:
        try:
            with self.opener.open(request, timeout=30) as answer:
                text: str = answer.read().decode()
                here: str = answer.url
        except urllib.error.HTTPError as error:
            text, here = error.read().decode(), error.url or request.full_url
            error.close()
            if error.code >= 500:
                raise ConnectionError(f"{error.code}") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise ConnectionError(str(error)) from None
        self.here, self.shown = here, text
        return text
