//! The pages, met as a browser without script meets them: whole requests against the router, over a store in memory.

#[cfg(test)]
mod accounts;
mod agreement;
#[cfg(test)]
mod api;
#[cfg(test)]
mod assessment;
#[cfg(test)]
mod candour;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod duties;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod found;
mod framework;
#[cfg(test)]
mod honest;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod learning;
#[cfg(test)]
mod leave_out;
#[cfg(test)]
mod library;
#[cfg(test)]
mod members;
#[cfg(test)]
mod nasty;
#[cfg(test)]
mod negotiation;
#[cfg(test)]
mod partners;
#[cfg(test)]
mod power;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod reader;
#[cfg(test)]
mod rebase;
#[cfg(test)]
mod record;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod registering;
#[cfg(test)]
mod served;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod world;
