"""Sealing of what must not be read from a stolen disk: answers, drafts, exact figures of editions.

AES-256-GCM with a key derived from the installation's secret, which lives outside the database
(docs/adr/0004). A sealed text is one version byte, a 12-byte nonce, and the ciphertext with its tag.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import Invalid

VERSION = b"\x01"
NONCE = 12


@lru_cache(maxsize=64)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=b"speir", info=purpose.encode()).derive(secret.encode())


@lru_cache(maxsize=64)
def _cipher(secret: str, purpose: str) -> AESGCM:
    return AESGCM(_key(secret, purpose))


def seal(secret: str, purpose: str, data: bytes, bound_to: bytes = b"") -> bytes:
    """`data` sealed for a purpose; `bound_to` (such as the row's key) must be given again to open it."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(secret, purpose).encrypt(nonce, data, bound_to)


def unseal(secret: str, purpose: str, sealed: bytes, bound_to: bytes = b"") -> bytes:
    """What was sealed. Raises Invalid where the key or the row is another."""
    try:
        return _cipher(secret, purpose).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound_to)
    except InvalidTag:
        raise Invalid(
            "A sealed text cannot be opened: SPEIR_SECRET_KEY is not the one it was sealed with."
        ) from None


def keyed_digest(secret: str, purpose: str, data: bytes) -> bytes:
    """32 bytes that only the holder of the secret can make from `data`."""
    mac = HMAC(_key(secret, purpose), SHA256())
    mac.update(data)
    return mac.finalize()
