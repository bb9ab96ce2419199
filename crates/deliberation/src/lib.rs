//! How people weigh a question together.
