/// Writes the acts of a room: what can be done in it, each with the kind and the body of the entry that it becomes.
///
/// The caller has `serde` and `serde_json`.
#[macro_export]
macro_rules! acts {
    ($(#[$about:meta])* $acts:ident: $($(#[$doc:meta])* $name:ident($body:ty) = $kind:literal,)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $acts {
            $($(#[$doc])* $name($body),)*
        }

        impl $acts {
            /// The entry's kind.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind,)*
                }
            }

            /// The entry's body.
            ///
            /// # Errors
            /// Only if a record had no JSON form, which none of these has.
            pub fn body(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self {
                    $(Self::$name(it) => serde_json::to_value(it),)*
                }
            }

            /// Reads an entry of this kind of act. `None` when it is another, or does not read.
            #[must_use]
            pub fn read(entry: &$crate::Entry) -> Option<Self> {
                match entry.kind.as_str() {
                    $($kind => <$body as serde::Deserialize>::deserialize(&entry.body).ok().map(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}
