//! What the command line does, a module a verb.

pub mod ask;
pub mod card;
pub mod demo;
pub mod import;
pub mod init;
pub mod join;
pub mod publish;
pub mod serve;
pub mod verify;
