"""How an e-mail address is written, so that one person has one account however they type it."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from app.errors import Invalid

LONGEST_EMAIL = 254


def normal_email(typed: str) -> str:
    """The address as accounts are looked up by: no blanks around it, one Unicode form, small letters.

    What both databases cannot hold (control characters, lone surrogates) is left out; no account has it.

    >>> normal_email("  Officer@Demo.Example ")
    'officer@demo.example'
    """
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST_EMAIL]


def new_email(typed: str) -> str:
    """The address for a new account. Raises Invalid if it is not one."""
    text = normal_email(typed)
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise Invalid(f"{typed!r} is not an e-mail address. Write it like name@example.org.") from error
    return text
