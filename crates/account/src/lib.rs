//! What we publish, with the trail behind every figure.
