"""The channel `telegram`: private chats with a bot; docs/telegram.md describes it."""
