//! The typed request over a form's table.

/// `Fields` and `Request` of the `static FORM` beside them: the fields that must be given, a setter for each other one,
/// and the way from JSON. A field names its row; `amount` stands for the rows of the amount and its currency.
///
/// ```text
/// request! {
///     /// A sale through Gate.
///     Gate: new read with draft validate validate_under sign sign_under sign_with,
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
/// After the interface stand the request's methods. Whoever generates names them, and keeps fields from these names.
///
/// `preselected { "code" }` after them gives a Payment Page request the method that opens the page with the payment method
/// chosen.
#[macro_export]
macro_rules! request {
    (
        $(#[$docs:meta])*
        $interface:ident: new read with $($method:ident)*,
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

            $($crate::request!(@method $interface $method);)*
        }

        impl From<Request> for $crate::form::Draft<$crate::$interface> {
            fn from(request: Request) -> Self {
                request.0
            }
        }

        impl std::convert::AsRef<$crate::form::Draft<$crate::$interface>> for Request {
            fn as_ref(&self) -> &$crate::form::Draft<$crate::$interface> {
                &self.0
            }
        }
    };
    (@method $interface:ident draft) => {
        /// The request as it is filled: its form, its fields by path, and what was added to it.
        #[must_use]
        pub fn draft(&self) -> &$crate::form::Draft<$crate::$interface> {
            &self.0
        }
    };
    (@method $interface:ident validate) => {
        /// Every rule of the form that the request breaks. The project's id and the signature count as given.
        #[must_use]
        pub fn validate(&self) -> std::vec::Vec<$crate::form::Violation> {
            self.0.validate()
        }
    };
    (@method $interface:ident validate_under) => {
        /// As `validate`, with what the merchant's contract changes.
        #[must_use]
        pub fn validate_under(&self, contract: &$crate::money::Contract) -> std::vec::Vec<$crate::form::Violation> {
            self.0.validate_under(contract)
        }
    };
    (@method Gate sign) => {
        /// Validates, and writes and signs the request for a project.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn sign<M: $crate::Mode>(
            &self,
            project: &$crate::Project<M>,
        ) -> std::result::Result<$crate::form::Signed, $crate::form::Invalid> {
            self.0.sign(project)
        }
    };
    (@method Gate sign_under) => {
        /// As `sign`, with what the merchant's contract changes.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn sign_under<M: $crate::Mode>(
            &self,
            project: &$crate::Project<M>,
            contract: &$crate::money::Contract,
        ) -> std::result::Result<$crate::form::Signed, $crate::form::Invalid> {
            self.0.sign_under(project, contract)
        }
    };
    (@method Gate sign_with) => {
        /// As `sign`, with a signer that is kept: signing many requests with one key costs less.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn sign_with(
            &self,
            project: i64,
            signer: &mut $crate::sign::Signer,
            contract: std::option::Option<&$crate::money::Contract>,
        ) -> std::result::Result<$crate::form::Signed, $crate::form::Invalid> {
            self.0.sign_with(project, signer, contract)
        }
    };
    (@method PaymentPage url) => {
        /// Validates, and writes the signed URL that opens the page.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn url<M: $crate::Mode>(
            &self,
            page: &$crate::page::Page<M>,
            project: &$crate::Project<M>,
        ) -> std::result::Result<std::string::String, $crate::form::Invalid> {
            self.0.url(page, project)
        }
    };
    (@method PaymentPage url_under) => {
        /// As `url`, with what the merchant's contract changes.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn url_under<M: $crate::Mode>(
            &self,
            page: &$crate::page::Page<M>,
            project: &$crate::Project<M>,
            contract: &$crate::money::Contract,
        ) -> std::result::Result<std::string::String, $crate::form::Invalid> {
            self.0.url_under(page, project, contract)
        }
    };
    (@method PaymentPage widget) => {
        /// Validates, and writes the signed parameters as JSON, for the page as a part of one's own.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn widget<M: $crate::Mode>(
            &self,
            page: &$crate::page::Page<M>,
            project: &$crate::Project<M>,
        ) -> std::result::Result<std::string::String, $crate::form::Invalid> {
            self.0.widget(page, project)
        }
    };
    (@method PaymentPage widget_under) => {
        /// As `widget`, with what the merchant's contract changes.
        ///
        /// # Errors
        /// Every broken rule that stops it.
        pub fn widget_under<M: $crate::Mode>(
            &self,
            page: &$crate::page::Page<M>,
            project: &$crate::Project<M>,
            contract: &$crate::money::Contract,
        ) -> std::result::Result<std::string::String, $crate::form::Invalid> {
            self.0.widget_under(page, project, contract)
        }
    };
    (@set $draft:expr, amount, $amount:ident) => { $draft.set_amount($amount) };
    (@set $draft:expr, $row:literal, $value:ident) => { $draft.set($row, $value) };
    (@put $draft:ident, amount, $amount:expr) => { $draft.put_amount($amount) };
    (@put $draft:ident, $row:literal, $value:expr) => { $draft.put($row, $value.into()) };
    (@column amount, $type:ty) => { $crate::form::Column::amount::<Currency>() };
    (@column $row:literal, $type:ty) => { $crate::form::Column::new::<$type>($row) };
}
