"""Every sentence that posecheck itself shows or says, one table per language (an exercise's own words stand beside it).

``en.toml`` is the table that all others are held against: a test finds missing, needless and differently filled keys.
The sections are for the reader; a key stands in one of them only. ``{...}`` is filled in.

To add a language, copy ``en.toml`` to ``<code>.toml`` (the code of BCP 47, "nl"), translate what stands to the right of
each ``=``, and run the tests.
"""

from posecheck.language.choice import (
    ENVIRONMENT,
    and_joined,
    decimal,
    fill,
    inside_sentence,
    known_languages,
    language,
    locale_of,
    side_name,
    speaking,
    table,
    template,
    use_language,
    words,
)

__all__ = [
    "ENVIRONMENT",
    "and_joined",
    "decimal",
    "fill",
    "inside_sentence",
    "known_languages",
    "language",
    "locale_of",
    "side_name",
    "speaking",
    "table",
    "template",
    "use_language",
    "words",
]
