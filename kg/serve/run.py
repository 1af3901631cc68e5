"""The application on an address, until it is told to stop."""

from __future__ import annotations

from kg.serve.app import create_app
from kg.serve.settings import Settings


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. Raises StoreError: there is no graph."""
    import uvicorn

    uvicorn.run(create_app(settings), host=host, port=port, log_level="warning")
