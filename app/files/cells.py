"""What may stand in a cell of a file that a spreadsheet opens: words and numbers, never a formula."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(words: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe goes before those that it might.

    The characters are OWASP's for CSV injection. Full-width forms of them count too, for some programs
    fold them; so does what follows spaces.

    >>> plain("=1+1"), plain("  @sum"), plain("A plain label")
    ("'=1+1", "'  @sum", 'A plain label')
    """
    first = words.lstrip(" \u00a0")[:1]
    return f"'{words}" if first and first.translate(_FULL_WIDTH) in _BEGINS_A_FORMULA else words


_FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("＝＋－＠", "=+-@", strict=True)}
