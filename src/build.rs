//! Tells cargo to build again when a file of the embedded folders changes, and prepares what is embedded: style, script,
//! templates and the pack without what only people need, the hashes by which a page's policy allows style and script,
//! and the sentences as a table in which one is found without reading the others.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// Blanks that only people need; none of them stands inside a text of the stylesheet.
const TIGHTER: [(&str, &str); 5] = [(" {", "{"), ("{ ", "{"), ("; ", ";"), (": ", ":"), (", ", ",")];

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by the environment where to write")]
fn main() -> io::Result<()> {
    for folder in ["questionnaires", "reports/html", "reports/text"] {
        print(&format!("rerun-if-changed={folder}"));
    }
    let prepared = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let base = read("base.css")?;
    let page = base.clone() + &read("style.css")?;
    prepare(&prepared.join("page.css"), "PAGE_STYLE_HASH", &style(&page))?;
    prepare(&prepared.join("several.css"), "SEVERAL_STYLE_HASH", &style(&(page + &read("several.css")?)))?;
    prepare(&prepared.join("form.css"), "FORM_STYLE_HASH", &style(&(base + &read("form/form.css")?)))?;
    prepare(&prepared.join("form.js"), "FORM_SCRIPT_HASH", &script(&read("form/form.js")?))?;
    prepare_words(Path::new("reports/text"), &prepared)?;
    prepare_schemas(&prepared.join("schema"))?;
    prepare_pack(Path::new("questionnaires/real-stories"), &prepared.join("pack"))?;
    prepare_templates(&prepared)
}

/// Writes every file of the built-in pack without its indentation, which only people need. No text in it goes over a
/// line.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_pack(folder: &Path, prepared: &Path) -> io::Result<()> {
    // What was prepared of a file that is gone must not be embedded.
    match fs::remove_dir_all(prepared) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(prepared)?,
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let target = prepared.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            prepare_pack(&path, &target)?;
        } else {
            let lines = fs::read_to_string(&path)?;
            fs::write(target, lines.lines().map(str::trim_start).collect::<String>())?;
        }
    }
    Ok(())
}

/// Writes the sentences of every language as Rust: its tag, every id and its sentence in one text, and where each of
/// these ends. A reader of the program's JSON would take longer for them than for the answers.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_words(folder: &Path, prepared: &Path) -> io::Result<()> {
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let sentences: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
        let (mut text, mut ends) = (String::new(), Vec::new());
        for part in sentences.iter().flat_map(|(id, sentence)| [id, sentence]) {
            text.push_str(part);
            ends.push(text.len());
        }
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        languages.insert(tag, (text, ends));
    }
    let mut source = String::new();
    for (tag, (text, ends)) in languages {
        writeln!(source, "({tag:?}, {text:?}, &{ends:?}),").map_err(io::Error::other)?;
    }
    fs::write(prepared.join("words.rs"), format!("&[{source}]"))
}

#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn read(name: &str) -> io::Result<String> {
    fs::read_to_string(Path::new("reports/html").join(name))
}

/// Leaves a text for the program to embed, and its hash under this name.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare(file: &Path, hash: &str, text: &str) -> io::Result<()> {
    print(&format!("rustc-env={hash}=sha256-{}", base64(&Sha256::digest(text))));
    fs::write(file, text)
}

fn style(text: &str) -> String {
    let style: String = without_comments(text).lines().map(str::trim).collect();
    TIGHTER.iter().fold(style, |style, (wide, tight)| style.replace(wide, tight))
}

/// A script without lines that are comments and without indentation; no text in it goes over a line.
fn script(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The schemas that a copy of the built-in pack needs.
const SCHEMAS: [&str; 5] = ["answers", "questionnaire", "questionnaire-text", "story", "story-text"];

/// Writes these schemas without indentation, which comes back when they are copied; no text in them goes over a line.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_schemas(prepared: &Path) -> io::Result<()> {
    fs::create_dir_all(prepared)?;
    for name in SCHEMAS {
        let name = format!("{name}.json");
        let schema = fs::read_to_string(Path::new("questionnaires/schema").join(&name))?;
        fs::write(prepared.join(name), schema.lines().map(str::trim_start).collect::<String>())?;
    }
    Ok(())
}

/// Writes every template as [`tightened`] leaves it, by name, as Rust.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_templates(prepared: &Path) -> io::Result<()> {
    let mut templates = BTreeMap::new();
    collect_templates(Path::new("reports/html"), "", &mut templates)?;
    fs::write(prepared.join("templates.rs"), format!("&{:?}", Vec::from_iter(templates)))
}

#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn collect_templates(folder: &Path, before: &str, all: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{before}{}", path.file_name().unwrap_or_default().display());
        if path.is_dir() {
            collect_templates(&path, &format!("{name}/"), all)?;
        } else if path.extension().is_some_and(|ending| ending == "html") {
            all.insert(name, tightened(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// End tags that HTML lets a page leave out.
const OPTIONAL: [&str; 8] = ["</li>", "</dt>", "</dd>", "</td>", "</th>", "</tr>", "</thead>", "</tbody>"];

/// A template without what only people need: indentation, optional end tags, quotes around plain attribute values. It
/// keeps a page small enough to send. Line numbers stay as they are in the file.
fn tightened(text: &str) -> String {
    let text = OPTIONAL.iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""));
    text.lines().fold(String::with_capacity(text.len()), |mut tight, line| {
        // How the answers and the mark of a report begin is relied on by readers of the page, letter by letter.
        if line.starts_with("<script") || line.starts_with("<meta") {
            tight.push_str(line);
        } else {
            push_without_quotes(&mut tight, line.trim_start());
        }
        tight.push('\n');
        tight
    })
}

/// Adds a line without the quotes around attribute values of the template's own that need none. Values that hold an
/// expression, or that stand before a slash, keep theirs.
fn push_without_quotes(tight: &mut String, line: &str) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("=\"") {
        tight.push_str(before);
        let plain = |value: &&str| {
            !value.is_empty()
                && value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.#%".contains(letter))
        };
        let value = after.split_once('"').filter(|(_, behind)| behind.starts_with([' ', '>']));
        if let Some(value) = value.map(|(value, _)| value).filter(plain) {
            tight.push('=');
            tight.push_str(value);
            rest = &after[value.len() + 1..];
        } else {
            tight.push_str("=\"");
            let end = after.find('"').map_or(after.len(), |end| end + 1);
            tight.push_str(&after[..end]);
            rest = &after[end..];
        }
    }
    tight.push_str(rest);
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
