//! Kinds of damage to a pack: each is found with its code, at its place, with the caret under it.

use serde_json::Value;

use crate::sandbox::Sandbox;

const QUESTIONNAIRE: &str = "mine/questionnaire.json";
const TEXT: &str = "mine/text/en/questionnaire.json";
const KOREAN: &str = "mine/text/ko/questionnaire.json";
const STORY: &str = "mine/stories/etsy.json";

/// A damage: the file, the text that is replaced, what replaces it, the code that is found first, and what the caret
/// stands under.
type Damage = (&'static str, &'static str, &'static str, &'static str, &'static str);

const DAMAGES: [Damage; 33] = [
    (QUESTIONNAIRE, "\"area\": \"build\"", "\"area\": \"bild\"", "pack.unknown", "\"bild\""),
    (QUESTIONNAIRE, "\"leverage\": \"core\"", "\"leverage\": \"cor\"", "pack.unknown", "\"cor\""),
    (QUESTIONNAIRE, "\"levels\": 5", "\"levels\": 1", "pack.least", "1,"),
    (QUESTIONNAIRE, "\"levels\": 5", "\"levels\": 300", "pack.most", "300,"),
    (QUESTIONNAIRE, "\"levels\": 5", "\"levels\": \"5\"", "pack.shape", "\"5\""),
    (QUESTIONNAIRE, "\"levels\": 5,", "\"levels\": 5, \"weight\": 0,", "pack.least", "0,"),
    (QUESTIONNAIRE, "\"area\": \"build\"", "\"aera\": \"build\"", "pack.field", "\"aera\""),
    (QUESTIONNAIRE, "\"area\": \"build\",", "", "pack.missing", "{"),
    (QUESTIONNAIRE, "\"version\": \"2.0.0\"", "\"version\": \"1\"", "pack.pattern", "\"1\""),
    (QUESTIONNAIRE, "\"schema\": \"d", "\"schema\": \"e", "pack.schema", "\"eiditwork"),
    (QUESTIONNAIRE, "  \"schema\":", "  \"id\": \"x\",\n  \"schema\":", "answers.repeated", "\"id\": \"real"),
    (
        QUESTIONNAIRE,
        "\"id\": \"automated-testing\"",
        "\"id\": \"trunk-based-development\"",
        "pack.repeated",
        "\"trunk",
    ),
    (QUESTIONNAIRE, "\"id\": \"telemetry\"", "\"id\": \"tele metry\"", "pack.id", "\"tele"),
    (QUESTIONNAIRE, "    \"ko\"", "    \"en\"", "pack.repeated", "\"en\""),
    (QUESTIONNAIRE, "    \"ko\"", "    \"klingonisch\"", "pack.pattern", "\"klingonisch\""),
    (QUESTIONNAIRE, "    \"ko\"\n", "    \"ko\",\n", "json.comma", "],"),
    (QUESTIONNAIRE, "    \"ko\"\n", "    \"ko\",\n    \"de\"\n", "pack.file", ""),
    (QUESTIONNAIRE, "\"url\": \"https", "\"url\": \"javascript", "pack.link", "\"javascript"),
    (
        QUESTIONNAIRE,
        "\"measure\": \"deployment-frequency\"",
        "\"measure\": \"flow\"",
        "pack.unknown",
        "\"flow\"",
    ),
    (QUESTIONNAIRE, "\"core\": 1.0", "\"core\": 2", "pack.leverage", "2,"),
    (QUESTIONNAIRE, "\"at_most\": 0.64", "\"at_most\": 0.01", "pack.reach", "{"),
    (QUESTIONNAIRE, "\"id\": \"etsy\"", "\"id\": \"../etsy\"", "pack.id", "\"../etsy\""),
    (TEXT, "    \"telemetry\": {", "    \"telemetri\": {", "pack.untold", "{"),
    (TEXT, "\"name\": \"Telemetry\"", "\"name\": \" \"", "pack.empty", "\" \""),
    (TEXT, "\"Nothing, until somebody reports a problem.\"", "\"\"", "pack.empty", "\"\""),
    (TEXT, "        \"Nothing, until somebody reports a problem.\",\n", "", "pack.number", "["),
    (KOREAN, "\"week\": [", "\"week\": [ \"실천\", 7,", "pack.shape", "7,"),
    (STORY, "\"id\": \"etsy\"", "\"id\": \"etsi\"", "pack.story-id", "\"etsi\""),
    (STORY, "\"level\": 1", "\"level\": 9", "pack.level", "9,"),
    (STORY, "\"ETS-02\",", "\"ETS-99\",", "pack.unknown", "\"ETS-99\""),
    (STORY, "\"finding\": \"", "\"finding\": \"un", "pack.unknown", "\"un"),
    (
        STORY,
        "\"trait\": \"deployment-automation\"",
        "\"trait\": \"change-fail-rate\"",
        "pack.unknown",
        "\"change-fail",
    ),
    (
        "mine/example.json",
        "\"automated-testing\"",
        "\"automated-tsting\"",
        "answers.question",
        "\"automated-tsting\"",
    ),
];

/// What the check finds first, as data.
fn first(sandbox: &Sandbox) -> Value {
    let checked = sandbox.run("check mine --format json");
    let found: Value = serde_json::from_str(&checked.stdout).unwrap();
    found.get(0).unwrap_or_else(|| panic!("nothing found\n{checked}")).clone()
}

#[test]
fn every_kind_of_damage_is_found_at_its_place() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    for (file, from, to, code, under) in DAMAGES {
        let sound = sandbox.read(file);
        sandbox.edit(file, from, to);
        let found = first(&sandbox);
        assert_eq!(found["code"], code, "{to}: {found}");
        if let (Some(line), Some(column)) = (found["line"].as_u64(), found["column"].as_u64()) {
            assert_eq!(found["file"], file, "{to}: {found}");
            let damaged = sandbox.read(file);
            let line = damaged.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
            let at: String = line.chars().skip(usize::try_from(column).unwrap() - 1).collect();
            assert!(at.starts_with(under), "{to}: {found} stands under {at}");
        } else {
            assert_eq!(under, "", "{to}: {found} has no place");
        }
        sandbox.write(file, sound);
    }
    assert_eq!(sandbox.run("check mine").output(), "Errors: 0. Warnings: 0.\n");
}

