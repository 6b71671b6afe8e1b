//! The language: what the files of a specs folder can say, as serde types with their JSON Schema.

pub mod amount;
pub mod cite;
pub mod fact;
pub mod field;
pub mod keyed;
pub mod method;
pub mod operation;
pub mod platform;
pub mod platform_requests;
pub mod text;
pub mod when;
