"""Makes the assistant ready and starts it: the model's freshness, training, the server."""
