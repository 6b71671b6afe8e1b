//! Times loading.
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let files = methodspec::Folder(dir.clone().into());
    let _ = methodspec::check_with(&files);
    let at = std::time::Instant::now();
    for _ in 0..50 {
        let _ = std::hint::black_box(methodspec::check_with(&files));
    }
    println!("all: {:?}", at.elapsed() / 50);
    for name in ["platform.yaml", "methods/card-partner.yaml", "methods/promptpay.yaml"] {
        let kind = if name == "platform.yaml" { "platform" } else { "method" };
        let text = std::fs::read_to_string(format!("{dir}/{name}")).unwrap();
        let at = std::time::Instant::now();
        for _ in 0..50 {
            std::hint::black_box(methodspec::judged_twice(&text, kind));
        }
        println!("{name}: read+schema+types {:?}", at.elapsed() / 50);
    }
}
