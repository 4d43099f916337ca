"""A message leaves by the way configured, whole and addressed to one person, or is refused."""

import email
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask

from app.errors import Invalid
from app.mail.address import checked, header_line
from app.mail.carriers import Folder, NotSent, Refused, Screen, Server, carrier
from app.mail.service import send, written


class Box:
    """A mail server's handler that keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 taken"

    def message(self) -> EmailMessage:
        """The one message got."""
        assert len(self.got) == 1
        content = self.got[0].content
        assert isinstance(content, bytes)
        return email.message_from_bytes(content, policy=default)  # type: ignore[return-value]


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[Box, int]]]:
    """Start a real mail server on a free port; what is given goes to aiosmtpd."""
    running: list[Controller] = []

    def start(**settings: object) -> tuple[Box, int]:
        box = Box()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, **settings)
        controller.start()
        running.append(controller)
        return box, port

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return cert_file, key_file


def a_message() -> EmailMessage:
    return written("officer@fife.example", "A new edition", "Tha e deiseil: £5 – ready.\n", "speir.example")


def test_by_a_mail_server(serve: Callable[..., tuple[Box, int]]) -> None:
    box, port = serve()
    carrier(f"smtp://127.0.0.1:{port}").carry(a_message())
    message = box.message()
    assert box.got[0].rcpt_tos == ["officer@fife.example"]
    assert (message["To"], message["Subject"]) == ("officer@fife.example", "A new edition")
    assert message["From"] == "Speir <no-reply@speir.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@speir.example>")
    assert message["Date"].datetime.utcoffset() is not None
    assert message.get_content().replace("\r\n", "\n") == "Tha e deiseil: £5 – ready.\n"


def test_starttls_with_a_name_and_password(
    serve: Callable[..., tuple[Box, int]], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)
    seen: list[tuple[bytes, bytes]] = []

    def let_in(_server: object, _session: object, _envelope: object, _way: str, data: object) -> AuthResult:
        seen.append((data.login, data.password))  # type: ignore[attr-defined]
        return AuthResult(success=True)

    settings = {"tls_context": tls, "require_starttls": True, "authenticator": let_in, "auth_required": True}
    box, port = serve(**settings)
    url = f"smtp://speir:p%40ss@localhost:{port}?starttls=on"
    with pytest.raises(NotSent, match="SSLCertVerificationError"):
        carrier(url).carry(a_message())
    assert seen == []  # nothing is told to a server that cannot show who it is
    trusted = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusted)
    carrier(url).carry(a_message())
    assert seen == [(b"speir", b"p@ss")]
    assert box.message()["To"] == "officer@fife.example"


def test_a_server_that_is_away_or_refuses(serve: Callable[..., tuple[Box, int]]) -> None:
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        carrier("smtp://127.0.0.1:1").carry(a_message())
    box, port = serve()

    async def refuse(*_: object) -> str:
        return "550 officer@fife.example is not here"

    box.handle_DATA = refuse  # type: ignore[method-assign]
    with pytest.raises(Refused, match="550") as refusal:
        carrier(f"smtp://127.0.0.1:{port}").carry(a_message())
    assert "fife" not in refusal.value.message
    assert isinstance(refusal.value.__cause__, smtplib.SMTPException)

    async def later(*_: object) -> str:
        return "451 come back later"

    box.handle_DATA = later  # type: ignore[method-assign]
    with pytest.raises(NotSent):
        carrier(f"smtp://127.0.0.1:{port}").carry(a_message())


def test_into_a_folder(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context():
        send("planner@demo.example", "A new edition", "It is there.")
        send("planner@demo.example", "Another", "So is this.")
    files = sorted((tmp_path / "mail").iterdir())
    assert len(files) == 2
    assert all(file.suffix == ".eml" and file.stat().st_mode & 0o777 == 0o600 for file in files)
    message = email.message_from_bytes(files[0].read_bytes(), policy=default)
    assert (message["To"], message["From"]) == ("planner@demo.example", "Speir <no-reply@localhost>")
    assert message.get_content().strip() == "It is there."


def test_into_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file in the way")
    with pytest.raises(NotSent, match="could not be written"):
        Folder(tmp_path / "mail").carry(a_message())


def test_onto_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().carry(a_message())
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Subject: A new edition" in shown.err


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: all@b.example",
        "a@b.example\nBcc: all@b.example",
        "a@b.example, c@d.example",
        "Name <a@b.example>",
        "a@b.example;c@d.example",
        "a@b.example\x00",
        "a b@c.example",
        "no sign",
        "nosign",
        "@b.example",
        "a@",
        "",
        "a" * 250 + "@b.example",
        "a@b.example\u2028",
    ],
)
def test_no_header_of_a_strangers_making(address: str) -> None:
    with pytest.raises(Invalid):
        checked(address)


@pytest.mark.parametrize("subject", ["", "one\ntwo", "one\r\nBcc: a@b.example", "x" * 201, "a\x00b"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(Invalid):
        header_line(subject)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example", "mail.example", 25, "none"),
        ("smtp://mail.example:2525", "mail.example", 2525, "none"),
        ("smtp://mail.example:587?starttls=on", "mail.example", 587, "starttls"),
        ("smtp://me:secret@mail.example:587", "mail.example", 587, "starttls"),
        ("smtp://me:secret@127.0.0.1:2525", "127.0.0.1", 2525, "none"),
        ("smtps://me:secret@mail.example", "mail.example", 465, "wrapped"),
        ("smtp://[::1]:25", "::1", 25, "none"),
    ],
)
def test_urls_of_servers(url: str, host: str, port: int, tls: str) -> None:
    found = carrier(url)
    assert isinstance(found, Server)
    assert (found.host, found.port, found.tls) == (host, port, tls)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:many",
        "smtp://mail.example?starttls=maybe",
        "smtp://me:secret@mail.example?starttls=off",
        "file:",
    ],
)
def test_urls_that_are_refused(url: str) -> None:
    with pytest.raises(Invalid, match="SPEIR_MAIL_URL") as refusal:
        carrier(url)
    assert "secret" not in refusal.value.message


def test_urls_of_folder_and_screen() -> None:
    assert carrier("file:/var/mail%20out") == Folder(Path("/var/mail out"))
    assert isinstance(carrier("console:"), Screen)
