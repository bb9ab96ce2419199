//! Pure arithmetic on slices: no nouns, no randomness without a seed.
