//! Pages, a module for each room of the partnership.

pub(crate) mod accounts;
pub(crate) mod across;
pub(crate) mod agreement;
pub(crate) mod assessment;
pub(crate) mod candour;
pub(crate) mod duties;
pub(crate) mod evidence;
pub(crate) mod found;
pub(crate) mod framework;
pub(crate) mod front;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod learning;
pub(crate) mod library;
pub(crate) mod measure;
pub(crate) mod members;
pub(crate) mod negotiation;
pub(crate) mod own;
pub(crate) mod partners;
pub(crate) mod record;
pub(crate) mod sign_in;
