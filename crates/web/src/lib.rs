//! Pages over the use cases. Decides nothing; the only place that knows HTTP.

pub mod charts;
