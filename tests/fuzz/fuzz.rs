//! The fuzzer: `TARGET=answers fuzz CORPUS…` calls that target with whatever bytes it makes up.

#![no_main]

#[path = "targets.rs"]
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

fn target() -> fn(&[u8]) {
    static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();
    *TARGET.get_or_init(|| {
        let name = std::env::var("TARGET").expect("TARGET names what is fuzzed");
        let found = targets::TARGETS.iter().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("no target {name}")).1
    })
}

fuzz_target!(|data: &[u8]| target()(data));
