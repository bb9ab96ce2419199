//! Pages over the use cases. Decides nothing; the only place that knows HTTP.
//!
//! Every page works without script. A page is a template and a struct that holds what it shows; the struct is made by a
//! handler that asks the app room, which checks who may do what.

mod api;
mod assets;
pub mod charts;
pub mod edition;
mod figure;
mod frame;
mod headers;
mod in_words;
mod input;
mod inside;
mod problem;
mod rooms;
mod server;
mod state;
mod who;
mod words;

pub use server::router;
pub use state::{Served, State};
