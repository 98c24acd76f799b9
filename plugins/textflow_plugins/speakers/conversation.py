"""
Conversation: who speaks each line of a story, where it is not told.

Lines that are told, by a name beside them, are fixed. For the others everybody who was
named shortly before or is told shortly behind may speak; what is known of a line, and
who spoke the two lines before it, makes each of them more or less likely. The best
assignment of the whole is found, and how much worse the best one without its speaker is
tells how sure each line is.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from textflow_plugins.speakers.cast import Cast
from textflow_plugins.speakers.line import NARRATOR, NOBODY, Line

#: How much it counts that ...
_ACTS, _OTHER_ACTS = 8, -5  # a sentence beside the line is about them, or about another
_GENDER, _NO_GENDER = 3, -20  # they are of the gender that is told, or of the other
_ACT_GENDER, _NO_ACT_GENDER = 2, -6  # the same of a sentence beside the line
_CALLED, _NAMED = -14, -4  # the line speaks to them, or of them
_ANSWERS, _ADDRESSED = 5, 2  # the line before spoke to them, or to a man or a woman
_EARLIER = 2  # the line before that spoke to them
_SILENT = -2  # no verb of saying names them near by
_AGAIN, _NEARLY_AGAIN = -8, -2  # they spoke the line before, or a paragraph is between
_TURN, _FAR_TURN = 4, 2  # they spoke the line before that
_CONTINUES = 20  # the line goes on from the one before
_OWNED, _DESCRIBED, _NEW = -1, 1, 9  # the description is all: of somebody's, definite, new
_NOBODY = -9  # they are nobody who is known
#: Who fits so much worse than another never speaks a line.
_HOPELESS = 14
#: No one spoke before the first line.
_NO_LINE = "\n"
#: Paragraphs between lines of one conversation.
_NEAR, _FAR = 1, 3
_MOST, _AHEAD = 5, 3
#: Lines before and behind one within which people talk to each other.
_PARTNERS = 6


class Settled(NamedTuple):
    """Who speaks a line, and by how much this is better than all others."""

    name: str
    margin: int


def converse(lines: Sequence[Line], cast: Cast) -> list[Settled]:
    """Return who speaks each line."""
    costs = [_costs(lines, at, cast) for at in range(len(lines))]
    turns = [_turns(lines, at) for at in range(len(lines))]
    return _settled(costs, turns, _passed(costs, turns))


def _costs(lines: Sequence[Line], at: int, cast: Cast) -> dict[str, int]:
    """Return those who may speak a line, each with how well they fit; none that never will."""
    near = _told_near(lines, at)
    scores = {
        name: _fits(lines, at, name, cast) + _SILENT * (name not in near)
        for name in candidates(lines, at)
    }
    least = max(scores.values()) - _HOPELESS
    return {name: score for name, score in scores.items() if score >= least}


def candidates(lines: Sequence[Line], at: int) -> tuple[str, ...]:
    """Return those who may speak a line."""
    line = lines[at]
    if line.told is not None:
        return (line.told,)
    near = [one for one in lines[max(0, at - _AHEAD) : at + _AHEAD + 1] if one.told is not None]
    names = [line.described] if line.described else []
    names += sorted(line.acts)
    names += sorted(lines[at - 1].called) if at else []
    names += [one.told for one in reversed(near) if one.told is not None]
    names += line.recent
    return (*tuple(dict.fromkeys(names))[: _MOST + 1], NOBODY)


def _fits(lines: Sequence[Line], at: int, name: str, cast: Cast) -> int:
    """Return how well somebody fits a line by itself."""
    line = lines[at]
    if line.told is not None:
        return 0
    if name == NOBODY:
        return _NOBODY
    if name == line.described:
        return _described(line)
    gender = cast.gender(name) if name else "n"  # "he said" is not of the narrator
    score = _recency(line, name) + _by_acts(line, name)
    score += _by_gender(gender, line.gender, _GENDER, _NO_GENDER)
    score += _by_gender(gender, line.act_genders, _ACT_GENDER, _NO_ACT_GENDER)
    score += _CALLED * (name in line.called) + _NAMED * (name in line.named)
    if at and line.paragraph - lines[at - 1].paragraph <= _FAR:
        owned = _ANSWERS * 2 * line.owned * (name in lines[at - 1].called)
        score += _answers(lines[at - 1], name, gender) - owned  # "her sister" is another one
        score += _EARLIER * (name in lines[max(0, at - 2)].called)
    return score


def _told_near(lines: Sequence[Line], at: int) -> frozenset[str | None]:
    """Return whom a name or a sentence beside tells as speakers of the lines around."""
    near = lines[max(0, at - _PARTNERS) : at + _PARTNERS + 1]
    before = lines[max(0, at - 2) : at]
    known = [*(one.acts for one in near), *(one.called for one in before)]
    return frozenset(one.told for one in near).union(*known)


def _described(line: Line) -> int:
    """Return how likely who speaks has no name."""
    if line.new:
        return _NEW
    return _OWNED if line.owned else _DESCRIBED


def _recency(line: Line, name: str) -> int:
    if name == NARRATOR:
        return 0
    return -line.recent.index(name) if name in line.recent else -_MOST


def _by_acts(line: Line, name: str) -> int:
    if not line.acts:
        return 0
    return _ACTS if name in line.acts else _OTHER_ACTS


def _answers(before: Line, name: str, gender: str) -> int:
    """Return how likely somebody answers the line before: whom it spoke to."""
    score = _ANSWERS * (name in before.called)
    if name == NARRATOR:
        return score
    return score + _by_gender(gender, before.called_genders, _ADDRESSED, -_ADDRESSED)


def _by_gender(gender: str, told: Collection[str], same: int, other: int) -> int:
    if gender == "u" or not told:
        return 0
    return same if gender in told else other


def _turns(lines: Sequence[Line], at: int) -> tuple[int, int]:
    """Return how likely who spoke the line before, or the one before that, speaks this one."""
    if not at:
        return 0, 0
    if lines[at].continues:
        return _CONTINUES, 0
    gap = lines[at].paragraph - lines[at - 1].paragraph
    again = _AGAIN if gap <= _NEAR else _NEARLY_AGAIN * (gap <= _FAR)
    wide = lines[at].paragraph - lines[max(0, at - 2)].paragraph
    return again, _TURN if wide <= 2 * _NEAR else _FAR_TURN * (wide <= 2 * _FAR)


#: Who speaks the line before, and who speaks this one, to a score.
Pairs = dict[tuple[str | None, str], int]
Costs = Sequence[Mapping[str, int]]
Turns = Sequence[tuple[int, int]]


def _passed(costs: Costs, turns: Turns) -> list[Pairs]:
    """Return the best score of all lines up to each, for each pair that may speak its end."""
    found: list[Pairs] = []
    before: Pairs = {(None, _NO_LINE): 0}
    for cost, (again, turn) in zip(costs, turns, strict=True):
        best: Pairs = {}
        for (first, second), score in before.items():
            for name, fit in cost.items():
                follows = again if name == second else turn if name == first else 0
                total = score + fit + follows
                if total > best.get((second, name), total - 1):
                    best[second, name] = total
        found.append(best)
        before = best
    return found


def _settled(costs: Costs, turns: Turns, forward: Sequence[Pairs]) -> list[Settled]:
    """Go back from the last line, and return the best speaker of each with its margin."""
    found: list[Settled] = []
    behind: Pairs = dict.fromkeys(forward[-1], 0) if forward else {}
    for at in range(len(forward) - 1, -1, -1):
        scores: dict[str, int] = {}
        for pair, score in forward[at].items():
            total = score + behind[pair]
            scores[pair[1]] = max(total, scores.get(pair[1], total))
        found.append(_best(scores))
        if at:
            behind = _behind(forward[at - 1], behind, costs[at], turns[at])
    return found[::-1]


def _behind(
    before: Pairs, behind: Pairs, costs: Mapping[str, int], turns: tuple[int, int]
) -> Pairs:
    """Return the best score of all lines from one on, for each pair that ends before it."""
    again, turn = turns
    best: Pairs = {}
    for first, second in before:
        best[first, second] = max(
            behind[second, name] + fit + (again if name == second else turn * (name == first))
            for name, fit in costs.items()
        )
    return best


def _best(scores: Mapping[str, int]) -> Settled:
    """Return who is best, and by how much; nobody where two are."""
    ranked = sorted(scores, key=lambda name: -scores[name])
    margin = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else _CONTINUES
    return Settled(ranked[0] if margin else NOBODY, margin)
