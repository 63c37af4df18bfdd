"""What an installation may set, each by an environment variable TRINVIS_<NAME> (PORT also stands alone)."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read once at start; every field has a default that serves one person on one machine."""

    model_config = SettingsConfigDict(env_prefix="TRINVIS_", populate_by_name=True)

    data_folder: Path = PROJECT / "data"
    # Empty: facts are DuckDB files in data_folder. Else a SQLAlchemy URL of a PostgreSQL database.
    facts_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8050, validation_alias=AliasChoices("PORT", "TRINVIS_PORT"))
    language: Literal["da", "en"] = "da"
    # The municipality that the local department head works in (four digits). Empty: the only one in the
    # data, or, where there are several, the sample's.
    municipality: str = ""
    # What the person with the case is called here; the law has no one word (people.md section 2).
    coordinator_label: Literal["rådgiver", "sagsbehandler", "myndighedsrådgiver"] = "rådgiver"
    cache_megabytes: int = 64
    # What CPR numbers in deliveries to Danmarks Statistik are hashed with: outside the data folder (trinvis key new).
    key_file: Path = Path("~/.config/trinvis/key")
    # How long an import waits for one that is already running, before it says who that is.
    import_wait_seconds: float = 10.0
    # Who is told when a file in the inbox is refused: host or host:port, the sender, and recipients with commas.
    mail_server: str = ""
    mail_from: str = "trinvis@localhost"
    mail_to: str = ""
    # Danmarks Statistik's API, asked only by `trinvis statbank`; and how many cells one question may fetch.
    statbank_url: str = "https://api.statbank.dk/v1"
    statbank_cells: int = 100_000


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings()
