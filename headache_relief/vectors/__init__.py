"""Sentence vectors: texts of like meaning become vectors that lie close together."""

from headache_relief.vectors.encoder import Encoder, load_encoder
from headache_relief.vectors.errors import VectorsError

__all__ = ["Encoder", "VectorsError", "load_encoder"]
