"""How long what is about people is kept, as the operator decided."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the operator decided.

    Attributes:
        days: How long a question is kept; None without end.
        new_term_on: Days of the year, "09-01", on which everybody gets another pseudonym.
    """

    days: int | None = 180
    new_term_on: tuple[str, ...] = ()

    @property
    def how_long(self) -> str:
        """In words, to go on a sentence: "for 180 days"."""
        if self.days is None:
            return "without a time limit"
        return "for one day" if self.days == 1 else f"for {self.days:,} days"

    def first_day(self, today: date) -> date | None:
        """The first day of which questions are kept; None if those of all days are."""
        return None if self.days is None else today - timedelta(days=self.days)

    def term_begun(self, today: date) -> date | None:
        """The latest day on which a term was to begin, today included; None without terms."""
        begun = (
            date.fromisoformat(f"{year}-{day}")
            for year in (today.year - 1, today.year)
            for day in self.new_term_on
        )
        return max((day for day in begun if day <= today), default=None)
