"""Requests, without what the framework does anew for each of them, or more slowly than it need be."""

from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any, cast
from urllib.parse import unquote_plus

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.routing import Map, MapAdapter, Rule, RuleFactory
from werkzeug.sansio.http import parse_cookie
from werkzeug.utils import cached_property

LARGEST_FORM = 2_000_000  # bytes
LARGEST_UPLOAD = 50_000_000  # bytes, of a form with files
MOST_FIELDS = 5_000
MOST_KNOWN = 1_000  # addresses
NOT_UTF_8 = "werkzeug.url_quote"  # what is not UTF-8 stays encoded, as everywhere in the framework


class Forms(FormDataParser):
    """The framework's own reader of forms; of an ordinary form it looks only at what is encoded."""

    def parse(self, stream: IO[bytes], mimetype: str, content_length: int | None, options: Any = None) -> Any:
        """The stream, the fields and the files. What is not UTF-8 is no form: it has neither."""
        if mimetype != "application/x-www-form-urlencoded":
            return super().parse(stream, mimetype, content_length, options)
        form = self.cls()
        with suppress(UnicodeDecodeError):
            dict.update(form, fields(stream.read().decode()))  # it is one: of names to lists of values
        return stream, form, self.cls()


def fields(encoded: str) -> dict[str, list[str]]:
    """The values of an urlencoded form by their names; nearly all of them are as plain as they look.

    >>> fields("role=self&help=a+carer%E2%80%99s&help=&")
    {'role': ['self'], 'help': ['a carer’s', '']}
    """
    found: dict[str, list[str]] = {}
    for field in encoded.split("&"):
        if not field:
            continue
        name, _, value = field.partition("=")
        if "%" in field or "+" in field:
            name, value = unquote_plus(name, errors=NOT_UTF_8), unquote_plus(value, errors=NOT_UTF_8)
        if name in found:
            found[name].append(value)
        else:
            found[name] = [value]
    return found


class Asked(Request):
    """Flask's own request, with limits that it need not ask the configuration for."""

    max_content_length = LARGEST_FORM
    max_form_memory_size = LARGEST_FORM
    max_form_parts = MOST_FIELDS
    form_data_parser_class = Forms

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """The cookies, without a search through all headers for them."""
        kept = parse_cookie(self.environ.get("HTTP_COOKIE"), ImmutableMultiDict)
        return cast("ImmutableMultiDict[str, str]", kept)


class Addresses(Map):
    """The rules of all addresses, and what was found by them; a page that many answer is looked up once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.known: dict[tuple[str, str], tuple[Rule, Mapping[str, Any]]] = {}
        super().__init__(*args, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """One more rule, by which an address may mean something else than before."""
        self.known.clear()
        super().add(rulefactory)


class Finder(MapAdapter):
    """What finds the view of a request, on whatever host: our addresses are the same on all."""

    map: Addresses

    def __init__(self, addresses: Addresses, request: Request) -> None:
        super().__init__(
            addresses,
            server_name=request.host,
            script_name=request.root_path,
            subdomain=addresses.default_subdomain,
            url_scheme=request.scheme,
            path_info=request.path,
            default_method=request.method,
            query_args=request.query_string.decode(errors="replace"),
        )

    def match(self, *args: Any, **options: Any) -> Any:
        """The rule and the parts of the address. What is not found, or has moved, is looked up every time."""
        if args or options != {"return_rule": True}:
            return super().match(*args, **options)
        asked, known = (self.path_info, self.default_method), self.map.known
        found: tuple[Rule, Mapping[str, Any]] | None = known.get(asked)
        if found is None:
            found = super().match(return_rule=True)
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[asked] = found
        rule, parts = found
        return rule, dict(parts)