/// Damages of the shape beside each other in one pack; of each exactly this is found.
const AT_ONCE: [Damage; 19] = [
    (QUESTIONNAIRE, "\"version\": \"2.0.0\"", "\"version\": \"one\"", "pack.pattern", "\"one\""),
    (QUESTIONNAIRE, "    \"ko\"", "    \"klingonisch\",\n    \"ko\"", "pack.pattern", "\"klingonisch\""),
    (QUESTIONNAIRE, "\"axis\": \"adoption\"", "\"axis\": \"adaption\"", "pack.word", "\"adaption\""),
    (QUESTIONNAIRE, "\"levels\": 5", "\"levels\": 300", "pack.most", "300"),
    (QUESTIONNAIRE, "\"levels\": 5,", "\"levels\": \"5\",", "pack.shape", "\"5\""),
    (QUESTIONNAIRE, "\"area\": \"deliver\"", "\"aera\": \"deliver\"", "pack.field", "\"aera\""),
    (QUESTIONNAIRE, "      \"area\": \"deliver\",\n", "", "pack.missing", "{"),
    (QUESTIONNAIRE, "\"extent\": \"whole\"", "\"extent\": \"hole\"", "pack.word", "\"hole\""),
    (QUESTIONNAIRE, "\"at_most\": 0.64", "\"at_most\": \"0.64\"", "pack.shape", "\"0.64\""),
    (QUESTIONNAIRE, "\"core\": 1.0", "\"core\": true", "pack.shape", "true"),
    (TEXT, "\"title\": \"", "\"titel\": \"", "pack.field", "\"titel\""),
    (TEXT, "\"unit\": \"", "\"unit\": 7, \"colour\": \"", "pack.shape", "7"),
    (TEXT, "\"colour\": \"", "\"colour\" : \"", "pack.field", "\"colour\""),
    (TEXT, "\"build\": \"Build\"", "\"build\": [\"Build\"]", "pack.shape", "[\"Build\"]"),
    (KOREAN, "\"week\": [", "\"week\": [ \"실천\", 7,", "pack.shape", "7,"),
    (STORY, "\"stage\": \"before\"", "\"stage\": \"bevor\"", "pack.word", "\"bevor\""),
    (STORY, "\"level\": 1", "\"level\": -1", "pack.least", "-1"),
    (STORY, "\"ETS-02\",", "[\"ETS-02\"],", "pack.shape", "[\"ETS-02\"]"),
    (STORY, "\"confidence\": \"A\"", "\"confidence\": \"D\"", "pack.word", "\"D\""),
];

