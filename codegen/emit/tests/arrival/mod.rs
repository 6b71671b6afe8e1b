//! What a spec says arrives in every output that it belongs to.

mod made;
mod notes;
mod values;
