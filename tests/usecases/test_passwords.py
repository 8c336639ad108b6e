"""Which passwords are good, and how they are kept."""

import pytest

from dpia_workbench.usecases import passwords
from dpia_workbench.usecases.passwords import PasswordTooCommon, PasswordTooShort

GOOD = "vier losse woorden hier"
EMAIL = "nora.privacy@school.example"


def test_a_long_password_is_good_whatever_it_consists_of():
    passwords.require_good(GOOD, email=EMAIL)


@pytest.mark.parametrize("password", ["", "kort", "x" * 11, "ab" * 101])
def test_a_password_is_neither_short_nor_endless(password):
    with pytest.raises(PasswordTooShort) as refusal:
        passwords.require_good(password, email=EMAIL)

    assert refusal.value.params == {
        "shortest": passwords.SHORTEST,
        "longest": passwords.LONGEST,
    }


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "1234 5678 9012",
        "aaaaaaaaaaaa",
        "abcdefghijklm",
        "            ",
        EMAIL,
        EMAIL.upper(),
        "Nora.Privacy1013!",
    ],
)
def test_a_password_that_is_tried_first_is_refused(password):
    with pytest.raises(PasswordTooCommon):
        passwords.require_good(password, email=EMAIL)


def test_the_list_of_common_passwords_holds_no_comments_and_no_capitals():
    assert len(passwords.common()) > 100
    assert not [word for word in passwords.common() if "#" in word or word != word.lower()]


def test_a_password_fits_its_own_hash_only():
    kept = passwords.hashed(GOOD)

    assert GOOD not in kept
    assert passwords.fits(GOOD, kept=kept)
    assert not passwords.fits(GOOD + "!", kept=kept)


def test_the_same_password_is_kept_differently_each_time():
    assert passwords.hashed(GOOD) != passwords.hashed(GOOD)


def test_letters_with_accents_fit_however_the_keyboard_composes_them():
    kept = passwords.hashed("caf\u00e9 met vier woorden")

    assert passwords.fits("cafe\u0301 met vier woorden", kept=kept)


def test_what_is_longer_than_any_password_does_not_fit():
    longest = "abcd" * (passwords.LONGEST // 4)
    kept = passwords.hashed(longest)

    assert passwords.fits(longest, kept=kept)
    assert not passwords.fits(longest + "e", kept=kept)


@pytest.mark.parametrize("kept", [None, "not a hash"])
def test_nothing_fits_where_no_password_is_kept(kept):
    assert not passwords.fits(GOOD, kept=kept)
