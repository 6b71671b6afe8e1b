//! The currencies of an operation.

/// `Currency`, `Amount` and `limits` of an operation, out of a line for each currency. The texts are the operation's id
/// and what its docs call it.
///
/// ```text
/// currencies! {
///     "card-partner/sale": "a sale",
///     /// 10.00 to 200,000.00 KES.
///     KES = Limit::new("KES", 2).min(1_000).max(20_000_000),
/// }
/// ```
#[macro_export]
macro_rules! currencies {
    ($operation:literal: $noun:literal, $($(#[$docs:meta])* $code:ident = $limit:expr,)*) => {
        #[doc = concat!("The currencies of ", $noun, ".")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Currency {
            $($(#[$docs])* $code,)*
        }

        impl Currency {
            /// What the operation takes, by currency.
            pub const LIMITS: &'static [&'static $crate::money::Limit] = &[$(&limits::$code),*];

            /// What the operation takes in this currency.
            #[must_use]
            pub const fn limit(self) -> &'static $crate::money::Limit {
                match self {
                    $(Self::$code => &limits::$code,)*
                }
            }
        }

        impl $crate::money::Currency for Currency {
            const OPERATION: &'static str = $operation;
            const ALL: &'static [Self] = &[$(Self::$code),*];

            fn limit(self) -> &'static $crate::money::Limit {
                Self::limit(self)
            }
        }

        #[doc = concat!("An amount of ", $noun, ": see `amount!`, [`Amount::minor`] and [`Amount::parse`].")]
        pub type Amount = $crate::money::Amount<Currency>;

        #[doc = concat!("What ", $noun, " takes, by currency, in minor units.")]
        pub mod limits {
            use super::*;

            $($(#[$docs])* pub const $code: $crate::money::Limit = $limit;)*
        }
    };
}
