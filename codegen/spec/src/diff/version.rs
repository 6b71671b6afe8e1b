//! Versions, by semantic versioning as cargo reads it.

use super::Impact;

/// Which part of a version goes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// The last.
    Patch,
    /// The middle; before 1.0.0 the last, as cargo takes both alike.
    Minor,
    /// The first; before 1.0.0 the middle.
    Major,
}

impl Bump {
    /// What an impact asks for.
    #[must_use]
    pub const fn of(impact: Impact) -> Self {
        match impact {
            Impact::Fix => Self::Patch,
            Impact::Addition => Self::Minor,
            Impact::Breaking => Self::Major,
        }
    }

    /// The next version; nothing where the text is no `major.minor.patch`.
    #[must_use]
    pub fn apply(self, version: &str) -> Option<String> {
        let [major, minor, patch] = parts(version)?;
        let (major, minor, patch) = match (self, major) {
            (Self::Major, 0) => (0, minor.checked_add(1)?, 0),
            (Self::Minor | Self::Patch, 0) => (0, minor, patch.checked_add(1)?),
            (Self::Major, _) => (major.checked_add(1)?, 0, 0),
            (Self::Minor, _) => (major, minor.checked_add(1)?, 0),
            (Self::Patch, _) => (major, minor, patch.checked_add(1)?),
        };
        Some(format!("{major}.{minor}.{patch}"))
    }
}

/// Whether a version is at least the wanted one.
#[must_use]
pub fn reaches(is: &str, wanted: &str) -> bool {
    matches!((parts(is), parts(wanted)), (Some(is), Some(wanted)) if is >= wanted)
}

fn parts(version: &str) -> Option<[u64; 3]> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_one_the_middle_part_breaks() {
        assert_eq!(Bump::Major.apply("0.1.7").as_deref(), Some("0.2.0"));
        assert_eq!(Bump::Minor.apply("0.1.7").as_deref(), Some("0.1.8"));
        assert_eq!(Bump::Major.apply("1.4.2").as_deref(), Some("2.0.0"));
        assert_eq!(Bump::Minor.apply("1.4.2").as_deref(), Some("1.5.0"));
        assert_eq!(Bump::Patch.apply("1.4.2").as_deref(), Some("1.4.3"));
        assert_eq!(Bump::Patch.apply("1.4"), None);
        assert_eq!(Bump::Patch.apply("1.4.x"), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(reaches("0.10.0", "0.9.0"));
        assert!(!reaches("0.9.0", "0.10.0"));
    }
}
