"""Tokens of time-stamping authorities (RFC 3161): that a checkpoint was there at a time, said by somebody else."""

from collections.abc import Iterable
from datetime import datetime

from cryptography.x509 import load_pem_x509_certificate
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from generator.errors import ReleaseError
from generator.language.words import mark
from generator.releases.web import Web

ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"
GRANTED = 0
REFUSED = mark("{url} gives no time stamp; nothing was released.")


def request_token(url: str, content: bytes) -> bytes:
    """Return the answer of an authority, with its certificate, about some content, of which it sees the hash alone.

    Raises:
        ReleaseError: it cannot be reached, or refuses.
    """
    query = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = Web(url).post(query.as_bytes(), ASKED)
    try:
        granted = answer is not None and decode_timestamp_response(answer).status == GRANTED
    except ValueError:
        granted = False
    if answer is None or not granted:
        raise ReleaseError(REFUSED, url=url)
    return answer


def verify_token(token: bytes, content: bytes, authorities: Iterable[bytes]) -> datetime | None:
    """Return when an authority of these certificates (PEM) saw the content; None where none of them says so."""
    for certificate in authorities:
        try:
            stamped = decode_timestamp_response(token)
            verifier = VerifierBuilder().add_root_certificate(load_pem_x509_certificate(certificate)).build()
            verifier.verify_message(stamped, content)
        except (VerificationError, ValueError):
            continue
        return stamped.tst_info.gen_time
    return None
