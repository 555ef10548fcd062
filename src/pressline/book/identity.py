"""What identifies a publication, and when a file of it was made; never random or clocked.

Readers keep place, marks and notes by the identifier (EPUB 3.3, 5.5.3.1), so it belongs to the work and not to its words: a
changed word keeps it. When the words have changed is what the time of making tells (EPUB 3.3, 5.5.6).
"""

from __future__ import annotations

import datetime
import os
import re
import uuid

from pressline.compare.text_compare import fold
from pressline.model import Metadata
from pressline.runtime.zip_dates import EARLIEST, LATEST

# Of all names that Pressline makes UUIDs from (RFC 9562, 5.5 and 6.6): of raw essays, of titles with their authors, of URNs.
NAMESPACE = uuid.UUID("6f2c4f6e-5a0e-5f0b-9d0a-7b1d8f0e2a11")
_UTC = datetime.UTC


def uuid_of_text(text: str) -> uuid.UUID:
    """The UUID (version 5) of a raw essay.

    The same for the same words, whatever the spaces and lines between them.

    >>> uuid_of_text("A word.") == uuid_of_text(" A\\nword. "), uuid_of_text("A word.") == uuid_of_text("A word!")
    (True, False)
    """
    return _uuid("essay", " ".join(text.split()))


def uuid_of_title(metadata: Metadata) -> uuid.UUID:
    """The UUID (version 5) of a title and its authors.

    Of their letters, for a layout may set other quotation marks.

    >>> uuid_of_title(Metadata("“A, B”")) == uuid_of_title(Metadata("'A, B'"))
    True
    """
    return _uuid("title", "\0".join(map(_letters, (metadata.title, *(author.name for author in metadata.author)))))


def _letters(text: str) -> str:
    folded = fold(text).casefold()
    return " ".join(re.findall(r"\w+", folded)) or folded


def _uuid(kind: str, name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{kind}\0{name}".encode("utf-8", "replace").decode())


def is_identified(metadata: Metadata) -> bool:
    """Whether the metadata itself tells the publication from others, by ISBN, DOI or UUID."""
    numbers = metadata.identifiers
    return bool(numbers.isbn or numbers.doi or numbers.uuid)


def identifier(metadata: Metadata) -> str:
    """The publication's URN: its ISBN (RFC 8254), else its DOI, else its UUID (RFC 9562, 4).

    The DOI as in EPUB 3.3, 5.5.3.1.

    Without any of them: the UUID of title and authors.

    >>> from pressline.model import Identifiers
    >>> identifier(Metadata("T", identifiers=Identifiers(isbn="978-0-306-40615-7", doi="10.1000/182")))
    'urn:isbn:9780306406157'
    """
    numbers = metadata.identifiers
    if numbers.isbn:
        return "urn:isbn:" + "".join(c for c in numbers.isbn if c.isdigit())
    if numbers.doi:
        return f"urn:doi:{numbers.doi}"
    return (numbers.uuid or uuid_of_title(metadata)).urn


def identifiers(metadata: Metadata) -> list[str]:
    """The identifier, then the DOI where the ISBN came first."""
    doi = f"urn:doi:{metadata.identifiers.doi}"
    first = identifier(metadata)
    return [first, doi] if metadata.identifiers.doi and first != doi else [first]


def uuid_of_version_0_1(digest: str) -> uuid.UUID:
    """The UUID that an EPUB of Pressline 0.1 has.

    Of the digest of all its words, so that it changed with each of them.
    """
    return uuid.uuid5(NAMESPACE, digest)


def document_uuid(metadata: Metadata) -> uuid.UUID:
    """The UUID of all versions and renditions, for xmpMM:DocumentID (XMP part 2, 2.2).

    That of `identifiers.uuid`, or one made from the ISBN or the DOI.
    """
    urn = identifier(metadata)
    return uuid.UUID(urn) if urn.startswith("urn:uuid:") else _uuid("urn", urn)


def stamp_of(metadata: Metadata) -> int:
    """The time of making that all files carry, in seconds since 1970 UTC.

    Never the clock's: same input, same bytes.

    The key `modified`, else `date`, else SOURCE_DATE_EPOCH (reproducible-builds.org), else `EARLIEST`. What the author says
    comes before the environment, which stands for the clock. A time without a zone is in UTC; a date is its midnight.

    >>> stamp_of(Metadata("T", date=datetime.date(2026, 1, 31), modified=datetime.datetime(2026, 2, 1, 12)))
    1769947200
    """
    said = metadata.modified or metadata.date
    if said:
        time = said if isinstance(said, datetime.datetime) else datetime.datetime.combine(said, datetime.time())
        zoned = time if time.tzinfo else time.replace(tzinfo=_UTC)
        return _between(int((zoned - datetime.datetime.fromtimestamp(0, _UTC)).total_seconds()))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _between(int(epoch)) if epoch.isdecimal() and len(epoch) < 20 else EARLIEST


def _between(seconds: int) -> int:
    return min(max(seconds, EARLIEST), LATEST)


def dated(metadata: Metadata) -> str:
    """What the author says of when it was made or changed, as written in ISO 8601.

    "" when nothing.
    """
    said = metadata.modified or metadata.date
    return said.isoformat() if said else ""
