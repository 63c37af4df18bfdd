"""A reader behind a proxy that has let them in: the settings, and the fields that it sends with each request."""

from __future__ import annotations

SECRET = "en-hemmelighed-af-mange-tegn-1234567890"
SETTINGS = {"TRINVIS_LOGIN": "proxy", "TRINVIS_PROXY_SECRET": SECRET, "TRINVIS_PUBLIC_URL": "http://localhost"}


def named(user: str, role: str, municipality: str = "657") -> dict[str, str]:
    """role: a word of ROLE_WORDS."""
    return {
        "X-Trinvis-Noegle": SECRET,
        "X-Trinvis-Bruger": user,
        "X-Trinvis-Navn": user,
        "X-Trinvis-Rolle": role,
        "X-Trinvis-Kommune": municipality,
        "X-Trinvis-Niveau": "Substantial",
    }
