//! Pages over the use cases.
