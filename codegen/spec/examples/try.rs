//! Loads a folder and prints what is found.
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (specs, faults) = methodspec::check_with(&methodspec::Folder(args[1].clone().into()));
    eprintln!("{faults}");
    if let (Some(specs), Some(documents)) = (&specs, args.get(2)) {
        eprintln!("{}", methodspec::sources::check(specs, documents.as_ref()));
    }
    if let (Some(specs), None) = (&specs, args.get(2)) {
        for form in specs.methods.values().flat_map(|m| m.operations.values()).flat_map(|o| &o.forms) {
            eprintln!("{} {} {:?} {:?}", form.id, form.path, form.channel, form.channels);
            for row in &form.rows {
                eprintln!(
                    "    {:<24} {:<24} {:?} {:?} {:?} own={} cites={}",
                    row.path,
                    row.rust,
                    row.presence,
                    row.source,
                    row.value.kind,
                    row.own,
                    row.cite.len()
                );
            }
        }
        for method in specs.methods.values() {
            for op in method.operations.values() {
                eprintln!(
                    "{} {:?} {:?} {:?}",
                    method.key,
                    op.kind,
                    op.support,
                    op.steps.iter().map(|(i, s)| (i, s.len())).collect::<Vec<_>>()
                );
                for c in &op.channels {
                    eprintln!("   {} {:?}", c.key, c.steps.iter().map(|(i, s)| (i, s.len())).collect::<Vec<_>>());
                }
            }
        }
    }
}
