//! Lays out what a project page serves: `site MODULE.wasm FOLDER`.
//!
//! `diditwork.html` is the whole program as one page; `index.html` is the same with links to the examples and the
//! stories beside it. Everything is relative, so the folder works from anywhere.

#![allow(clippy::disallowed_methods, reason = "a build step reads and writes files itself")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diditwork::content::Content;
use diditwork::intake::Document;
use diditwork::pack::{self, Choice, Pack};
use diditwork::render::document::Block;
use diditwork::render::story::list;
use diditwork_browser::{content, form, report, story, team};
use minijinja::{AutoEscape, Environment, Value, context};
use miniz_oxide::deflate::compress_to_vec;
use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const PAGE: &str = include_str!("../../reports/html/browser/page.html");
const STORIES: &str = include_str!("../../reports/html/browser/stories.html");
const STYLE: &str =
    concat!(include_str!("../../reports/html/base.css"), include_str!("../../reports/html/browser/page.css"));
const SCRIPT: &str = include_str!("../../reports/html/browser/page.js");
/// How the ids of the page's sentences begin.
const SENTENCES: &str = "browser.";
/// The pages of `reports/examples` that a site shows, with the sentence that names each.
const EXAMPLES: [(&str, &str); 4] = [
    ("example", "link.example"),
    ("team", "link.team"),
    ("history", "link.history"),
    ("organisation", "link.organisation"),
];
/// As small as the compression makes it.
const SMALLEST: u8 = 10;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else { return Err("usage: site MODULE.wasm FOLDER".into()) };
    let folder = Path::new(folder);
    let module = STANDARD.encode(compress_to_vec(&fs::read(module)?, SMALLEST));
    let script = format!("const MODULE = '{module}';\n{SCRIPT}");
    let languages = pack::languages().iter().map(|tag| Speaker::of(tag.tag())).collect::<Result<Vec<_>>>()?;
    fs::create_dir_all(folder.join("examples"))?;
    fs::write(folder.join("diditwork.html"), page(&script, &languages, &[])?)?;
    let links = languages.iter().map(|language| links(folder, language)).collect::<Result<Vec<_>>>()?;
    fs::write(folder.join("index.html"), page(&script, &languages, &links)?)?;
    Ok(())
}

/// A language with what the page says in it.
struct Speaker {
    tag: String,
    content: Content,
    sentences: BTreeMap<String, String>,
    /// The first cells of the list of stories: id, company, years.
    stories: Vec<Vec<String>>,
}

impl Speaker {
    fn of(tag: &str) -> Result<Self> {
        let content = content(tag, Choice::All).map_err(|wrong| wrong.join("\n"))?;
        let words = &content.words;
        let full = content.questionnaire.questions.len().to_string();
        let short = content.questionnaire.short_form.len().to_string();
        let sentence = |id: &str| words.say(id).replace("{full}", &full).replace("{short}", &short);
        let own = words.ids().filter_map(|id| Some((id.strip_prefix(SENTENCES)?.to_owned(), sentence(id))));
        let mut sentences: BTreeMap<String, String> = own.collect();
        sentences.insert("asks".to_owned(), content.asks().to_owned());
        let rows = list(&content).blocks.into_iter().find_map(|block| match block {
            Block::Table(table) => Some(table.rows),
            _ => None,
        });
        let stories = rows.unwrap_or_default().into_iter().skip(1);
        let stories = stories.map(|row| row.into_iter().take(3).collect()).collect();
        Ok(Self { tag: tag.to_owned(), content, sentences, stories })
    }

    fn say(&self, id: &str) -> &str {
        self.sentences.get(id).map_or("", String::as_str)
    }
}

