//! What we made of it and what we changed.
