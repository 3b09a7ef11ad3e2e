"""Sentence vectors: texts of like meaning become vectors that lie close together."""

from headache_relief.vectors.encoder import ABSENT, Encoder, load_encoder, prepare_encoder
from headache_relief.vectors.errors import VectorsError

__all__ = ["ABSENT", "Encoder", "VectorsError", "load_encoder", "prepare_encoder"]
