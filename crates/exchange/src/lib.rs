//! Forms that other systems read and write.
