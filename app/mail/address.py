"""An address that may stand in a header: anything else is refused before a message is made of it."""

from email.errors import MessageError
from email.headerregistry import Address

from app.errors import Invalid

LONGEST = 254  # characters, RFC 5321


def checked(address: str) -> str:
    """The one e-mail address in `address`, as it may be written after `To:`. Raises Invalid.

    Several addresses, names beside them, line breaks and other control characters are refused: a header
    of ours must never be one that a stranger has written.

    >>> checked("officer@fife.example")
    'officer@fife.example'
    """
    if len(address) > LONGEST or not address.isprintable() or any(sign in address for sign in ' ,;<>"'):
        raise Invalid("This is not one e-mail address. Write it like name@example.org.")
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise Invalid("This is not an e-mail address. Write it like name@example.org.") from error
    if not parsed.username or not parsed.domain:
        raise Invalid("This is not an e-mail address. Write it like name@example.org.")
    return address


def header_line(text: str, longest: int = 200) -> str:
    """`text` as the value of a header such as Subject. Raises Invalid if it holds control characters."""
    if not text or len(text) > longest or not text.isprintable():
        raise Invalid(f"A subject is one line of at most {longest} characters.")
    return text
