"""How the app looks and behaves, as options of Streamlit: calm colours, large text, nothing sent anywhere."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

OPTIONS: Final = MappingProxyType(
    {
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "server.fileWatcherType": "none",
        # After every run of a page, several times a second here, it would stop the video for 95 ms.
        "runner.postScriptGC": "false",
        "server.headless": "true",  # the command opens the browser itself, and asks nobody for an e-mail address
        "server.maxUploadSize": "1000",
        "theme.base": "light",
        "theme.primaryColor": "#0b6b78",
        "theme.backgroundColor": "#fbfcfb",
        "theme.secondaryBackgroundColor": "#edf3f2",
        "theme.textColor": "#21313c",
        "theme.linkColor": "#0b6b78",
        "theme.baseRadius": "0.6rem",
        "theme.baseFontSize": "17",
    }
)


def flags() -> list[str]:
    """Return the options as they stand on Streamlit's command line."""
    return [f"--{name}={value}" for name, value in OPTIONS.items()]