#[test]
fn damages_of_many_kinds_are_all_found_in_one_run_and_nothing_that_only_follows_from_them() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    for (file, from, to, ..) in AT_ONCE {
        sandbox.edit(file, from, to);
    }
    let checked = sandbox.run("check mine --format json");
    let found: Vec<Value> = serde_json::from_str(&checked.stdout).unwrap();
    let mut told: Vec<(String, String, String)> = Vec::new();
    for finding in &found {
        let number = |name: &str| usize::try_from(finding[name].as_u64().unwrap()).unwrap() - 1;
        let file = finding["file"].as_str().unwrap();
        let damaged = sandbox.read(file);
        let line = damaged.lines().nth(number("line")).unwrap();
        let at = line.chars().skip(number("column")).collect();
        told.push((file.to_owned(), finding["code"].as_str().unwrap().to_owned(), at));
    }
    for (file, _, to, code, under) in AT_ONCE {
        let is_this = |(known, found, at): &(String, String, String)| {
            known == file && found == code && at.starts_with(under)
        };
        let position = told.iter().position(is_this);
        told.remove(position.unwrap_or_else(|| panic!("{to} is not among {told:#?}")));
    }
    assert_eq!(told, [], "nothing else");
    let as_text = sandbox.run("check mine");
    assert_eq!((as_text.status, as_text.stdout.as_str()), (Some(1), "Errors: 19. Warnings: 0.\n"));
    assert_eq!(as_text.stderr.matches("error: mine/").count(), AT_ONCE.len(), "{as_text}");
    // A command that only wants to use the pack stops at the first.
    let used = sandbox.run("explain --questionnaire mine");
    assert_eq!((used.status, used.stderr.matches("error: ").count()), (Some(2), 1), "{used}");
}

#[test]
fn the_rules_are_checked_once_every_file_has_its_shape() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    let codes = |damages: &[(&str, &str, &str)]| -> Vec<String> {
        let sound: Vec<String> = damages.iter().map(|(file, ..)| sandbox.read(file)).collect();
        for (file, from, to) in damages {
            sandbox.edit(file, from, to);
        }
        let checked = sandbox.run("check mine --format json");
        for ((file, ..), sound) in damages.iter().zip(sound).rev() {
            sandbox.write(file, sound);
        }
        let found: Vec<Value> = serde_json::from_str(&checked.stdout).unwrap();
        found.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    };
    let id = (QUESTIONNAIRE, "\"id\": \"telemetry\"", "\"id\": 7");
    let link = (QUESTIONNAIRE, "\"url\": \"https", "\"url\": \"javascript");
    let name = (TEXT, "\"name\": \"Trunk-based development\"", "\"name\": \"\"");
    let level = ("mine/example.json", "\"level\": 3", "\"level\": 33");
    assert_eq!(codes(&[id, link, name, level]), ["pack.shape"]);
    assert_eq!(codes(&[link, name, level]), ["pack.link", "pack.empty", "answers.level"]);
    // A story that is no JSON keeps the shape of its texts from nothing.
    let broken = (STORY, "\"schema\":", "\"schema\"");
    let summary = ("mine/text/en/stories/etsy.json", "\"company\": \"Etsy\"", "\"company\": 7");
    assert_eq!(codes(&[broken, summary]), ["json.syntax", "pack.shape"]);
    // A questionnaire that is no JSON lists nothing, so that everything in the folder is looked at.
    let comma = (QUESTIONNAIRE, "    \"ko\"\n", "    \"ko\",\n");
    let unit = (KOREAN, "\"unit\": \"", "\"unit\": 7, \"note\": \"");
    let stage = (STORY, "\"stage\": \"before\"", "\"stage\": \"bevor\"");
    assert_eq!(codes(&[comma, unit, stage]), ["json.comma", "pack.shape", "pack.field", "pack.word"]);
    let story = (QUESTIONNAIRE, "\"id\": \"etsy\"", "\"id\": 7");
    assert_eq!(codes(&[story, stage]), ["pack.shape", "pack.word"]);
    // In a translation the first language fills what is missing, and nothing else.
    let korean = ("mine/text/ko/stories/etsy.json", "\"company\": ", "\"firma\": ");
    assert_eq!(codes(&[korean]), ["pack.missing", "pack.field"]);
}

