"""The command line: what each command takes, and whom it calls."""

import sys
from pathlib import Path

import click
from rich.console import Console

from bot import __version__
from bot.errors import EmptyQuestionError
from bot.libraries.reading import SYNONYMS
from bot.services.answering import Answered
from index import evaluate, load_questions

from .cite import cite_quote
from .data import backup, new_key, restore
from .doctor import doctor
from .logs import gaps, new_term, recent, search, stats
from .logs_admin import back_up, export, purge, serve
from .model import BY_WORDS, model
from .options import MISUSED, NOTHING_FOUND, Shell, common_options
from .output import (
    answer_batch,
    answer_object,
    draw,
    json_line,
    read_questions,
    visible,
    visible_line,
)
from .output import questions as asked_questions
from .sources import (
    check_lines,
    difference_object,
    draw_difference,
    evaluation_lines,
    evaluation_object,
    find_difference,
    list_lines,
)
from .startup import Given, answering, load_current, load_searcher, read_current, settings_of
from .verify import verify_quotes

_limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    metavar="N",
    help="Most passages in an answer.",
)


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@common_options
def main() -> None:
    """Answer questions with word-for-word quotations from your own documents."""


@main.command()
@click.argument("question", nargs=-1, metavar="[QUESTION]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one line for each answer.")
@click.option("--as-typed", is_flag=True, help="Disable spelling correction.")
@_limit
@common_options
@click.pass_obj
def ask(
    given: Given, question: tuple[str, ...], *, as_json: bool, as_typed: bool, limit: int
) -> int | None:
    """Answer QUESTION, or the questions typed at a prompt.

    The exit status is 1 if nothing was found.
    """
    asked = _on_command_line(question)
    settings = settings_of(given)
    show = _show_json if as_json else _show_text
    statuses = set()
    with answering(settings) as (runner, answerer):
        for line in asked or asked_questions(runner, settings.data / "history"):
            coming = answerer.ask(
                line,
                surface="terminal",
                user_id=0,
                guild_id=None,
                channel_id=None,
                limit=limit,
                as_typed=as_typed,
            )
            answered = runner.run(coming)
            show(answered)
            statuses.add(answered.answer.status)
    return NOTHING_FOUND if statuses == {"none"} else None


@main.command()
@click.argument("questions", metavar="QUESTIONS.jsonl")
@_limit
@common_options
@click.pass_obj
def answer(given: Given, questions: str, limit: int) -> None:
    """Answer a file of {"id", "question"} lines ("-": standard input), in order, unlogged."""
    with click.open_file(questions, "rb") as file:
        batch = read_questions(file, "standard input" if questions == "-" else questions)
    searcher = load_searcher(settings_of(given))
    for line in answer_batch(searcher, batch, limit=limit):
        click.echo(json_line(line), nl=False)


@main.command("evaluate")
@click.argument("questions", type=click.Path(path_type=Path), metavar="QUESTIONS.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common_options
@click.pass_obj
def evaluate_sources(given: Given, questions: Path, *, as_json: bool) -> None:
    """Measure the answers to {"id", "question", "answers"} lines, unlogged.

    S@1 and S@3 tell how often one of the first 1 or 3 passages has a known answer; quote@1, how
    often the words in bold of the first do.
    """
    known = load_questions(questions)
    evaluation = evaluate(load_searcher(settings_of(given)).answer, known)
    if as_json:
        click.echo(json_line(evaluation_object(evaluation)), nl=False)
        return
    for line in evaluation_lines(evaluation):
        click.echo(visible(line))
    if all(outcome.answer.meaning == "off" for outcome in evaluation.outcomes):
        click.echo(BY_WORDS)


@click.group(no_args_is_help=True)
@common_options
def logs() -> None:
    """Review the log of questions, over all servers."""


main.add_command(logs)
main.add_command(verify_quotes)
main.add_command(cite_quote)
main.add_command(model)


@main.group(no_args_is_help=True)
@common_options
def sources() -> None:
    """Look at the documents."""


@sources.command("list")
@common_options
@click.pass_obj
def list_sources(given: Given) -> None:
    """List the documents, each with its number of passages."""
    for line in list_lines(load_current(settings_of(given)).index.library):
        click.echo(visible_line(line))


@sources.command("check")
@common_options
@click.pass_obj
def check_sources(given: Given) -> int | None:
    """Tell which files are not served, and what of the others is left out, and why.

    The exit status is 2 if a file has problems, or there is none.
    """
    settings = settings_of(given)
    current = read_current(settings)
    library = current.index.library
    for line in check_lines(library):
        click.echo(visible_line(line))
    bad_synonyms = current.synonyms is None and (settings.sources / SYNONYMS).exists()
    is_good = library.documents and not library.problems and not bad_synonyms
    return None if is_good else MISUSED


@sources.command("diff")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common_options
@click.pass_obj
def diff_sources(given: Given, *, as_json: bool) -> None:
    """Show what a reload would change: documents, problems, answers to known questions."""
    difference = find_difference(settings_of(given))
    if as_json:
        click.echo(json_line(difference_object(difference)), nl=False)
        return
    sys.stdout.write(draw_difference(difference, Console()))


def _on_command_line(words: tuple[str, ...]) -> list[str]:
    """The question of a command line as a list; empty if none was given."""
    question = " ".join(words)
    if words and not question.strip():
        raise EmptyQuestionError
    # What was not UTF-8 on the command line comes as lone surrogates.
    return [question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")] if words else []


def _show_json(answered: Answered) -> None:
    shown = answer_object(
        answered.answer, answer_id=answered.answer_id, latency_ms=answered.latency_ms
    )
    click.echo(json_line(shown), nl=False)


def _show_text(answered: Answered) -> None:
    sys.stdout.write(draw(answered.answer, Console()))
    sys.stdout.flush()


main.add_command(doctor)
for _command in (recent, search, gaps, stats, export, serve, back_up, purge, new_term, new_key):
    logs.add_command(_command)
for _command in (backup, restore):
    main.add_command(_command)
