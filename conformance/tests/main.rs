//! The suite's tests, one program: a file a subject.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod absent;
mod api;
mod callback_kinds;
mod canaries;
mod compile;
mod end_to_end;
mod examples;
mod facts;
mod gate;
mod gate_added;
mod gate_answers;
mod gate_guard;
mod gate_hostile;
mod gate_journal;
mod gate_kinds;
mod gate_load;
mod gate_process;
mod gate_published;
mod gate_refusals;
mod gate_support;
mod gate_world;
mod linked;
mod payment_page;
mod platform_parameters;
mod program;
mod properties;
mod readme;
mod receiver;
mod reconcile;
mod reconcile_input;
mod reports;
mod run;
mod support;
mod texts;
mod traffic;
mod traffic_files;
mod traffic_hostile;
mod traffic_memory;
mod traffic_program;
mod traffic_requests;
mod traffic_shards;
mod traffic_support;
mod vectors;
mod whole_numbers;
