//! Loads a folder and prints what is found.
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (specs, faults) = methodspec::check_with(&methodspec::Folder(args[1].clone().into()));
    eprintln!("{faults}");
    if let (Some(specs), Some(documents)) = (&specs, args.get(2)) {
        eprintln!("{}", methodspec::sources::check(specs, documents.as_ref()));
    }
}
