//! The runtime's tests, one program: a file a subject.

mod callback_kept;
mod callback_news;
mod callback_paid;
mod callback_places;
mod callback_sums;
mod callback_tables;
#[cfg(feature = "client")]
mod client_attempt;
#[cfg(all(feature = "reqwest", feature = "ureq"))]
mod client_http;
#[cfg(feature = "client")]
mod client_listing;
#[cfg(all(feature = "reqwest", feature = "ureq"))]
mod client_lost;
#[cfg(all(feature = "reqwest", feature = "ureq"))]
mod client_poll;
#[cfg(all(feature = "reqwest", feature = "ureq"))]
mod client_support;
#[cfg(all(feature = "reqwest", feature = "tracing", feature = "ureq"))]
mod client_trace;
mod forms;
mod forms_conditions;
mod forms_currencies;
mod forms_parameters;
mod forms_semicolons;
mod json_reading;
mod page_addresses;
mod sign_natural;
mod sign_numbers;
mod sign_ratios;
mod sign_secrets;
mod sign_vectors;
mod support;
mod verify_ambiguous;
mod verify_changes;
mod verify_covered;
mod verify_forgeries;
mod verify_honest;
mod verify_refusals;
mod verify_repartitions;
mod verify_vectors;
#[cfg(feature = "axum")]
mod webhook;
