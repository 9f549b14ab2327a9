//! The quick reader accepts and says exactly what the strict reader does: on documents of every layout, whole and
//! damaged. `cargo bench --bench differential -- 10000000` does the same for longer.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]
#![allow(missing_docs, unreachable_pub, reason = "shared with the benchmark, not a library")]

mod compare;
mod documents;

use diditwork::pack::Pack;

use compare::Both;
use documents::{Random, damaged, document};

#[test]
fn both_readers_say_the_same_of_whole_and_damaged_documents() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let mut both = Both::new(&questionnaire).unwrap();
    let mut random = Random::new(7);
    let (mut whole, mut broken) = (0, 0);
    for _ in 0..3_000 {
        let text = document(&mut random, &questionnaire);
        whole += usize::from(both.agree(&text).unwrap_or_else(|why| panic!("{text}\n{why}")));
        let text = damaged(&mut random, text);
        broken += usize::from(both.agree(&text).unwrap_or_else(|why| panic!("{text}\n{why}")));
    }
    assert!(whole > 300 && broken > 30, "enough are taken to compare: {whole} and {broken}");
}

/// What once was read in two ways.
#[test]
fn what_was_found_once_stays_right() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let mut both = Both::new(&questionnaire).unwrap();
    let head = r#"{"schema":"diditwork/answers/1","questionnaire":{"id":"real-stories","version":"2.0.0"}"#;
    // A short form keeps answers that it does not ask for, and the strict reader warns of them.
    let short = format!(r#"{head},"form":"short","answers":{{"paved-road":2}}}}"#);
    assert_eq!(both.agree(&short), Ok(false));
    // A document that is laid out over lines is not one on a line.
    let laid_out = format!("{head},\"answers\":{{\"flow\": {{\n      \"level\": 2}}}}}}\n");
    assert_eq!(both.agree(&laid_out), Ok(true));
}
