"""What an operator can set, and where each setting is looked for."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

_STARTER = Path(__file__).resolve().parent.parent / "sources" / "starter"


class Settings(BaseSettings):
    """Everything an operator can set; read once, by the composition root."""

    model_config = SettingsConfigDict(env_prefix="PULLQUOTE_", frozen=True)

    sources: Path = _STARTER
    data: Path = Path("data")


def load_settings(**given: object) -> Settings:
    """Settings from the command line, then the environment, then the defaults."""
    return Settings(**given)  # type: ignore[arg-type]  # pydantic validates what is given
