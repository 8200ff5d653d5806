"""The passwords that many people use, by how often they stood in what was stolen: zxcvbn's list of 30,000."""

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from domain.identity.password import plain


def common_passwords() -> frozenset[str]:
    """Give the list, each in the form in which passwords are compared."""
    return frozenset(plain(password) for password in FREQUENCY_LISTS["passwords"])
