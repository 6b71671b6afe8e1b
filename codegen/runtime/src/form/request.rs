//! The typed request over a form's table.

/// `Fields` and `Request` of the `static FORM` beside them: the fields that must be given, a setter for each other one,
/// and the way from JSON. A field names its row; `amount` stands for the rows of the amount and its currency.
///
/// ```text
/// request! {
///     /// A sale through Gate.
///     Gate,
///     required {
///         /// The payment's identifier.
///         payment_id: PaymentId = "general.payment_id",
///         /// The sum.
///         amount: Amount = amount,
///     }
///     optional {}
/// }
/// ```
///
/// `preselected { "code" }` after them gives a Payment Page request the method that opens the page with the payment method
/// chosen.
#[macro_export]
macro_rules! request {
    (
        $(#[$docs:meta])*
        $interface:ident,
        required { $($(#[$need_docs:meta])* $need:ident: $need_type:ty = $need_row:tt,)* }
        optional { $($(#[$may_docs:meta])* $may:ident: $may_type:ty = $may_row:tt,)* }
        $(preselected { $(#[$code_docs:meta])* $code:literal })?
    ) => {
        /// What the request needs: every required field, by name. A newly required field is a major version.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Fields {
            $($(#[$need_docs])* pub $need: $need_type,)*
        }

        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct Request($crate::form::Draft<$crate::$interface>);

        impl Request {
            /// A request with what it needs.
            #[must_use]
            pub fn new(fields: Fields) -> Self {
                let mut draft = $crate::form::Draft::new(&FORM);
                $($crate::request!(@put draft, $need_row, fields.$need);)*
                Self(draft)
            }

            $(
                $(#[$code_docs])*
                #[must_use]
                pub fn preselected(self) -> Self {
                    Self(self.0.set("force_payment_method", $crate::Value::from($code)))
                }
            )?

            $(
                $(#[$may_docs])*
                #[must_use]
                pub fn $may(self, $may: $may_type) -> Self {
                    Self($crate::request!(@set self.0, $may_row, $may))
                }
            )*

            /// Reads a request that was written as JSON.
            ///
            /// # Errors
            /// Where a required field is absent or a field is not what it should be. The project's id and the signature
            /// are left out: whoever signs gives them.
            pub fn read(json: &$crate::Value) -> Result<Self, $crate::form::ReadError> {
                let read = $crate::form::Reader::new(&FORM, json)?;
                let mut draft = $crate::form::Draft::new(&FORM);
                read.fill(&mut draft, true, &[$($crate::request!(@column $need_row, $need_type)),*])?;
                read.fill(&mut draft, false, &[$($crate::request!(@column $may_row, $may_type)),*])?;
                read.rest(draft).map(Self)
            }

            /// Adds a member that the platform allows and this method's documents do not mention, at a JSON pointer
            /// such as `/payment/extra_param`. It is signed and sent; its value is not checked.
            ///
            /// # Errors
            /// Where the text is no JSON pointer, the form has a field there, something was added there before, or a
            /// signature does not cover what is named so.
            pub fn with(self, pointer: &str, value: $crate::Value) -> Result<Self, $crate::form::DraftError> {
                self.0.with(pointer, value).map(Self)
            }
        }

        impl From<Request> for $crate::form::Draft<$crate::$interface> {
            fn from(request: Request) -> Self {
                request.0
            }
        }

        impl std::ops::Deref for Request {
            type Target = $crate::form::Draft<$crate::$interface>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
    (@set $draft:expr, amount, $amount:ident) => { $draft.set_amount($amount) };
    (@set $draft:expr, $row:literal, $value:ident) => { $draft.set($row, $value) };
    (@put $draft:ident, amount, $amount:expr) => { $draft.put_amount($amount) };
    (@put $draft:ident, $row:literal, $value:expr) => { $draft.put($row, $value.into()) };
    (@column amount, $type:ty) => { $crate::form::Column::amount::<Currency>() };
    (@column $row:literal, $type:ty) => { $crate::form::Column::new::<$type>($row) };
}
