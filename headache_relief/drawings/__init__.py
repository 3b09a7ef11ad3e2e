"""Pictures made from the drawings, for places that can't show the drawings themselves."""
