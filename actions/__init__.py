"""Custom actions, one file a stage: read the case, ask the core, say a response."""
