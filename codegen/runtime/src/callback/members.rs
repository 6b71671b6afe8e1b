//! Accessors of what a callback or an answer holds.

/// An accessor for each line: its name, what it reads (a `text`, an `integer`, a `boolean`, an `item`, or a list of values
/// by its type) and where that is. The first line says which type it is for, and by which function what it holds finds them.
///
/// ```text
/// members! {
///     field of Callback,
///     /// The label of the payment method.
///     payment_method: text = 55,
///     /// Where the payment stands.
///     payment_status: PaymentStatus = 57,
/// }
/// ```
#[macro_export]
macro_rules! members {
    ($find:ident of $over:ty, $($(#[$docs:meta])* $member:ident: $kind:tt = $place:literal,)*) => {
        impl $over {
            $(
                $(#[$docs])*
                #[must_use]
                pub fn $member(&self) -> Option<$crate::members!(@type $kind)> {
                    $crate::members!(@read $kind, self.0.$find($place))
                }
            )*
        }
    };
    (@type text) => { &str };
    (@type integer) => { i64 };
    (@type boolean) => { bool };
    (@type item) => { $crate::json::Item<'_> };
    (@type $list:ident) => { $list<'_> };
    (@read text, $found:expr) => { $found.and_then(|item| item.as_str()) };
    (@read integer, $found:expr) => { $found.and_then(|item| item.as_i64()) };
    (@read boolean, $found:expr) => { $found.and_then(|item| item.as_bool()) };
    (@read item, $found:expr) => { $found };
    (@read $list:ident, $found:expr) => { $found.and_then(|item| item.as_str()).map($list::of) };
}
