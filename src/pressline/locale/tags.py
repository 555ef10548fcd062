"""Tags of languages (BCP 47, RFC 5646): written as they should be, by langcodes.

And the language that one starts with.

langcodes knows the registry of IANA; chosen instead of a pattern of ours, which refused "es-419" and "de-CH-1901", let "xyz"
pass and left "en_us" of a saved page for the author to correct; and instead of Babel, which is ten times as large.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")  # nearly all tags, which are as they should be: nothing is loaded for them


def primary(tag: str) -> str:
    """The language that a tag starts with, without script, region and variants.

    >>> primary("fr-CA"), primary("EN")
    ('fr', 'en')
    """
    return tag.split("-", 1)[0].lower()


def is_tag(text: str) -> bool:
    """Whether a text is a tag of a known language, however its letters are written.

    >>> [is_tag(text) for text in ("es-419", "de-CH-1901", "EN-us", "en_US", "english", "xyz")]
    [True, True, True, False, False, False]
    """
    return "_" not in text and text == text.strip() and bool(standard_tag(text))


def standard_tag(text: str) -> str:
    """A tag in its standard form; "" for what is none.

    >>> [standard_tag(text) for text in ("en-US", "en_us", "ZH-hans-cn", "de-1901", "heb", "english", "")]
    ['en-US', 'en-US', 'zh-Hans-CN', 'de-1901', 'he', '', '']
    """
    if _PLAIN.fullmatch(text):
        return text
    from langcodes import standardize_tag, tag_is_valid
    from langcodes.tag_parser import LanguageTagError

    try:
        tag = standardize_tag(text.strip())
    except LanguageTagError:
        return ""
    return tag if tag_is_valid(tag) else ""
