//! Tells cargo to build again when a file of the embedded folders is added or removed.

fn main() {
    for folder in ["questionnaires", "reports/html", "reports/text"] {
        print_rerun(folder);
    }
}

fn print_rerun(folder: &str) {
    println!("cargo::rerun-if-changed={folder}");
}
