//! A merchant's projects.

use std::fmt;
use std::marker::PhantomData;

use crate::Secret;

/// Whether real money moves: [`Test`] or [`Live`].
pub trait Mode: sealed::Sealed + Copy + Send + Sync + 'static {
    /// `test` or `live`.
    const NAME: &'static str;
    /// Whether real money moves.
    const LIVE: bool;
}

mod sealed {
    pub trait Sealed {}
}

/// No real money moves. The platform gives a project of its own for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {}

/// Real money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {}

impl sealed::Sealed for Test {}
impl sealed::Sealed for Live {}

impl Mode for Test {
    const NAME: &'static str = "test";
    const LIVE: bool = false;
}

impl Mode for Live {
    const NAME: &'static str = "live";
    const LIVE: bool = true;
}

/// A merchant's project: its number and its secret.
///
/// A test project and a live one are different types, so that neither can be given where the other is meant.
///
/// ```
/// use ecommpay_runtime::{Project, Secret, Test};
///
/// let project = Project::<Test>::new(125, Secret::new("secret")?)?;
/// assert_eq!(format!("{project:?}"), "Project<test>(125)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Project<M: Mode> {
    id: i64,
    secret: Secret,
    mode: PhantomData<M>,
}

impl<M: Mode> Project<M> {
    /// `id` as the platform gave it, from 1 on.
    pub fn new(id: i64, secret: Secret) -> Result<Project<M>, NoProject> {
        if id < 1 { Err(NoProject) } else { Ok(Project { id, secret, mode: PhantomData }) }
    }

    /// The project's number.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The project's secret.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }
}

impl<M: Mode> fmt::Debug for Project<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Project<{}>({})", M::NAME, self.id)
    }
}

/// A project's number that is not positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoProject;

impl fmt::Display for NoProject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a project's number starts at 1")
    }
}

impl std::error::Error for NoProject {}
