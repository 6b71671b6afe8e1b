//! The lines of a report: what each is about, and what to do where it fails.

/// An enum of lines, each with its name for people and what mends it.
macro_rules! lines {
    ($(#[$meta:meta])* $list:ident: $($(#[doc = $doc:literal])+ $name:ident: $title:literal, $mend:literal,)+) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum $list {
            $($(#[doc = $doc])+ $name,)+
        }

        impl $list {
            /// All of them, in the order of the report.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name for programs, as reports have it.
            #[must_use]
            pub fn key(self) -> String {
                serde_json::to_value(self).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default()
            }

            /// A rule for each, as `rules` lists them.
            #[must_use]
            pub fn listed(of: &str) -> Vec<crate::rules::Rule> {
                let place = || crate::rules::Place::new(of, "-", of, "-");
                let because = "it is about a program that is asked: no input of a form is made for it";
                let rule = |line: &Self| crate::rules::Rule::by_code(format!("{of}/{}", line.key()), place(), "", because);
                Self::ALL.iter().map(rule).collect()
            }

            /// Its name for people.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)+
                }
            }

            /// What to do where it fails.
            #[must_use]
            pub const fn mend(self) -> &'static str {
                match self {
                    $(Self::$name => $mend,)+
                }
            }
        }
    };
}

pub(crate) use lines;
