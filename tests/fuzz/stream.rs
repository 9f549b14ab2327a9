//! Files of one document a line, as organisations collect them.

use std::collections::BTreeMap;

use diditwork::answers::document;
use diditwork::intake::{self, Invalid, Request};
use diditwork::render::html;
use diditwork::render::org::Organisation;
use diditwork::report::team::{self, People};
use diditwork::team::Mode;
use diditwork::team::gathered::Roles;

use super::{content, folder, told};

/// Every line counts once, as what the strict reader says of it, and what comes out can be shown in every format.
pub(super) fn lines(data: &[u8]) {
    let questionnaire = &content().questionnaire;
    let folder = folder(&BTreeMap::from([("stream.ndjson".to_owned(), data)]));
    let paths = [folder.join("stream.ndjson")];
    let request = Request {
        paths: &paths,
        documents: &[],
        invalid: Invalid::IsSkipped,
        roles: Roles::Apart,
        mode: Mode::Workshop,
        lists_people: false,
        team: None,
        threads: 1,
        progress: None,
    };
    let intake = intake::read(questionnaire, request).expect("what is not valid is left out");
    told(&intake.broken);
    told(&intake.warnings);
    let mut valid = 0;
    for line in data.split(|byte| *byte == b'\n') {
        let Ok(line) = std::str::from_utf8(line) else { continue };
        valid += u64::from(document::read(line.trim_end_matches('\r'), questionnaire).answers.is_some());
    }
    assert_eq!(intake.documents - intake.skipped as u64, valid);
    let layout = intake.roster.layout().clone();
    let gathered = intake.roster.together();
    let people = People { name: None, gathered: &gathered, layout: &layout };
    let agreed = team::agreed(content(), people, None);
    let read = document::read(&agreed.to_json(), questionnaire);
    assert_eq!(
        read.answers.as_ref(),
        Some(&agreed),
        "what is agreed reads back the same: {:?}",
        read.findings
    );
    let teams = intake.roster.finish();
    let respondents: u64 = teams.values().map(|team| u64::from(team.table.respondents())).sum();
    assert!(respondents <= valid, "{respondents} of {valid}");
    if teams.is_empty() {
        return;
    }
    let organisation = Organisation {
        content: content(),
        layout: &layout,
        teams: teams.iter().map(|(name, team)| (&**name, &team.table)).collect(),
        told: &BTreeMap::new(),
        not_shown: 0,
        warnings: Vec::new(),
    };
    let mut written = Vec::new();
    organisation.json(&mut written).expect("memory takes everything");
    let read: serde_json::Value = serde_json::from_slice(&written).expect("what is written is JSON");
    assert_eq!(read["respondents"], respondents);
    organisation.anonymous_csv(&mut written).expect("memory takes everything");
    organisation.csv(&mut written).expect("memory takes everything");
    for anonymous in [false, true] {
        assert!(html::org::page(&organisation, None, anonymous, &html::org::Pages::new()).is_ok());
    }
}
