"""The web channel: signed sessions over HTTP, the talk over socket.io (docs/web.md)."""
