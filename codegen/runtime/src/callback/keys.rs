use std::collections::BTreeMap;
use std::fmt;

use crate::sign::Key;
use crate::{Mode, Project, Secret};

/// The secrets with which callbacks may be signed, by project.
///
/// A project may have several while its secret is being changed; [`Verified::key_index`](super::Verified::key_index)
/// says which one held.
///
/// ```
/// use ecommpay_runtime::{Secret, callback::Keys};
///
/// let keys = Keys::new().with(125, &Secret::new("old")?).with(125, &Secret::new("new")?);
/// assert_eq!(format!("{keys:?}"), "Keys({125: 2})");
/// # Ok::<(), ecommpay_runtime::EmptySecret>(())
/// ```
#[derive(Clone, Default)]
pub struct Keys(BTreeMap<i64, Vec<Key>>);

impl Keys {
    /// No keys: every callback is refused.
    pub fn new() -> Keys {
        Keys::default()
    }

    /// Adds a secret of a project, to be tried after those that it has already.
    #[must_use]
    pub fn with(mut self, project_id: i64, secret: &Secret) -> Keys {
        self.0.entry(project_id).or_default().push(Key::new(secret));
        self
    }

    /// Adds a project with its secret.
    #[must_use]
    pub fn with_project<M: Mode>(self, project: &Project<M>) -> Keys {
        self.with(project.id(), project.secret())
    }

    /// The one project of which there are secrets; none where there are several, or none at all.
    pub(crate) fn only_project(&self) -> Option<i64> {
        let mut projects = self.0.keys();
        projects.next().filter(|_| projects.next().is_none()).copied()
    }

    pub(crate) fn of(&self, project_id: i64) -> Option<&[Key]> {
        self.0.get(&project_id).map(Vec::as_slice)
    }
}

/// Prints how many secrets each project has.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: BTreeMap<i64, usize> = self.0.iter().map(|(project, keys)| (*project, keys.len())).collect();
        write!(f, "Keys({counts:?})")
    }
}
