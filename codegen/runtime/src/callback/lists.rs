//! Lists of values that the platform sends: enums that keep what they do not know.

/// An enum for each list, with a line for each value: its name, and how the platform writes it. Spellings after the first
/// are read and never written, and so is each spelling with `_` for a space or a space for `_`. Values with which polling ends are named in brackets after the list's name, and those after
/// which no more news comes at all behind them: `(final: [Decline, Released]; last: [Released])`.
///
/// ```text
/// lists! {
///     /// A payment status.
///     PaymentStatus(final: [Decline, Success]) {
///         /// It was refused. `decline` (methods)
///         Decline = "decline"(also "declined"),
///         /// The platform works on it. `processing` (methods)
///         Processing = "processing",
///         /// It was done. `success` (methods)
///         Success = "success",
///     }
/// }
/// ```
#[macro_export]
macro_rules! lists {
    ($(
        $(#[$docs:meta])*
        $list:ident $((final: [$($final:ident),*] $(; last: [$($last:ident),*])?))? {
            $($(#[$value_docs:meta])* $value:ident = $text:literal $((also $($also:literal),*))?,)*
        }
    )*) => {$(
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $list<'a> {
            $($(#[$value_docs])* $value,)*
            /// A value that is not listed, as it came.
            Unlisted(&'a str),
        }

        impl<'a> $list<'a> {
            /// Reads a value. Spellings that mean the same are one.
            #[must_use]
            pub fn of(text: &'a str) -> Self {
                match text {
                    $($text $($(| $also)*)? => Self::$value,)*
                    other => {
                        $(
                            let spellings = [$text $($(, $also)*)?];
                            if spellings.iter().any(|text| $crate::callback::same_value(other, text)) {
                                return Self::$value;
                            }
                        )*
                        Self::Unlisted(other)
                    }
                }
            }

            /// The value as the platform sends it.
            #[must_use]
            pub const fn as_str(&self) -> &'a str {
                match self {
                    $(Self::$value => $text,)*
                    Self::Unlisted(text) => text,
                }
            }

            $(
                /// Whether polling ends: it is no longer under way. News may follow all the same: a late success, a refund, a
                /// refund that is taken back. Of a value that is not known: no.
                #[must_use]
                pub const fn is_final(&self) -> bool {
                    matches!(self, $(Self::$final)|*)
                }

                $(
                    /// Whether no more news follows at all. Of a value that is not known: no.
                    #[must_use]
                    pub const fn is_last(&self) -> bool {
                        matches!(self, $(Self::$last)|*)
                    }
                )?
            )?
        }

        impl std::fmt::Display for $list<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
