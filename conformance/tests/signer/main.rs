//! Programs that sign, well and badly. The test is the program too: started with `--as`, it answers questions.

mod program;

use std::ffi::OsString;
use std::time::Duration;

use ecommpay_conformance::signer::{self, Feature, Options, Report};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == "--as") {
        program::run(&arguments.next().unwrap_or_default().to_string_lossy());
        return std::process::ExitCode::SUCCESS;
    }
    let trials = [
        ("a_right_signer_passes", a_right_signer_passes as fn() -> Result<(), Failed>),
        ("the_same_seed_gives_the_same_report", the_same_seed_gives_the_same_report),
        ("sorting_by_bytes_differs_as_some_sdks_do", sorting_by_bytes_differs_as_some_sdks_do),
        ("a_wrong_rule_fails_its_own_feature_and_no_other", a_wrong_rule_fails_its_own_feature_and_no_other),
        (
            "a_hint_is_about_the_value_that_was_changed_whatever_payload_it_stands_in",
            a_hint_is_about_the_value_that_was_changed_whatever_payload_it_stands_in,
        ),
        ("whoever_takes_every_callback_fails", whoever_takes_every_callback_fails),
        ("unsupported_verdicts_fail_nothing", unsupported_verdicts_fail_nothing),
        ("a_number_may_be_written_with_a_fraction_of_zero", a_number_may_be_written_with_a_fraction_of_zero),
        ("a_wrong_digest_is_told_from_a_wrong_text", a_wrong_digest_is_told_from_a_wrong_text),
        ("misbehaviour_is_the_programs_failure", misbehaviour_is_the_programs_failure),
        ("a_wrapper_leaves_nothing_behind", a_wrapper_leaves_nothing_behind),
        ("a_noisy_standard_error_is_no_failure", a_noisy_standard_error_is_no_failure),
        ("what_cannot_be_started_is_no_result", what_cannot_be_started_is_no_result),
        ("the_program_answers_with_its_exit_code", the_program_answers_with_its_exit_code),
        ("reports_stand_side_by_side_in_a_page", reports_stand_side_by_side_in_a_page),
    ];
    let trials = trials.map(|(name, test)| Trial::test(name, test)).into();
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    let left = children();
    if !left.is_empty() {
        eprintln!("children are left: {left:?}");
        return std::process::ExitCode::FAILURE;
    }
    conclusion.exit_code()
}

/// Children of this process, the dead that nobody waited for included.
fn children() -> Vec<String> {
    let parent = std::process::id().to_string();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let stats = processes.filter_map(|process| std::fs::read_to_string(process.path().join("stat")).ok());
    // `PID (name) STATE PARENT …`
    let of = |stat: &str| stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1).map(str::to_owned));
    stats.filter(|stat| of(stat).as_deref() == Some(&parent)).collect()
}

fn ask(mode: &str) -> Report {
    asked(mode, 10.0, 4)
}

fn asked(mode: &str, seconds: f64, cases: u32) -> Report {
    let exe = std::env::current_exe().expect("a test").into_os_string();
    let command = vec![exe, OsString::from("--as"), OsString::from(mode)];
    let timeout = Duration::from_secs_f64(seconds);
    signer::run(&Options { command, timeout, seed: 1, cases }).expect("a program that starts")
}

fn failed(report: &Report) -> Vec<Feature> {
    report.features.iter().filter(|row| row.failed > 0).map(|row| row.feature).collect()
}

fn ensure(holds: bool, report: &Report) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(report.to_string().into()) }
}

fn a_right_signer_passes() -> Result<(), Failed> {
    let report = ask("right");
    let passed = report.features.iter().all(|row| row.passed > 0 && row.differs + row.failed + row.unsupported == 0);
    ensure(passed && report.features.len() == Feature::ALL.len() && report.program == "right", &report)
}

fn the_same_seed_gives_the_same_report() -> Result<(), Failed> {
    let (one, other) = (ask("bytes"), ask("bytes"));
    ensure(one == other && one.to_string() == other.to_string(), &one)
}

fn sorting_by_bytes_differs_as_some_sdks_do() -> Result<(), Failed> {
    let report = ask("bytes");
    let row = report.row(Feature::LongLists).expect("asked");
    ensure(report.holds() && row.differs > 0 && row.like == ["go", "java"], &report)?;
    let smallest = report.evidence.iter().find(|evidence| evidence.feature == Feature::LongLists).expect("shown");
    // made smaller: a list of eleven items, none of which says anything
    ensure(smallest.differs && smallest.payload.matches(',').count() == 10 && smallest.payload.len() < 60, &report)
}

