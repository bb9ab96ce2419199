//! What methods find in the evidence.
