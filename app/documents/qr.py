"""QR codes: an address that a telephone's camera reads off paper."""


def svg(address: str, title: str) -> str:
    """The code as an SVG to stand inside a page; `title` is what is read out in its place."""
    import segno  # not before one is drawn: a web worker may never draw one

    code = segno.make_qr(address, error="m")
    return str(code.svg_inline(title=title, omitsize=True, border=4, svgclass="qr", lineclass=None, unit=""))