#[test]
fn faults_of_shape_are_told_in_the_language_of_the_reader() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    for (file, from, to, ..) in AT_ONCE {
        sandbox.edit(file, from, to);
    }
    let told = |language: &str| -> Vec<String> {
        let found = sandbox.run(&format!("--language {language} check mine --format json"));
        let found: Vec<Value> = serde_json::from_str(&found.stdout).unwrap();
        found.iter().map(|finding| finding["text"].as_str().unwrap().to_owned()).collect()
    };
    let (english, korean) = (told("en"), told("ko"));
    assert_eq!((english.len(), korean.len()), (AT_ONCE.len(), AT_ONCE.len()));
    let is_korean = |text: &str| text.chars().any(|letter| ('가'..='힣').contains(&letter));
    let foreign = ["xpected", "found", "nknown", "nvalid", "missing", "struct", "variant", "None of"];
    for (english, korean) in english.iter().zip(&korean) {
        assert!(!english.contains('{') && !korean.contains('{'), "a value is missing: {english} {korean}");
        assert!(!is_korean(english), "{english}");
        assert!(is_korean(korean) && !foreign.iter().any(|word| korean.contains(word)), "{korean}");
    }
}

#[test]
fn files_that_are_missing_empty_or_no_text_are_named() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    let sound = sandbox.read(TEXT);
    for (content, code) in [
        (Vec::new(), "json.empty"),
        (sound.as_bytes()[..900].to_vec(), "json.end"),
        (b"{ \"title\": \"\xff\" }".to_vec(), "file.encoding"),
        (b"[]".to_vec(), "pack.shape"),
        (sound.replace("\"title\"", "\"titel\"").into_bytes(), "pack.field"),
    ] {
        sandbox.write(TEXT, content);
        assert_eq!(first(&sandbox)["code"], code);
    }
    // A mark at the beginning and line ends of another system are no damage, and move no place.
    let marked = format!(
        "\u{feff}{}",
        sound.replace('\n', "\r\n").replace("\"name\": \"Telemetry\"", "\"name\": \"\"")
    );
    sandbox.write(TEXT, &marked);
    let found = first(&sandbox);
    assert_eq!((found["code"].as_str(), found["column"].as_u64()), (Some("pack.empty"), Some(15)));
    sandbox.write(TEXT, sound);
    sandbox.write("mine/stories/new.json", "{}");
    let unlisted = sandbox.run("check mine");
    assert_eq!(unlisted.status, Some(0), "{unlisted}");
    assert!(unlisted.stderr.contains("warning: mine/stories/new.json is not listed"), "{unlisted}");
}

#[test]
fn requirements_that_go_round_in_circles_are_found() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("init mine --quiet").output(), "");
    let mut questionnaire: Value = serde_json::from_str(&sandbox.read(QUESTIONNAIRE)).unwrap();
    let circle = serde_json::json!({ "id": "round", "trait": "automated-testing", "level": 1, "kind": "judgement",
        "needs": [{ "trait": "trunk-based-development", "level": 4 }] });
    questionnaire["requires"].as_array_mut().unwrap().push(circle);
    sandbox.write(QUESTIONNAIRE, serde_json::to_string_pretty(&questionnaire).unwrap());
    assert_eq!(first(&sandbox)["code"], "pack.circle");
}
