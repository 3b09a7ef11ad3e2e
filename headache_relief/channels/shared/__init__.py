"""What every channel shares: order, limits, choices, history, erasing; no place's own protocol."""
