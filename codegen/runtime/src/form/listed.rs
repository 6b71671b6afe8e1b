//! Values that the documents list, by name.

/// An enum for each field of which values have names, in the module `values` beside the types of fields: its name, whether
/// it is a `text` or an `integer`, and the value behind each name. A value becomes its field by `into()`.
///
/// ```text
/// listed! {
///     /// All values of `account.operator`.
///     AccountOperator: text {
///         /// Three Reefs.
///         ThreeReefs = "3REEFS",
///     }
/// }
/// ```
#[macro_export]
macro_rules! listed {
    ($($(#[$docs:meta])* $name:ident: $kind:ident { $($(#[$told:meta])* $value:ident = $wire:literal,)* })*) => {
        /// Values that the documents list, by field. Each becomes its field by `into()`.
        pub mod values {
            $(
                $(#[$docs])*
                #[allow(non_camel_case_types)]
                #[derive(Clone, Copy, PartialEq, Eq)]
                #[non_exhaustive]
                pub enum $name {
                    $($(#[$told])* $value,)*
                }

                impl $name {
                    $crate::listed!(@sent $kind, { $($value = $wire,)* });
                }

                // which of them somebody has is theirs: no log says it
                impl ::core::fmt::Debug for $name {
                    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str(concat!("<", stringify!($name), ">"))
                    }
                }

                impl ::core::convert::From<$name> for super::$name {
                    fn from(value: $name) -> Self {
                        Self::listed(value.sent())
                    }
                }
            )*
        }
    };
    (@sent text, { $($value:ident = $wire:literal,)* }) => {
        /// As it is sent.
        #[must_use]
        pub const fn sent(self) -> &'static str {
            match self { $(Self::$value => $wire,)* }
        }
    };
    (@sent integer, { $($value:ident = $wire:literal,)* }) => {
        /// As it is sent.
        #[must_use]
        pub const fn sent(self) -> i64 {
            match self { $(Self::$value => $wire,)* }
        }
    };
}
