//! Tells cargo to build again when a file of the embedded folders changes, and prepares the page's stylesheet: without
//! comments and indentation, and with the hash by which the page's policy allows it.

use std::path::Path;
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// Blanks that only people need; none of them stands inside a text of the stylesheet.
const TIGHTER: [(&str, &str); 5] = [(" {", "{"), ("{ ", "{"), ("; ", ";"), (": ", ":"), (", ", ",")];

fn main() -> io::Result<()> {
    for folder in ["questionnaires", "reports/html", "reports/text"] {
        print(&format!("rerun-if-changed={folder}"));
    }
    prepare_style()
}

#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_style() -> io::Result<()> {
    let style = without_comments(&fs::read_to_string("reports/html/style.css")?);
    let style: String = style.lines().map(str::trim).collect();
    let style = TIGHTER.iter().fold(style, |style, (wide, tight)| style.replace(wide, tight));
    print(&format!("rustc-env=PAGE_STYLE_HASH=sha256-{}", base64(&Sha256::digest(&style))));
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("page.css"), style)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, behind)| behind);
    }
    kept + rest
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let number =
            (0..3).fold(0_u32, |number, at| number << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place > group.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

fn print(instruction: &str) {
    println!("cargo::{instruction}");
}
