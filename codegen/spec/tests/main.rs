//! The language's tests, one program: a file a subject.

mod diff;
mod diff_conditions;
mod edits;
mod language;
mod language_flows;
mod language_silence;
mod loading;
mod one_of_each;
mod operations_of_each_kind;
mod patterns;
mod readers;
mod repository;
mod required_with;
mod sources;
mod sources_api;
mod sources_api_edits;
mod sources_api_required;
mod values_of_each_kind;
