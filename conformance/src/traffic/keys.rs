//! Secrets by project, for whoever does not say which project each secret is of.

use std::collections::BTreeMap;

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::callback::Keys;
use ecommpay_platform::runtime::sign::Signer;

/// The secrets of a run.
#[derive(Default)]
pub struct Secrets {
    /// By project.
    of_projects: Vec<(i64, Secret)>,
    /// For whatever project a body names.
    of_any: Vec<Secret>,
    ready: BTreeMap<i64, Ready>,
}

/// The secrets of one project, made ready.
pub(super) struct Ready {
    pub(super) keys: Keys,
    pub(super) signers: Vec<Signer>,
}

/// What stands for the project of a body that names none, where a secret was given for whatever project it is.
pub(super) const UNNAMED: i64 = 0;

/// Projects that are kept ready: anybody can write project ids into a file, and they must not fill the memory.
const READY: usize = 256;

impl Secrets {
    /// Adds a secret: of a project, or for whatever project a body names. Of several all are tried.
    pub fn add(&mut self, project: Option<i64>, secret: Secret) {
        match project {
            Some(project) => self.of_projects.push((project, secret)),
            None => self.of_any.push(secret),
        }
        self.ready.clear();
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of_projects.is_empty() && self.of_any.is_empty()
    }

    /// The project of a body that names none, where the secrets leave no choice: all are of one project, or there is one
    /// alone, of whatever project.
    pub(super) fn only(&self) -> Option<i64> {
        let mut projects = self.of_projects.iter().map(|(project, _)| *project);
        match (projects.next(), self.of_any.len()) {
            (Some(first), 0) => projects.all(|other| other == first).then_some(first),
            (None, 1) => Some(UNNAMED),
            _ => None,
        }
    }

    /// The secrets of a project; nothing where it has none.
    pub(super) fn of(&mut self, project: i64) -> Option<&mut Ready> {
        if !self.ready.contains_key(&project) {
            let own = self.of_projects.iter().filter(|(of, _)| *of == project).map(|(_, secret)| secret);
            let all: Vec<&Secret> = own.chain(&self.of_any).collect();
            if all.is_empty() {
                return None;
            }
            if self.ready.len() >= READY {
                self.ready.clear();
            }
            let keys = all.iter().fold(Keys::new(), |keys, secret| keys.with(project, secret));
            let signers = all.iter().map(|secret| Signer::new(secret)).collect();
            self.ready.insert(project, Ready { keys, signers });
        }
        self.ready.get_mut(&project)
    }
}

/// Prints how many there are.
impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({} of projects, {} of any)", self.of_projects.len(), self.of_any.len())
    }
}
