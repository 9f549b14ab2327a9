//! `diditwork`: have you adopted DevOps, and did it work?

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(diditwork::run::run(std::env::args_os().collect()))
}
