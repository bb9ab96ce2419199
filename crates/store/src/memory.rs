/// The reference engine: everything in memory, gone with the process.
#[derive(Debug, Default)]
pub struct Memory {}
