use super::*;
use crate::assessment::VerdictCode;
use crate::questionnaire::Axis;
use crate::team::UNKNOWN;
use crate::testing::drawn;

/// The answers of somebody without a code, a role or a team, on the day of all others.
const ANYBODY: Record<'static> = Record {
    team: "",
    scope: "",
    code: "",
    role: None,
    date: "2026-05-01",
    form: Form::Full,
    agreed: false,
    choices: &[2, 2],
};

fn roster(roles: Roles, only: Option<&str>, records: &[Record<'_>]) -> Roster {
    let mut questionnaire = drawn(&["a", "b"], &[]);
    questionnaire.short_form = vec!["a".to_owned()];
    let mut roster = Roster::new(Layout::new(&questionnaire), roles, only.map(str::to_owned));
    for record in records {
        roster.add(record);
    }
    roster
}

/// The one team that these documents make.
fn team(records: &[Record<'_>]) -> Gathered {
    let mut teams = roster(Roles::Apart, None, records).finish();
    assert_eq!(teams.len(), 1);
    teams.remove("").unwrap()
}

/// How many people gave each level of the first question.
fn levels(gathered: &Gathered) -> Vec<u32> {
    gathered.table.tally(&Layout::new(&drawn(&["a", "b"], &[])), 0).levels.to_vec()
}

/// All that is shown of a team.
fn told(gathered: &Gathered) -> String {
    let Gathered { table, managers, practitioners, scope, date, replaced, agreed, .. } = gathered;
    format!("{table:?} {managers:?} {practitioners:?} {scope:?} {date} {replaced} {agreed}")
}

#[test]
fn of_one_code_the_latest_document_counts_and_of_one_date_always_the_same() {
    let of = |code, date, choices| Record { code, date, choices, ..ANYBODY };
    let records = [
        of("k", "2026-05-02", &[1, 1]),
        of("k", "2026-05-01", &[4, 4]),
        of("k", "2026-05-02", &[3, 0]),
        of("l", "2026-05-01", &[0, 0]),
    ];
    let mut reversed = records;
    reversed.reverse();
    for records in [records, reversed] {
        let found = team(&records);
        assert_eq!((levels(&found), found.replaced), (vec![1, 0, 0, 1, 0], 2));
        assert_eq!(&*found.date, "2026-05-02");
    }
}

#[test]
fn a_code_is_disputed_where_no_date_says_which_of_its_documents_is_the_latest() {
    let of = |date, choices| Record { code: "k", date, choices, ..ANYBODY };
    let disputed = |records: &[Record<'_>]| {
        let found = team(records);
        assert_eq!(found.replaced as usize, records.len() - 1);
        !found.disputed.is_empty()
    };
    let both = |a, b| [disputed(&[a, b]), disputed(&[b, a])];
    assert_eq!(both(of("2026-05-01", &[1, 1]), of("2026-05-01", &[3, 3])), [true; 2], "the same day");
    assert_eq!(both(of("2026-05", &[1, 1]), of("2026-05-20", &[3, 3])), [true; 2], "a day of that month");
    assert_eq!(both(of("", &[1, 1]), of("2026-05-20", &[3, 3])), [true; 2], "no date");
    assert_eq!(both(of("2026-05-01", &[1, 1]), of("2026-05-02", &[3, 3])), [false; 2]);
    assert_eq!(both(of("2026-05", &[1, 1]), of("2026-06-02", &[3, 3])), [false; 2]);
    assert_eq!(both(of("2026-05-01", &[1, 1]), of("2026-05-01", &[1, 1])), [false; 2], "the same twice");
    // The month may be later than the 20th, also if the 10th came between; nothing is later than June.
    let [month, early, late, june] = [
        of("2026-05", &[1, 1]),
        of("2026-05-10", &[2, 2]),
        of("2026-05-20", &[3, 3]),
        of("2026-06-01", &[4, 4]),
    ];
    for [a, b, c] in [[month, early, late], [late, early, month], [early, late, month], [early, month, late]]
    {
        assert!(disputed(&[a, b, c]));
        assert!(!disputed(&[a, b, june, c]));
    }
}

#[test]
fn documents_without_a_team_are_of_the_only_team_that_is_named() {
    let [named, unnamed, other] = ["T", "", "U"].map(|team| Record { team, ..ANYBODY });
    let counted = |only, records: &[Record<'_>]| {
        let mut roster = roster(Roles::Together, only, records);
        roster.settle();
        let left_out = roster.left_out;
        let people = |(name, team): (Box<str>, Gathered)| format!("{name} {}", team.table.respondents());
        (roster.finish().into_iter().map(people).collect::<Vec<_>>(), left_out)
    };
    let teams =
        |told: &[&str], left_out| (told.iter().map(|&told| told.to_owned()).collect::<Vec<_>>(), left_out);
    for only in [None, Some("T")] {
        assert_eq!(counted(only, &[named, unnamed, named]), teams(&["T 3"], 0));
    }
    assert_eq!(counted(None, &[unnamed, unnamed]), teams(&[" 2"], 0));
    assert_eq!(counted(None, &[named, unnamed, other]), teams(&[" 1", "T 1", "U 1"], 0));
    assert_eq!(counted(Some("T"), &[named, unnamed, other, other]), teams(&["T 1"], 3));
}

#[test]
fn a_code_keeps_form_and_role() {
    let short = Record { code: "k", form: Form::Short, role: Some(Role::Tester), ..ANYBODY };
    let found = team(&[short]);
    assert_eq!((found.table.form(), found.table.respondents()), (Form::Short, 1));
    assert_eq!((&found.managers, found.practitioners.as_ref()), (&None, Some(&found.table)));
    let leader = team(&[Record { role: Some(Role::Manager), ..short }]);
    assert_eq!((leader.managers.as_ref(), &leader.practitioners), (Some(&leader.table), &None));
    let together = roster(Roles::Together, None, &[short]).finish();
    assert_eq!((&together[""].managers, &together[""].practitioners), (&None, &None));
    assert_eq!(team(&[Record { form: Form::Full, ..short }]).table.form(), Form::Full);
}

#[test]
fn a_consensus_speaks_only_where_nobody_else_does() {
    let agreed = |date, choices| Record { agreed: true, date, choices, ..ANYBODY };
    let both = [agreed("2026-05-03", &[4, 4]), agreed("2026-05-02", &[1, 1])];
    let found = team(&both);
    assert_eq!((levels(&found), found.agreed), (vec![0, 0, 0, 0, 1], 2));
    assert_eq!(&*found.date, "2026-05-03");
    let found = team(&[both[0], both[1], ANYBODY]);
    assert_eq!((levels(&found), found.agreed), (vec![0, 0, 1, 0, 0], 2));
}

#[test]
fn a_service_is_named_where_all_name_the_same() {
    let scope = |scopes: &[&'static str]| {
        let records: Vec<Record<'_>> = scopes.iter().map(|scope| Record { scope, ..ANYBODY }).collect();
        team(&records).scope
    };
    assert_eq!(scope(&["shop", "shop"]).as_deref(), Some("shop"));
    assert_eq!(scope(&["shop", "till"]).as_deref(), Some(""));
    assert_eq!(scope(&["shop", "till", "shop"]).as_deref(), Some(""));
}

#[test]
fn parts_put_together_are_the_whole() {
    let named = Record { team: "shop", ..ANYBODY };
    let agreed = Record { agreed: true, date: "2026-06-01", scope: "till", ..named };
    let coded = Record { code: "k", role: Some(Role::Data), scope: "shop", ..named };
    let later = Record { date: "2026-05-07", choices: &[0, UNKNOWN], ..coded };
    let role = Record { role: Some(Role::Data), choices: &[3, 3], ..named };
    let other = Record { team: "other", choices: &[1, 1], ..role };
    let records = [agreed, coded, role, other, later, agreed, role, coded, other];
    let whole = roster(Roles::Apart, None, &records);
    let mut merged = roster(Roles::Apart, None, &records[..3]);
    merged.merge(roster(Roles::Apart, None, &records[3..]));
    // Four carry no code and are no consensus: three of one kind of contents, two of another.
    let (all, parts) = (whole.together(), merged.together());
    assert_eq!(told(&all), told(&parts));
    assert_eq!((all.table.respondents(), all.replaced, all.agreed), (5, 2, 2));
    assert_eq!(all.practitioners.unwrap().respondents(), 5);
    let (whole, merged) = (whole.finish(), merged.finish());
    assert_eq!(whole.keys().collect::<Vec<_>>(), merged.keys().collect::<Vec<_>>());
    for (name, team) in &whole {
        assert_eq!(told(team), told(&merged[name]), "{name}");
    }
    assert_eq!(whole["other"].table.respondents(), 2);
    assert_eq!(whole["shop"].table.axis_givers(Axis::Adoption), 3);
}

#[test]
fn one_team_alone_can_be_gathered() {
    let named = |team| Record { team, ..ANYBODY };
    let found = roster(Roles::Together, Some("x"), &[named("x"), named("y"), named("x")]).finish();
    let people: Vec<_> = found.iter().map(|(name, team)| (&**name, team.table.respondents())).collect();
    assert_eq!(people, [("x", 2)]);
}

/// What a tally may contain about an anonymous team of five people.
fn told_of(team: &str) -> Part {
    let told = Disclosure {
        respondents: 5,
        set_aside: 0,
        verdict: VerdictCode::CannotTell,
        adoption: None,
        outcome: None,
        areas: vec![],
    };
    Part::Told(team.into(), told)
}

#[test]
fn what_anonymous_tallies_tell_stands_apart_and_once() {
    let mut parts = roster(Roles::Together, None, &[]);
    parts.add_part(told_of("x"));
    parts.add_part(Part::NotShown(2));
    assert_eq!((parts.not_shown, parts.is_mixed(), parts.is_told_twice), (Some(2), false, false));
    let mut twice = parts.clone();
    twice.merge(parts.clone());
    assert_eq!((twice.not_shown, twice.told.len(), twice.is_told_twice), (Some(4), 1, true));
    // A roster that has one team twice stays so, whatever is put to it and whichever side it stands on.
    let mut other = roster(Roles::Together, None, &[]);
    other.add_part(told_of("y"));
    let mut before = other.clone();
    before.merge(twice.clone());
    twice.merge(other);
    assert_eq!([before.is_told_twice, twice.is_told_twice], [true, true]);
}

#[test]
fn answers_beside_what_anonymous_tallies_tell_are_a_mixture() {
    let answers = roster(Roles::Together, None, &[ANYBODY, ANYBODY]);
    assert_eq!((answers.is_mixed(), answers.people()), (false, 2));
    for part in [told_of("x"), Part::NotShown(0)] {
        let mut mixed = answers.clone();
        mixed.add_part(part);
        assert!(mixed.is_mixed());
    }
}

#[test]
fn only_the_team_that_is_wanted_is_told_of() {
    let mut wanted = roster(Roles::Together, Some("x"), &[]);
    wanted.add_part(told_of("y"));
    assert!(wanted.told.is_empty());
    wanted.add_part(told_of("x"));
    assert_eq!(wanted.told.len(), 1);
    let team = |name: &str| {
        let counts = roster(Roles::Together, None, &[ANYBODY, ANYBODY]).finish().remove("").unwrap();
        Part::Counts(name.into(), Box::new(counts))
    };
    let mut counted = roster(Roles::Together, Some("x"), &[]);
    counted.add_part(team("y"));
    assert_eq!(counted.people(), 0);
    counted.add_part(team("x"));
    assert_eq!(counted.people(), 2);
}
