//! `diditwork org` with a page for each team: links there and back, in alphabetical order, and with a thousand teams.

use std::collections::BTreeSet;

use crate::sandbox::Sandbox;

/// Answers of one person of a team, every practice and result at this level.
fn document(team: &str, level: u8) -> String {
    let text =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/real-stories/questionnaire.json"));
    let questionnaire: serde_json::Value = serde_json::from_str(text).unwrap();
    let answers: serde_json::Map<String, serde_json::Value> = questionnaire["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| (question["id"].as_str().unwrap().to_owned(), level.into()))
        .collect();
    serde_json::json!({
        "schema": "diditwork/answers/1",
        "questionnaire": { "id": "real-stories", "version": "2.0.0" },
        "team": team,
        "answers": answers,
    })
    .to_string()
}

/// The addresses of the links of a page that are no places in it and not on the network. Quotes may be left out.
fn links(page: &str) -> Vec<String> {
    let page = page.replace('"', "");
    let addresses = page.split("href=").skip(1).map(|rest| rest.split([' ', '>']).next().unwrap());
    let own = addresses.filter(|address| !address.starts_with('#') && !address.starts_with("https:"));
    own.map(str::to_owned).collect()
}

/// The teams of the table at the end of a page, in its order.
fn teams(page: &str) -> Vec<String> {
    let page = page.replace('"', "");
    let (_, table) = page.split_once("id=teams").unwrap();
    let cells = table.split("<th scope=row class=typed>").skip(1);
    let name = |cell: &str| {
        let linked = cell.strip_prefix("<a ").and_then(|link| link.split_once('>'));
        linked.map_or(cell, |(_, name)| name).split('<').next().unwrap().trim().to_owned()
    };
    cells.map(name).collect()
}

#[test]
fn every_team_has_a_page_that_is_linked_to_and_leads_back() {
    let sandbox = Sandbox::new();
    let lines = [("Payments", 3), ("accounts", 1), ("Basket & Co", 2), ("결제", 4)];
    let lines = lines.map(|(team, level)| document(team, level)).join("\n");
    sandbox.write("answers.ndjson", lines);
    sandbox.run("org answers.ndjson -o all.html --reports teams").output();
    let page = sandbox.read("all.html");
    let mut files = sandbox.files_of("teams");
    assert_eq!(files, ["accounts.html", "basket---co.html", "index.html", "payments.html", "결제.html"]);
    // Names in the order of the alphabet, as in the table; an ampersand is escaped.
    let shown = ["accounts", "Basket &amp; Co", "Payments", "결제"];
    assert_eq!(teams(&page).iter().map(String::as_str).collect::<BTreeSet<_>>(), shown.into());
    let mut sorted = teams(&page);
    sorted.sort();
    assert_eq!(teams(&page), sorted, "alphabetical");
    assert_eq!(teams(&sandbox.read("teams/index.html")), sorted);

    // From the page beside the folder, from the index in it, and from each team's page back to the index.
    files.retain(|file| file != "index.html");
    let names = |page: &str, folder: &str| -> BTreeSet<String> {
        let names = links(page).into_iter().map(|link| link.strip_prefix(folder).unwrap().to_owned());
        names.map(|name| name.replace("%EA%B2%B0%EC%A0%9C", "결제")).collect()
    };
    let all: BTreeSet<String> = files.iter().cloned().collect();
    assert_eq!(names(&page, "teams/"), all);
    assert_eq!(names(&sandbox.read("teams/index.html"), ""), all);
    for file in files {
        assert_eq!(links(&sandbox.read(&format!("teams/{file}"))), ["index.html"], "{file}");
    }
}

#[test]
fn a_thousand_teams_fold_into_one_usable_page() {
    let sandbox = Sandbox::new();
    let lines = (0..200)
        .flat_map(|team| (0..5).map(move |level| document(&format!("Team {team:03}-{level}"), level)));
    sandbox.write("answers.ndjson", lines.collect::<Vec<_>>().join("\n"));
    sandbox.run("org answers.ndjson -o all.html").output();
    let page = sandbox.read("all.html");
    assert_eq!(teams(&page).len(), 1000);
    assert!(page.contains("<summary>All 1000 teams"), "the table is folded");
    assert!(!page.contains("Team 000-0</title>"), "dots became density");
    // A fifth of the teams on each level, and of the 200 that can show a practice three by name.
    assert!(page.contains(">20<") && page.contains("and 397 more"), "shares in percent");
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}
