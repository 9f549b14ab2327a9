//! Both readers on very many documents: `cargo bench --bench differential -- 10000000 [SEED]`. It ends with the first
//! document of which they say different things.
#![allow(clippy::expect_used, reason = "a search that cannot run says so and ends")]
#![allow(clippy::print_stdout, reason = "a search prints what it found")]
#![allow(missing_docs, unreachable_pub, reason = "shared with a test, not a library")]

#[path = "../differential/compare.rs"]
mod compare;
#[path = "../differential/documents.rs"]
mod documents;

use diditwork::pack::Pack;

use compare::Both;
use documents::{Random, damaged, document};

fn main() {
    let mut numbers = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let mut number = |usual: u64| numbers.next().map_or(usual, |number| number.parse().expect("a number"));
    let (documents, seed) = (number(20_000), number(1));
    let questionnaire = Pack::BuiltIn.questionnaire().expect("the built-in questionnaire");
    let mut both = Both::new(&questionnaire).expect("a questionnaire that the quick reader takes");
    let mut random = Random::new(seed);
    let mut taken = 0;
    for number in 0..documents {
        let mut text = document(&mut random, &questionnaire);
        if number % 4 > 0 {
            text = damaged(&mut random, text);
        }
        match both.agree(&text) {
            Ok(is_taken) => taken += u64::from(is_taken),
            Err(why) => {
                println!("document {number} of seed {seed}: {why}\n{text}");
                std::process::abort();
            }
        }
    }
    println!(
        "{documents} documents, of which the quick reader took {taken}: both readers say the same of each"
    );
}
