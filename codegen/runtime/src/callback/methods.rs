//! One webhook for many methods.

/// `Callback`, its `verify` and `Method`, out of a line for each variant: the feature that has the method, the variant, and
/// the module beside this one with the method's view of a callback. The first line names the crate of the platform.
///
/// ```text
/// methods! {
///     over ecommpay_platform,
///     /// One of Card.
///     "card" Card = card,
/// }
/// ```
#[macro_export]
macro_rules! methods {
    (over $platform:ident, $($(#[$docs:meta])* $feature:literal $method:ident = $module:ident,)*) => {
        /// Reads a callback once its signature holds. `body` is the request's body as received, to the byte.
        ///
        /// # Errors
        /// Where the body is no callback of one of the projects of `keys`; the refusal says what to answer.
        pub fn verify(keys: &$crate::callback::Keys, body: &[u8]) -> Result<Callback, $crate::callback::Refusal> {
            $platform::verify(keys, body).map(Callback)
        }

        /// A callback whose signature holds, of whatever method.
        #[derive(Debug)]
        pub struct Callback($platform::Callback);

        #[cfg(feature = "axum")]
        impl $crate::webhook::Incoming for Callback {
            fn verify(keys: &$crate::callback::Keys, body: &[u8]) -> Result<Self, $crate::callback::Refusal> {
                verify(keys, body)
            }
        }

        impl Callback {
            /// The callback as one of its method.
            #[must_use]
            pub fn method(&self) -> Method<'_> {
                $(
                    #[cfg(feature = $feature)]
                    if let Some(callback) = super::$module::Callback::of(&self.0) {
                        return Method::$method(callback);
                    }
                )*
                Method::Unknown(Label(self.0.method_label()))
            }
        }

        impl std::ops::Deref for Callback {
            type Target = $platform::Callback;

            fn deref(&self) -> &$platform::Callback {
                &self.0
            }
        }

        /// The method of a callback, with the method's view of it.
        #[derive(Debug, Clone, Copy)]
        #[non_exhaustive]
        pub enum Method<'a> {
            $(
                $(#[$docs])*
                #[cfg(feature = $feature)]
                $method(super::$module::Callback<'a>),
            )*
            /// None of the methods whose features are on. The callback is verified and readable all the same.
            Unknown(Label<'a>),
        }

        /// The label of a method that is not known here. It can be shown and not compared: code that asked for one
        /// label would change its meaning once another crate switches that method's feature on.
        #[derive(Clone, Copy)]
        pub struct Label<'a>(Option<&'a str>);

        impl std::fmt::Display for Label<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.0 {
                    Some(label) => write!(f, "{label:?}"),
                    None => f.write_str("no method"),
                }
            }
        }

        impl std::fmt::Debug for Label<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    };
}