fn a_wrong_rule_fails_its_own_feature_and_no_other() -> Result<(), Failed> {
    // None of the vendor's SDKs does these.
    for (mode, feature) in [
        ("booleans-as-words", Feature::Booleans),
        ("semicolons-doubled", Feature::Semicolons),
        ("empty-left-out", Feature::Nulls),
    ] {
        let report = ask(mode);
        let failed = failed(&report);
        let mend = report.evidence.iter().any(|evidence| evidence.feature == feature && !evidence.mend.is_empty());
        ensure(failed.contains(&feature) && mend, &report)?;
        ensure(!failed.contains(&Feature::Colons) && !failed.contains(&Feature::LongLists), &report)?;
    }
    for (mode, feature, hint) in [
        ("list-booleans-as-words", Feature::ListScalars, "as any other value"),
        ("names-lost", Feature::ObjectNames, "keys like any other"),
        ("line-ends-changed", Feature::ControlTexts, "stay as they are"),
        ("dates-read", Feature::Lookalikes, "what a reader makes of dates"),
        ("brackets-encoded", Feature::OddKeys, "a key is a key"),
        ("greatest-double", Feature::Infinite, "`INF`"),
    ] {
        let report = asked(mode, 10.0, 16);
        let mend = report.evidence.iter().find(|evidence| evidence.feature == feature && !evidence.differs);
        let failed = failed(&report);
        ensure(mend.is_some_and(|evidence| evidence.mend.contains(hint)), &report)?;
        ensure(!failed.contains(&Feature::Semicolons) && !failed.contains(&Feature::LongLists), &report)?;
    }
    Ok(())
}

/// Dates and blanks stand in payloads of every kind: what is shown is the value that was changed, and how to keep it.
fn a_hint_is_about_the_value_that_was_changed_whatever_payload_it_stands_in() -> Result<(), Failed> {
    for (mode, hint) in [("all-dates-read", "what a reader makes of dates"), ("ends-trimmed", "trim nothing")] {
        let report = asked(mode, 10.0, 16);
        ensure(!report.holds() && report.evidence.len() > 1, &report)?;
        for evidence in &report.evidence {
            ensure(evidence.mend.contains(hint) && !evidence.differs, &report)?;
        }
        // that some SDK answers the same for another reason makes no difference of a fault
        ensure(report.features.iter().all(|row| row.differs == 0), &report)?;
    }
    Ok(())
}

fn a_number_may_be_written_with_a_fraction_of_zero() -> Result<(), Failed> {
    let report = ask("floats");
    ensure(report.holds(), &report)
}

fn whoever_takes_every_callback_fails() -> Result<(), Failed> {
    let report = ask("takes-all");
    let wanted = [Feature::Placed, Feature::Tampered, Feature::Unsigned, Feature::Malformed];
    ensure(failed(&report) == wanted, &report)
}

fn unsupported_verdicts_fail_nothing() -> Result<(), Failed> {
    let report = ask("signs-only");
    let row = report.row(Feature::Tampered).expect("asked");
    ensure(report.holds() && row.unsupported > 0 && row.passed == 0, &report)?;
    let report = ask("does-nothing");
    ensure(!report.holds() && report.to_string().contains("a signature is the least"), &report)
}

fn a_wrong_digest_is_told_from_a_wrong_text() -> Result<(), Failed> {
    let report = ask("wrong-digest");
    ensure(report.to_string().contains("the right text, with the signature"), &report)?;
    let report = ask("wrong-text");
    ensure(report.to_string().contains("the text told is not the one that it was made of"), &report)
}

fn misbehaviour_is_the_programs_failure() -> Result<(), Failed> {
    for (mode, seconds, told) in [
        ("crashes", 10.0, "the program ended: exit status: 3"),
        ("closes-output", 10.0, "the program ended: it closed its output"),
        ("stays", 1.0, "standard input ended, and the program did not within 1 s"),
        ("ends-at-once", 10.0, "the program ended"),
        ("garbage", 10.0, "a line that is no answer"),
        ("order", 10.0, "was answered"),
        ("twice", 10.0, "was answered"),
        ("endless-line", 30.0, "a line longer than 4 MiB"),
        ("other-version", 10.0, "it speaks version 2"),
        ("no-version", 10.0, "has no `version`"),
        ("silent", 0.2, "no answer within 0.2 s"),
        ("never-reads", 0.2, "no answer within 0.2 s"),
    ] {
        let report = asked(mode, seconds, 1);
        let row = report.row(Feature::Protocol).expect("told");
        ensure(!report.holds() && row.failed > 0 && report.to_string().contains(told), &report)?;
    }
    Ok(())
}

