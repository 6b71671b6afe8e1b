//! Where generated crates will stand, and whom they depend on.

/// What the manifests of generated crates need to know of their surroundings.
#[derive(Debug, Clone)]
pub struct Target {
    /// Path from the folder of a generated crate to the runtime's: `../../codegen/runtime`, or an absolute one.
    pub runtime: String,
    /// Version of the runtime.
    pub runtime_version: String,
    /// Oldest compiler of the generated crates.
    pub rust_version: String,
}

impl Target {
    /// Output in the workspace's own `generated` folder.
    #[must_use]
    pub fn in_workspace() -> Self {
        Self::at("../../codegen/runtime")
    }

    /// Output elsewhere, with the runtime at `path`.
    #[must_use]
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            runtime: path.into(),
            runtime_version: env!("CARGO_PKG_VERSION").to_owned(),
            rust_version: env!("CARGO_PKG_RUST_VERSION").to_owned(),
        }
    }
}
