"""Whole random numbers from seeds, in plain Python: the same on every computer, now and later.

The method is that of numpy's ``PCG64(SeedSequence(seeds))``, whose raw numbers numpy promises not to change (numpy
enhancement proposal 19); so a game that was stored comes out as it was. Sources: M. E. O'Neill, "PCG: a family of
simple fast space-efficient statistically good algorithms for random number generation", 2014 (PCG XSL RR 128/64);
M. E. O'Neill, "Developing a seed_seq alternative", 2015 (how seeds become a state).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

_32, _64, _128 = 2**32 - 1, 2**64 - 1, 2**128 - 1  # they keep the last so many bits of a number
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645  # of the generator: state × this + its odd increment
_POOL = 4  # words of 32 bits in which seeds are stirred
_IN, _OUT = (0x43B0D7E5, 0x931E8875), (0x8B51F9DD, 0x58F38DED)  # where a hash begins, and its multiplier
_LEFT, _RIGHT = 0xCA01F9DD, 0x4973F715  # multipliers when two words are mixed


def raw_numbers(seeds: Sequence[int], how_many: int) -> list[int]:
    """Return whole numbers from 0 to 2^64 − 1 for one or several seeds.

    ``seeds``: whole numbers of any size, not below 0; ValueError otherwise. numpy gives the same numbers with
    ``PCG64(SeedSequence(seeds)).random_raw(how_many)``.

    >>> raw_numbers([0], 2), raw_numbers([2026, 12], 1)
    ([11749869230777074271, 4976686463289251617], [8311025699215948456])
    """
    high, low, *odd = _state_words(seeds)
    increment = ((odd[0] << 64 | odd[1]) << 1 | 1) & _128
    state = (increment + (high << 64 | low)) * _MULTIPLIER + increment & _128
    numbers = []
    for _ in range(how_many):
        state = state * _MULTIPLIER + increment & _128
        word, turn = (state >> 64 ^ state) & _64, state >> 122  # XSL: both halves in one; RR: turned to the right
        numbers.append((word >> turn | word << (64 - turn)) & _64)
    return numbers


def _state_words(seeds: Sequence[int]) -> list[int]:
    """Return the four words of 64 bits with which the generator starts.

    >>> [hex(word) for word in _state_words([0])[:2]]
    ['0xdb2cd7e7b0f478be', '0xabf4641a2c71ba49']
    """
    pool, hashed = _stirred([word for seed in seeds for word in _words(seed)]), _hash(*_OUT)
    half = [hashed(pool[place % _POOL]) for place in range(8)]
    return [low | high << 32 for low, high in zip(half[::2], half[1::2], strict=True)]


def _words(seed: int) -> Iterator[int]:
    """Yield the words of 32 bits of a seed, the lowest first; 0 is one word.

    >>> list(_words(2**32 + 7)), list(_words(0))
    ([7, 1], [0])
    """
    if seed < 0:
        raise ValueError(f"A seed is a whole number from 0 on, not {seed}.")
    yield seed & _32
    while seed := seed >> 32:
        yield seed & _32


def _stirred(words: list[int]) -> list[int]:
    """Return the pool, in which each word of the seeds has changed every word."""
    hashed = _hash(*_IN)
    pool = [hashed(word) for word in (words + [0] * _POOL)[:_POOL]]
    for source in range(_POOL):
        for target in range(_POOL):
            if target != source:
                pool[target] = _mixed(pool[target], hashed(pool[source]))
    for word in words[_POOL:]:
        pool = [_mixed(held, hashed(word)) for held in pool]
    return pool


def _hash(begin: int, multiplier: int) -> Callable[[int], int]:
    """Return a function that hashes one word after another, each with another multiplier than the one before."""

    def hashed(word: int) -> int:
        nonlocal begin
        word ^= begin
        begin = begin * multiplier & _32
        word = word * begin & _32
        return word ^ word >> 16

    return hashed


def _mixed(held: int, word: int) -> int:
    held = held * _LEFT - word * _RIGHT & _32
    return held ^ held >> 16
