//! What was seen, heard and counted.
