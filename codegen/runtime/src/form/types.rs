//! Types of fields that a method narrows.

/// A type for each field, a line each: its name, whether it is a `text` or an `integer`, the path of the field and the
/// rule that a value must keep.
///
/// ```text
/// types! {
///     /// The bank's code. Three digits.
///     BankCode: text("account.bank_code") = TextRule::new().format(Format::Digits).length(3, 3),
/// }
/// ```
#[macro_export]
macro_rules! types {
    ($($(#[$docs:meta])* $name:ident: $kind:ident($path:literal) = $rule:expr,)*) => {
        $($crate::types!(@alias $kind, $name, $(#[$docs])*);)*

        // no path of the API: a field that the method narrows no longer has the catalogue's type, under the same name
        #[doc(hidden)]
        pub mod kind {
            use super::*;

            $($crate::types!(@kind $kind, $name, $path, $rule);)*
        }
    };
    (@alias text, $name:ident, $(#[$docs:meta])*) => {
        $(#[$docs])*
        pub type $name = $crate::form::Text<kind::$name>;
    };
    (@alias integer, $name:ident, $(#[$docs:meta])*) => {
        $(#[$docs])*
        pub type $name = $crate::form::Integer<kind::$name>;
    };
    (@kind text, $name:ident, $path:literal, $rule:expr) => {
        #[doc = concat!("Marks `", $path, "`.")]
        #[derive(Debug)]
        pub enum $name {}

        impl $crate::form::TextKind for $name {
            const NAME: &'static str = $path;
            const RULE: $crate::form::TextRule = $rule;
        }
    };
    (@kind integer, $name:ident, $path:literal, $rule:expr) => {
        #[doc = concat!("Marks `", $path, "`.")]
        #[derive(Debug)]
        pub enum $name {}

        impl $crate::form::IntegerKind for $name {
            const NAME: &'static str = $path;
            const RULE: $crate::form::IntegerRule = $rule;
        }
    };
}
