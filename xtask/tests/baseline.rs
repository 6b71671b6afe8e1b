//! The model beside each crate: what breaks under an unchanged version is refused, and nothing is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// The repository's platform and one method, generated once.
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a folder") };
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        for file in ["platform.yaml", "operation-codes.yaml", "methods/card-partner.yaml"] {
            let to = place.path(&format!("specs/{file}"));
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            fs::copy(specs.join(file), to).expect("a copy");
        }
        let examples = place.path("specs/examples/card-partner");
        fs::create_dir_all(&examples).expect("a folder");
        for entry in fs::read_dir(specs.join("examples/card-partner")).expect("a list").flatten() {
            fs::copy(entry.path(), examples.join(entry.file_name())).expect("a copy");
        }
        let first = place.generate(&[]);
        assert!(first.status.success(), "{}", err(&first));
        place
    }

    fn path(&self, rest: &str) -> PathBuf {
        self.folder.path().join(rest)
    }

    fn generate(&self, more: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("generate").arg("--specs").arg(self.path("specs")).arg("--out").arg(self.path("out"));
        command.args(more).output().expect("xtask runs")
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let file = self.path(file);
        let text = fs::read_to_string(&file).expect("a file");
        assert!(text.contains(from), "no {from:?} in {}", file.display());
        fs::write(&file, text.replacen(from, to, 1)).expect("written");
    }

    fn baseline(&self) -> String {
        fs::read_to_string(self.path("out/ecommpay-card-partner/method.json")).expect("a model")
    }
}

const METHOD: &str = "specs/methods/card-partner.yaml";
const LIMIT: &str = "USD: { is: 1.00..3_000.00";
const NARROWER: &str = "USD: { is: 1.00..2_000.00";
const WIDER: &str = "USD: { is: 1.00..4_000.00";

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_breaks_under_an_unchanged_version_is_refused() {
    let place = Place::new();
    let before = place.baseline();
    place.edit(METHOD, LIMIT, NARROWER);
    for more in [&[][..], &["--check"]] {
        let refused = place.generate(more);
        assert!(!refused.status.success());
        let told = err(&refused);
        assert!(told.contains("breaking: card-partner: sale/amounts/USD/max: was 300000, is 200000"), "{told}");
        assert!(told.contains("set `version: 0.2.0` in methods/card-partner.yaml"), "{told}");
        assert!(told.contains("nothing was written"), "{told}");
        assert_eq!(place.baseline(), before);
    }
    place.edit(METHOD, "version: 0.1.0", "version: 0.2.0");
    let taken = place.generate(&[]);
    assert!(taken.status.success(), "{}", err(&taken));
    assert!(out(&taken).contains("card-partner: 0.1.0 becomes 0.2.0"), "{}", out(&taken));
    assert_ne!(place.baseline(), before);
    assert!(place.generate(&["--check"]).status.success());
}

#[test]
fn an_addition_is_written_and_told() {
    let place = Place::new();
    place.edit(METHOD, LIMIT, WIDER);
    let taken = place.generate(&[]);
    assert!(taken.status.success(), "{}", err(&taken));
    let told = out(&taken);
    assert!(told.contains("addition: card-partner: sale/amounts/USD/max: was 300000, is 400000"), "{told}");
    assert!(told.contains("before it is published, set `version: 0.1.1`"), "{told}");
}

#[test]
fn the_platform_has_a_model_of_its_own() {
    let place = Place::new();
    let text = fs::read_to_string(place.path("out/ecommpay-platform/platform.json")).expect("a model");
    fs::write(
        place.path("out/ecommpay-platform/platform.json"),
        text.replacen("\"currencies\": {", "\"currencies\": { \"QQQ\": { \"code\": \"QQQ\", \"decimals\": 2 },", 1),
    )
    .expect("written");
    let refused = place.generate(&[]);
    assert!(!refused.status.success());
    let told = err(&refused);
    assert!(told.contains("breaking: platform: currencies/QQQ: gone"), "{told}");
    assert!(told.contains("in platform.yaml"), "{told}");
}

#[test]
fn a_model_that_does_not_read_is_told_and_a_deleted_one_is_written_anew() {
    let place = Place::new();
    let file = place.path("out/ecommpay-card-partner/method.json");
    fs::write(&file, "{ x-generated-by").expect("written");
    let refused = place.generate(&[]);
    assert!(!refused.status.success());
    assert!(err(&refused).contains("restore the file as it was committed"), "{}", err(&refused));
    fs::remove_file(&file).expect("removed");
    place.edit(METHOD, LIMIT, NARROWER);
    let taken = place.generate(&[]);
    assert!(taken.status.success(), "{}", err(&taken));
    assert!(file.is_file());
}

#[test]
fn a_version_that_goes_down_is_refused() {
    let place = Place::new();
    place.edit(METHOD, "version: 0.1.0", "version: 0.0.9");
    let refused = place.generate(&[]);
    assert!(!refused.status.success());
    let told = err(&refused);
    assert!(told.contains("card-partner: the version went down from 0.1.0 to 0.0.9"), "{told}");
    assert!(told.contains("set `version: 0.1.0` in methods/card-partner.yaml"), "{told}");
}

#[test]
fn a_method_that_goes_away_breaks_the_facade() {
    let place = Place::new();
    place.edit(METHOD, "version: 0.1.0", "version: 0.1.0\ndraft: true");
    for more in [&[][..], &["--check"]] {
        let refused = place.generate(more);
        assert!(!refused.status.success());
        let told = err(&refused);
        assert!(told.contains("breaking: card-partner: the method is gone"), "{told}");
        assert!(told.contains("set `version: 0.2.0` in platform.yaml"), "{told}");
        assert!(place.path("out/ecommpay-card-partner/method.json").is_file());
    }
    place.edit("specs/platform.yaml", "version: 0.1.0", "version: 0.2.0");
    let taken = place.generate(&[]);
    assert!(taken.status.success(), "{}", err(&taken));
    let told = out(&taken);
    assert!(told.contains("its crate is made no more, and the facade 0.1.0 becomes 0.2.0 without it"), "{told}");
    assert!(!place.path("out/ecommpay-card-partner").exists());
    assert!(place.generate(&["--check"]).status.success());
}

#[test]
fn one_that_was_never_published_goes_without_its_model() {
    let place = Place::new();
    fs::remove_file(place.path(METHOD)).expect("removed");
    assert!(!place.generate(&[]).status.success());
    fs::remove_file(place.path("out/ecommpay-card-partner/method.json")).expect("removed");
    let taken = place.generate(&[]);
    assert!(taken.status.success(), "{}", err(&taken));
}
