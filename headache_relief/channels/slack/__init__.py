"""The channel `slack`: direct messages, a helper in channels, App Home and the assistant pane."""
