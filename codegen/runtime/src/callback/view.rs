//! A method's view of the platform's callback.

/// `Callback` and `Event` of a method: the labels that tell its callbacks, and what they bring before the last one. A method
/// whose documents say that another sum may be paid has `may_differ` behind the labels.
///
/// ```text
/// view! {
///     /// A callback of Card.
///     Callback of platform::Callback = ["card"],
///     /// What a callback of Card tells.
///     Event {
///         /// The customer is to be redirected with this.
///         Redirect(RedirectData) = redirect,
///     }
/// }
/// ```
#[macro_export]
macro_rules! view {
    (
        $(#[$docs:meta])* $view:ident of $over:path = [$($label:literal),*] $($may_differ:ident)?,
        $(#[$event_docs:meta])* $event:ident {}
    ) => {
        $(#[$event_docs])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum $event {
            /// The status of the payment is final: see it, and the status and type of the operation. Further news may come.
            Final,
            /// Anything else: the payment goes on.
            Other,
        }

        $crate::view!(@view [$(#[$docs])*] $view, $over, [$($label),*] [$($may_differ)?], $event, [$event], []);
    };
    (
        $(#[$docs:meta])* $view:ident of $over:path = [$($label:literal),*] $($may_differ:ident)?,
        $(#[$event_docs:meta])* $event:ident { $($(#[$turn_docs:meta])* $turn:ident($data:ident) = $read:ident,)+ }
    ) => {
        $(#[$event_docs])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum $event<'a> {
            $($(#[$turn_docs])* $turn($crate::callback::$data<'a>),)+
            /// The status of the payment is final: see it, and the status and type of the operation. Further news may come.
            Final,
            /// Anything else: the payment goes on.
            Other,
        }

        $crate::view!(@view [$(#[$docs])*] $view, $over, [$($label),*] [$($may_differ)?], $event, [$event<'a>], [$($turn = $read),+]);
    };
    (
        @view [$(#[$docs:meta])*] $view:ident, $over:path, [$($label:literal),*] [$($may_differ:ident)?],
        $event:ident, [$($told:tt)*], [$($turn:ident = $read:ident),*]
    ) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy)]
        pub struct $view<'a>(&'a $over);

        impl<'a> $view<'a> {
            /// The labels that tell the method in `payment.method`.
            pub const LABELS: &'static [&'static str] = &[$($label),*];

            /// The callback as one of this method; `None` where it is another's.
            #[must_use]
            pub fn of(callback: &'a $over) -> Option<Self> {
                let label = callback.method_label()?;
                Self::LABELS.contains(&label).then_some(Self(callback))
            }

            /// What it tells.
            #[must_use]
            pub fn event(&self) -> $($told)* {
                $(
                    if let Some(data) = self.0.$read() {
                        return $event::$turn(data);
                    }
                )*
                if self.0.is_final() { $event::Final } else { $event::Other }
            }

            /// The kind of the event, as the method's table gives it.
            pub(crate) fn kind(callback: &$over) -> Option<$crate::method::EventKind> {
                $view::of(callback).map(|callback| match callback.event() {
                    $($event::$turn(_) => $crate::method::EventKind::$turn,)*
                    $event::Final => $crate::method::EventKind::Final,
                    $event::Other => $crate::method::EventKind::Other,
                })
            }
        }

        $($crate::view!(@check $may_differ $view);)?

        impl std::ops::Deref for $view<'_> {
            type Target = $over;

            fn deref(&self) -> &$over {
                self.0
            }
        }
    };
    (@check may_differ $view:ident) => {
        impl $view<'_> {
            /// The platform's `check`, but that another sum may be paid than was asked for, as the method's documents say: the
            /// order must be of the sum that was paid.
            ///
            /// # Errors
            /// The first that differs, is absent or contradicts another; or why the payment is not paid.
            pub fn check(&self, order: &$crate::callback::Order<'_>) -> Result<(), $crate::callback::Mismatch> {
                self.0.check_other_sum(order)
            }
        }
    };
}
