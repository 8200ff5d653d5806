"""What a text must look like, from its first character to its last."""

from typing import Final


def whole(form: str) -> str:
    r"""Give the pattern of texts that are ``form`` and nothing else; alternatives stand in parentheses.

    Python's ``$`` also stands before a last line break (``re``, "Regular Expression Syntax"), which would let a value
    through with one behind it; that of whoever reads the OpenAPI document (ECMA-262, 22.2.2.4) does not.
    """
    return f"^{form}$(?!\\n)"


ONE_LINE: Final = whole(r"[^\x00-\x1f\x7f]*[^\s\ufeff\x00-\x1f\x7f][^\x00-\x1f\x7f]*")
"""A single line that has something to read in it."""

SOMETHING_TO_READ: Final = r"[^\s\ufeff]"
"""More than blanks, on as many lines as its writer likes."""