fn a_wrapper_leaves_nothing_behind() -> Result<(), Failed> {
    let marker = format!("wrapped-by-{}", std::process::id());
    let exe = std::env::current_exe().expect("a test").into_os_string();
    for script in [
        // the shell waits for what hangs
        "\"$0\" --as never-reads \"$1\"; true",
        // it answers, and leaves something behind that holds its output, and something that does not
        "\"$0\" --as never-reads \"$1\" & exec \"$0\" --as right",
        "\"$0\" --as never-reads \"$1\" >/dev/null 2>&1 & exec \"$0\" --as right",
    ] {
        let command = [OsString::from("sh"), "-c".into(), script.into(), exe.clone(), marker.clone().into()].to_vec();
        let options = Options { command, timeout: Duration::from_secs_f64(0.5), seed: 1, cases: 1 };
        signer::run(&options).map_err(Failed::from)?;
        let left = || {
            let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
            let lines = processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
            lines.filter(|line| String::from_utf8_lossy(line).contains(&marker)).count()
        };
        // what is killed goes in its own time
        let looks = (0..100).map(|_| {
            std::thread::sleep(Duration::from_millis(20));
            left()
        });
        let left = looks.take_while(|left| *left > 0).count();
        if left == 100 {
            return Err(format!("{script}: processes are left").into());
        }
    }
    Ok(())
}

fn a_noisy_standard_error_is_no_failure() -> Result<(), Failed> {
    let report = ask("noisy");
    ensure(report.holds(), &report)
}

fn what_cannot_be_started_is_no_result() -> Result<(), Failed> {
    let command = vec![OsString::from("/no/such/signer")];
    let options = Options { command, timeout: Duration::from_secs(1), seed: 1, cases: 1 };
    match signer::run(&options) {
        Err(why) if why.contains("/no/such/signer cannot be started") => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

fn conformance(arguments: &[&std::ffi::OsStr]) -> (Option<i32>, String) {
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance")).args(arguments).output();
    let output = program.expect("the program");
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

fn the_program_answers_with_its_exit_code() -> Result<(), Failed> {
    let exe = std::env::current_exe().expect("a test").into_os_string();
    for (mode, code) in [("right", 0), ("takes-all", 1), ("ends-at-once", 1)] {
        let arguments = ["signer", "--cases", "1", "--"].map(std::ffi::OsStr::new);
        let rest = [exe.as_os_str(), "--as".as_ref(), mode.as_ref()];
        let (got, told) = conformance(&[&arguments[..], &rest[..]].concat());
        if got != Some(code) || !told.contains("unsupported\n") {
            return Err(format!("{mode}: {got:?}: {told}").into());
        }
    }
    let json = ["signer", "--cases", "1", "--report", "json=-", "--"].map(std::ffi::OsStr::new);
    let (_, told) = conformance(&[&json[..], &[exe.as_os_str(), "--as".as_ref(), "right".as_ref()]].concat());
    if serde_json::from_str::<Report>(&told).is_err() || std::path::Path::new("-").exists() {
        return Err(told.into());
    }
    let (got, told) = conformance(&["signer", "--", "/no/such/signer"].map(std::ffi::OsStr::new));
    if got == Some(2) && told.contains("cannot be started") { Ok(()) } else { Err(told.into()) }
}

fn reports_stand_side_by_side_in_a_page() -> Result<(), Failed> {
    use ecommpay_conformance::signer::table::{MARKS, written};
    let page = format!("before\n{}\nold\n{}\nafter\n", MARKS.0, MARKS.1);
    let reports = [ask("right"), ask("takes-all")];
    let new = written(&page, &reports)?;
    let rows = ["| feature | right | takes-all |", "| tampered callbacks | 9 passed | 9 **failed** |"];
    let kept = new.starts_with("before\n") && new.ends_with("\nafter\n") && !new.contains("old");
    // writing it again changes nothing
    let same = written(&new, &reports)? == new;
    let refused = written("no marks", &reports).is_err();
    if kept && same && refused && rows.iter().all(|row| new.contains(row)) { Ok(()) } else { Err(new.into()) }
}
