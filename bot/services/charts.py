"""Questions per day as a picture, drawn in a process of its own: `python -m bot.services.charts`.

It takes a chart as JSON on standard input and gives a PNG on standard output. Drawing takes most
of a second of computing, and the library 60 MB; neither may delay answers.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.text import STATUSES
from sources import child_command, child_environment

from .turns import DRAWINGS

WIDTH_PX, HEIGHT_PX = 1200, 750  # read on a phone held upright, where pictures are 350 points wide
_DOTS_PER_INCH = 300  # the smallest letters are 8 points high on that phone
_SECONDS = 30  # that drawing may take, on a busy machine
_MOST_LABELS = 7
# Told apart in grey and by people who see no red or green: by lightness, and by the hatching.
_LOOKS = (
    ("found", "#2d7d46", ""),
    ("weak", "#e0b040", "//"),
    ("none", "#c8ccd2", "xx"),
    ("unsplit", "#7f8fa9", ".."),
)
_NAMES = {**STATUSES, "unsplit": "by fewer than 5 people"}


class Bar(BaseModel):
    """The questions of one day or week, by the status of their answers.

    Attributes:
        unsplit: Those of days on which too few people asked to tell them apart.
    """

    model_config = ConfigDict(frozen=True)

    label: str
    found: int = 0
    weak: int = 0
    none: int = 0
    unsplit: int = 0

    @property
    def questions(self) -> int:
        """All of them."""
        return self.found + self.weak + self.none + self.unsplit


class Chart(BaseModel):
    """A row of bars in order of time, under a title."""

    model_config = ConfigDict(frozen=True)

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words for those who do not see it."""

    png: bytes
    alt: str


async def draw(chart: Chart) -> Picture | None:
    """Draw a chart; None if it cannot be drawn here, and the figures in words must do.

    That is so where the extra `charts` is not installed, and if drawing takes half a minute.
    """
    async with DRAWINGS.taken():
        return await _drawn(chart)


async def _drawn(chart: Chart) -> Picture | None:
    with tempfile.TemporaryDirectory() as folder:  # where matplotlib may keep what it wants to
        process = await asyncio.create_subprocess_exec(
            *child_command("bot.services.charts"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(MPLCONFIGDIR=folder),
        )
        try:
            async with asyncio.timeout(_SECONDS):
                png, _ = await process.communicate(chart.model_dump_json().encode())
        except TimeoutError:
            process.kill()
            await process.wait()
            return None
    return Picture(png, alt_text(chart)) if process.returncode == 0 else None


def alt_text(chart: Chart) -> str:
    """Describe a chart in at most 1,000 characters; Discord's limit is 1,024."""
    sums = {name: sum(getattr(bar, name) for bar in chart.bars) for name, _, _ in _LOOKS}
    told = ", ".join(f"{sums[name]:,} {_NAMES[name]}" for name in _shown(chart))
    words = f"Bar chart: {chart.title}. {sum(sums.values()):,} questions: {told}."
    if chart.bars:
        most = max(chart.bars, key=lambda bar: bar.questions)
        words += f" Most were asked on {most.label}: {most.questions:,}."
    return words[:1000]


def _shown(chart: Chart) -> list[str]:
    """The parts of the bars that there are; `unsplit` only where it counts something."""
    return [name for name in _NAMES if name != "unsplit" or any(b.unsplit for b in chart.bars)]


def _png(chart: Chart) -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415  # an extra
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415  # as above

    size = (WIDTH_PX / _DOTS_PER_INCH, HEIGHT_PX / _DOTS_PER_INCH)
    figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, layout="constrained")
    axes = figure.subplots()
    floor = [0] * len(chart.bars)
    shown = _shown(chart)
    for name, colour, hatch in (look for look in _LOOKS if look[0] in shown):
        heights = [getattr(bar, name) for bar in chart.bars]
        axes.bar(
            range(len(floor)),
            heights,
            bottom=floor,
            label=_NAMES[name],
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.3,
        )
        floor = [a + b for a, b in zip(floor, heights, strict=True)]
    places = _labelled(len(chart.bars))
    axes.set_xticks(places, [chart.bars[place].label for place in places], fontsize=7)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="y", labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(chart.title, fontsize=9, loc="left", parse_math=False)
    axes.legend(fontsize=7, frameon=False, ncols=2, loc="upper right")
    axes.set_ylim(0, max([1, *floor]) * 1.3)  # room for the legend
    made = io.BytesIO()
    figure.savefig(made, format="png")
    return made.getvalue()


def _labelled(bars: int) -> Sequence[int]:
    """The places that get a label, evenly apart, so that none covers another."""
    return range(0, bars, max(1, -(-bars // _MOST_LABELS)))


if __name__ == "__main__":
    sys.stdout.buffer.write(_png(Chart.model_validate_json(sys.stdin.buffer.read())))
