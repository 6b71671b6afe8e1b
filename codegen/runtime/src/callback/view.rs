//! A method's view of the platform's callback.

/// `Callback` and `Event` of a method: the labels that tell its callbacks, and what they bring before the last one.
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
        $(#[$docs:meta])* $view:ident of $over:path = [$($label:literal),*],
        $(#[$event_docs:meta])* $event:ident {}
    ) => {
        $(#[$event_docs])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum $event {
            /// The status of the payment is final: see it, and the status and type of the operation.
            Final,
            /// Anything else: the payment goes on.
            Other,
        }

        $crate::view!(@view [$(#[$docs])*] $view, $over, [$($label),*], $event, [$event], []);
    };
    (
        $(#[$docs:meta])* $view:ident of $over:path = [$($label:literal),*],
        $(#[$event_docs:meta])* $event:ident { $($(#[$turn_docs:meta])* $turn:ident($data:ident) = $read:ident,)+ }
    ) => {
        $(#[$event_docs])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum $event<'a> {
            $($(#[$turn_docs])* $turn($crate::callback::$data<'a>),)+
            /// The status of the payment is final: see it, and the status and type of the operation.
            Final,
            /// Anything else: the payment goes on.
            Other,
        }

        $crate::view!(@view [$(#[$docs])*] $view, $over, [$($label),*], $event, [$event<'a>], [$($turn = $read),+]);
    };
    (
        @view [$(#[$docs:meta])*] $view:ident, $over:path, [$($label:literal),*],
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

        impl std::ops::Deref for $view<'_> {
            type Target = $over;

            fn deref(&self) -> &$over {
                self.0
            }
        }
    };
}