/// The page with its policy, and for each language with links.
fn page(script: &str, languages: &[Speaker], links: &[Vec<Value>]) -> Result<String> {
    let view = |(at, language): (usize, &Speaker)| {
        context! {
            tag => language.tag.as_str(), name => language.say("language"), noscript => language.say("noscript"),
            links => links.get(at),
        }
    };
    let words: BTreeMap<&str, _> =
        languages.iter().map(|language| (language.tag.as_str(), &language.sentences)).collect();
    let stories: BTreeMap<&str, _> =
        languages.iter().map(|language| (language.tag.as_str(), &language.stories)).collect();
    let data = serde_json::json!({ "words": words, "stories": stories }).to_string().replace('<', "\\u003c");
    let (scripts, styles) = policy(script, languages)?;
    render(
        PAGE,
        context! {
            languages => languages.iter().enumerate().map(view).collect::<Vec<_>>(),
            scripts, styles,
            style => Value::from_safe_string(STYLE.to_owned()),
            script => Value::from_safe_string(script.to_owned()),
            data => Value::from_safe_string(data),
        },
    )
}

fn render(template: &str, view: Value) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    Ok(environment.render_str(template, view)?)
}

/// The scripts that the page may run and the styles that it may have, for its policy. A page in a frame inherits the
/// policy beside its own, so the hashes of its style and script are here too.
fn policy(script: &str, languages: &[Speaker]) -> Result<(Value, Value)> {
    let (mut styles, mut scripts) = (BTreeSet::from([hash(STYLE)]), BTreeSet::from([hash(script)]));
    for language in languages {
        for page in shown(language).map_err(|wrong| wrong.join("\n"))? {
            styles.extend(allowed(&page, "style-src"));
            scripts.extend(allowed(&page, "script-src"));
        }
    }
    let joined = |hashes: BTreeSet<String>| hashes.into_iter().collect::<Vec<_>>().join(" ");
    Ok((Value::from_safe_string(joined(scripts)), Value::from_safe_string(joined(styles))))
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// One page of each kind that the frames show.
fn shown(language: &Speaker) -> std::result::Result<Vec<String>, Vec<String>> {
    let tag = language.tag.as_str();
    let known = Pack::BuiltIn.example(language.content.words.language()).ok().flatten();
    let sample = known.map(|(_, text)| text.into_owned()).unwrap_or_default();
    // The same answers under several names are several people's where nobody is anonymous.
    let people: Vec<Document> =
        (1..=2).map(|number| Document { name: number.to_string(), bytes: sample.clone().into() }).collect();
    let first = language.stories.first().and_then(|row| row.first()).map_or("", String::as_str);
    Ok(vec![form(tag, true)?, report(tag, "", &sample)?, team(tag, &people, false)?, story(tag, first)?])
}

/// The hashes of a directive in the policy of a page.
fn allowed(page: &str, directive: &str) -> Vec<String> {
    let Some((_, rest)) = page.split_once(directive) else { return Vec::new() };
    let sources = rest.split([';', '"']).next().unwrap_or_default();
    sources.split_whitespace().filter(|source| source.starts_with("'sha256-")).map(str::to_owned).collect()
}

/// Writes the pages beside the start page; the links to them.
fn links(folder: &Path, language: &Speaker) -> Result<Vec<Value>> {
    let link = |address: String, id: &str| context! { address, name => language.say(id) };
    let mut links = Vec::new();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reports/examples");
    for (name, sentence) in EXAMPLES {
        let own = format!("{name}.{}.html", language.tag);
        let file = if examples.join(&own).exists() { own } else { format!("{name}.html") };
        fs::copy(examples.join(&file), folder.join("examples").join(&file))?;
        links.push(link(format!("examples/{file}"), sentence));
    }
    let stories = folder.join("stories").join(&language.tag);
    fs::create_dir_all(&stories)?;
    for row in &language.stories {
        let page = story(&language.tag, &row[0]).map_err(|wrong| wrong.join("\n"))?;
        fs::write(stories.join(format!("{}.html", row[0])), page)?;
    }
    let view = context! {
        tag => language.tag.as_str(),
        title => language.say("door.stories"),
        text => language.say("door.stories.text"),
        stories => language.stories.clone(),
        hash => Value::from_safe_string(hash(STYLE).trim_matches('\'').to_owned()),
        style => Value::from_safe_string(STYLE.to_owned()),
    };
    fs::write(stories.join("index.html"), render(STORIES, view)?)?;
    links.push(link(format!("stories/{}/index.html", language.tag), "link.stories"));
    Ok(links)
}
