//! What partners agreed to look at, and what each measure may be used for.
