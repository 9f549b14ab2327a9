//! Ten repositories of different shapes, made by script, in which a second count (`counted.rs`) agrees with `measure` in every
//! number.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::counted::{Cause, Counter, Deployment, How, Incident, tags};
use crate::script::{Commit, DAY, HOUR, MONDAY, Repository, Script};

/// A repository that grows, with times that look like chance and are always the same.
struct Growing {
    script: Script,
    mark: usize,
    now: i64,
    seed: u64,
}

impl Growing {
    fn new(seed: u64) -> Self {
        Self { script: Script::default(), mark: 0, now: MONDAY, seed }
    }

    /// A number below `most`.
    fn chance(&mut self, most: i64) -> i64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as i64 % most
    }

    fn wait(&mut self, most_hours: i64) -> &mut Self {
        self.now += 60 + self.chance(most_hours * HOUR);
        self
    }

    /// A commit that was written up to two days ago.
    fn commit(&mut self, parents: &[usize], message: &str) -> usize {
        let authored = self.now - self.chance(2 * DAY);
        self.made(Commit { parents, authored, committed: self.now, message, ..Commit::default() })
    }

    fn made(&mut self, commit: Commit<'_>) -> usize {
        self.mark += 1;
        self.script.commit(Commit { mark: self.mark, ..commit });
        self.mark
    }

    /// A commit that is written and committed now.
    fn now(&mut self, parent: usize, message: &str) -> usize {
        let authored = self.now;
        self.made(Commit { parents: &[parent], authored, message, ..Commit::default() })
    }

    fn tag(&mut self, name: &str, mark: usize) {
        self.script.annotated(name, mark, self.now);
    }

    /// A main line with a merged branch now and then, and its last commit.
    fn grow(&mut self, mut last: usize, commits: usize) -> usize {
        for number in 0..commits {
            let message = format!("Change number {number}");
            last = if self.wait(20).chance(4) == 0 {
                let branch = self.commit(&[last], &message);
                let branch = self.wait(30).commit(&[branch], &message);
                let main = self.wait(9).commit(&[last], &message);
                let (parents, authored) = ([main, branch], self.now);
                self.made(Commit {
                    parents: &parents,
                    authored,
                    message: "Merge the branch",
                    ..Commit::default()
                })
            } else {
                self.commit(&[last], &message)
            };
        }
        last
    }

    fn first(&mut self) -> usize {
        let first = self.commit(&[], "Begin");
        self.wait(5);
        first
    }
}

/// Where two documents differ, number by number; a number counts as the same if it is so but for rounding.
fn difference(place: &str, expected: &Value, found: &Value) -> Option<String> {
    match (expected, found) {
        (Value::Object(all), Value::Object(other)) => {
            let surplus = other.keys().find(|key| !all.contains_key(*key) && *key != "finished_at");
            let inner = all.iter().find_map(|(key, value)| {
                // An empty list of incidents is left out.
                let empty = json!([]);
                let found = other.get(key).unwrap_or(if *value == empty { &empty } else { &Value::Null });
                difference(&format!("{place}/{key}"), value, found)
            });
            inner.or_else(|| surplus.map(|key| format!("{place}/{key} was not counted")))
        }
        (Value::Array(all), Value::Array(other)) if all.len() == other.len() => all
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(at, (a, b))| difference(&format!("{place}/{at}"), a, b)),
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            ((a - b).abs() > 1e-9 * (1.0 + a.abs())).then(|| format!("{place}: counted {a}, printed {b}"))
        }
        _ => (expected != found).then(|| format!("{place}: counted {expected}, printed {found}")),
    }
}

/// Compares everything that is printed with what is counted, and returns what is printed.
fn agree(name: &str, counter: &Counter<'_>, printed: &Value) {
    let expected = counter.metrics();
    assert!(expected["deployment_frequency"]["deployments"].as_u64() > Some(2), "{name} is too small");
    let keys = expected.as_object().unwrap().keys().map(|key| (key.clone(), printed[key].clone()));
    let found = Value::Object(keys.collect());
    if let Some(difference) = difference("", &expected, &found) {
        panic!("{name} ({:?}): {difference}", counter.how);
    }
    levels(printed);
}

/// Every level follows from its number, and none rests on fewer than 12 deployments.
fn levels(printed: &Value) {
    let share =
        |value: f64| [0.64, 0.32, 0.16, 0.08, 0.04, 0.02].iter().filter(|most| value <= **most).count();
    let hours = |value: f64| {
        let limits = [(1.0, false), (24.0, false), (168.0, true), (730.0, true), (4380.0, true)];
        limits.iter().filter(|(most, also)| value < *most || (*also && value <= *most)).count()
    };
    let often = |value: f64| {
        [14.0, 7.0, 1.0, 168.0 / 730.0, 168.0 / 4380.0].iter().filter(|least| value >= **least).count()
    };
    let number = |path: &str| printed.pointer(path).and_then(Value::as_f64);
    let expected = [
        ("deployment-frequency", number("/deployment_frequency/per_week").map(often)),
        ("change-lead-time", number("/change_lead_time/median_hours").map(hours)),
        ("change-fail-rate", number("/change_fail_rate/rate").map(share)),
        (
            "failed-deployment-recovery-time",
            number("/failed_deployment_recovery_time/median_hours").map(hours),
        ),
        ("deployment-rework-rate", number("/deployment_rework_rate/rate").map(share)),
    ];
    for (question, expected) in expected {
        if let Some(level) = printed["levels"].get(question) {
            assert_eq!(level.as_u64(), expected.map(|level| level as u64), "{question}");
            assert!(number("/deployment_frequency/deployments") >= Some(12.0));
        }
    }
}

/// Compares a repository of tags, over the usual window and over one that was asked for.
fn check(name: &str, growing: &Growing, counts: impl Fn(&str) -> bool, how: &How) {
    let repository = growing.script.build();
    let deployments = tags(&repository, &counts);
    for (since, until) in [(None, None), (Some("2026-03-05"), Some("2026-04-20"))] {
        let day = |text: &str| MONDAY + (if text == "2026-03-05" { 3 } else { 50 }) * DAY;
        let how = How { since: since.map(day), end: until.map(day), ..how.clone() };
        let counter =
            Counter { repository: &repository, how, deployments: deployments.clone(), incidents: None };
        let mut arguments = vec!["--list"];
        arguments.extend(since.into_iter().flat_map(|since| ["--since", since]));
        arguments.extend(until.into_iter().flat_map(|until| ["--until", until]));
        let exclude = format!("*{}*", counter.how.exclude);
        if !counter.how.exclude.is_empty() {
            arguments.extend(["--exclude", &exclude]);
        }
        if !counter.how.path.is_empty() {
            arguments.extend(["--path", counter.how.path.trim_end_matches('/')]);
        }
        arguments.extend(counter.how.first_parent.then_some("--first-parent"));
        arguments
            .extend(counter.how.committer.then_some(["--lead-time-from", "committer"]).into_iter().flatten());
        agree(name, &counter, &repository.measure(&arguments));
    }
}

const ALL: fn(&str) -> bool = |_| true;

#[test]
fn versions_with_candidates_bookmarks_and_merges() {
    let mut growing = Growing::new(1);
    let mut last = growing.first();
    for minor in 0..18 {
        growing.tag(&format!("v1.{minor}.0"), last);
        let candidate = growing.grow(last, 2);
        growing.tag(&format!("v1.{}.0-rc.1", minor + 1), candidate);
        growing.tag(&format!("v1.{}.0-internal.0", minor + 1), candidate);
        if minor % 5 == 0 {
            growing.tag(&format!("1.{minor}.x"), last);
        }
        last = growing.grow(candidate, 2);
    }
    let is_release =
        |name: &str| !name.contains("-rc") && !name.contains("-internal") && !name.contains(".x");
    for how in [How::default(), How { committer: true, ..How::default() }] {
        check("versions", &growing, is_release, &how);
    }
}

#[test]
fn packages_of_one_repository_each_by_itself() {
    let mut growing = Growing::new(2);
    let mut last = growing.first();
    for number in 0..45 {
        let name = ["app-v", "cli@", "core/v"][number % 3];
        last = growing.grow(last, 1);
        growing.tag(&format!("{name}0.{number}.0"), last);
    }
    let repository = growing.script.build();
    let printed = repository.measure(&["--list"]);
    let services = printed["services"].as_array().unwrap();
    assert_eq!(services.len(), 3);
    let end = (growing.now / DAY + 1) * DAY;
    for service in services {
        let name = service["name"].as_str().unwrap();
        let begin = name.trim_end_matches('*');
        let how = How { since: Some(end - 90 * DAY), end: Some(end), ..How::default() };
        let deployments = tags(&repository, |tag| tag.starts_with(begin));
        agree(name, &Counter { repository: &repository, how, deployments, incidents: None }, service);
        let alone = repository.measure(&["--tags", name, "--list"]);
        let deployments = tags(&repository, |tag| tag.starts_with(begin));
        let counter = Counter { repository: &repository, how: How::default(), deployments, incidents: None };
        agree(name, &counter, &alone);
    }
}

#[test]
fn squashed_branches_and_lightweight_tags() {
    let mut growing = Growing::new(3);
    let mut last = growing.first();
    for number in 0..40 {
        let message = format!("Add thing {number} (#{number})");
        last = growing.wait(60).now(last, &message);
        if number % 2 == 0 {
            growing.script.lightweight(&format!("v{number}.0"), last);
        }
        if number % 8 == 0 {
            growing.script.lightweight(&format!("w{number}"), last);
        }
    }
    check("squashes", &growing, |name| name.starts_with('v'), &How::default());
}

#[test]
fn a_bot_that_makes_releases() {
    let mut growing = Growing::new(4);
    let mut last = growing.first();
    for minor in 0..24 {
        last = growing.grow(last, 1 + minor % 3);
        last = growing.now(last, &format!("docs: changelog for 1.{minor}.0"));
        let release = format!("chore(main): release 1.{minor}.0");
        last = growing.made(Commit {
            parents: &[last],
            authored: growing.now,
            message: &release,
            ..Commit::default()
        });
        growing.now += (minor as i64 % 4) * 40;
        growing.tag(&format!("v1.{minor}.0"), last);
    }
    check("release bot", &growing, ALL, &How::default());
}

#[test]
fn hotfixes_and_reverts() {
    let mut growing = Growing::new(5);
    let mut last = growing.first();
    let mut bad: Vec<(usize, usize)> = Vec::new();
    for minor in 0..22 {
        last = growing.grow(last, 2);
        let culprit = last;
        last = growing.now(last, &format!("Bump version to 1.{minor}.0"));
        growing.tag(&format!("v1.{minor}.0"), last);
        if minor % 3 == 0 {
            growing.now += HOUR + growing.chance(40 * HOUR);
            last = growing.now(last, "Fix the panic of the release");
            last = growing.now(last, &format!("Release 1.{minor}.1"));
            growing.tag(&format!("v1.{minor}.1"), last);
        } else if minor % 3 == 1 {
            growing.now += HOUR + growing.chance(40 * HOUR);
            last = growing.now(last, "to be a revert");
            bad.push((last, culprit));
            growing.tag(&format!("v1.{minor}.1"), last);
        }
    }
    // Names of commits are known once the repository is there; what a revert says changes those behind it.
    for (revert, culprit) in bad {
        let known = growing.script.build();
        let name = known.git(&["rev-parse", &format!("line{culprit}")]);
        let message = format!("Revert \"the culprit\"\n\nThis reverts commit {name}.");
        let mark = format!("mark :{revert}\n");
        let start = growing.script.0.find(&mark).unwrap();
        let begin = start + growing.script.0[start..].find("data ").unwrap();
        let end = begin + growing.script.0[begin..].find("to be a revert").unwrap() + "to be a revert".len();
        growing.script.0.replace_range(begin..end, &format!("data {}\n{message}", message.len()));
    }
    check("hotfixes", &growing, ALL, &How::default());
    let printed = growing.script.build().measure(&[]);
    let bound = &printed["change_fail_rate_lower_bound"];
    assert!(bound["hotfixed"].as_u64() > Some(0) && bound["reverted"].as_u64() > Some(0), "{bound}");
}

#[test]
fn commits_deployed_again() {
    let mut growing = Growing::new(6);
    let mut last = growing.first();
    let mut number = 0;
    for step in 0..24 {
        let before = last;
        last = growing.grow(last, 2);
        growing.tag(&format!("deploy-{number}"), last);
        number += 1;
        if step % 4 == 2 {
            growing.wait(5).tag(&format!("deploy-{number}"), before);
            growing.wait(40).tag(&format!("deploy-{}", number + 1), last);
            number += 2;
        }
    }
    check("deployed again", &growing, ALL, &How::default());
}

#[test]
fn release_lines_merged_forward() {
    let mut growing = Growing::new(7);
    let mut main = growing.first();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for minor in 0..14 {
        main = growing.grow(main, 2);
        growing.tag(&format!("v1.{minor}.0"), main);
        lines.push((main, 0));
        if minor % 2 == 1 {
            let (tip, patch) = lines[minor - 1];
            let fixed = growing.wait(10).commit(&[tip], "Fix what the older line needs");
            growing.tag(&format!("v1.{}.{}", minor - 1, patch + 1), fixed);
            lines[minor - 1] = (fixed, patch + 1);
            let (parents, authored) = ([main, fixed], growing.wait(5).now);
            main = growing.made(Commit {
                parents: &parents,
                authored,
                message: "Merge forward",
                ..Commit::default()
            });
        }
    }
    for first_parent in [false, true] {
        check("release lines", &growing, ALL, &How { first_parent, ..How::default() });
    }
}

#[test]
fn imported_history_octopuses_and_clocks_that_go_wrong() {
    let mut growing = Growing::new(8);
    let mut last = growing.first();
    for number in 0..20 {
        last = growing.grow(last, 1);
        if number == 6 {
            let mut other = growing.made(Commit {
                authored: MONDAY - 400 * DAY,
                message: "Elsewhere",
                ..Commit::default()
            });
            for day in 0..40 {
                let authored = MONDAY - (390 - day) * DAY;
                other = growing.made(Commit {
                    parents: &[other],
                    authored,
                    message: "Elsewhere",
                    ..Commit::default()
                });
            }
            let (parents, authored) = ([last, other], growing.now);
            last = growing.made(Commit {
                parents: &parents,
                authored,
                message: "Take it in",
                ..Commit::default()
            });
        }
        if number % 5 == 2 {
            let branches = [0, 1, 2].map(|_| growing.wait(3).commit(&[last], "A branch"));
            let (parents, authored) = ([last, branches[0], branches[1], branches[2]], growing.now);
            last = growing.made(Commit {
                parents: &parents,
                authored,
                message: "Merge all",
                ..Commit::default()
            });
            // Written after it is deployed, as its clock says.
            let late = growing.now + 9 * HOUR;
            last = growing.made(Commit {
                parents: &[last],
                authored: late,
                message: "Ahead",
                ..Commit::default()
            });
        }
        growing.tag(&format!("r{number}"), last);
    }
    for first_parent in [false, true] {
        check("imported", &growing, ALL, &How { first_parent, ..How::default() });
    }
}

#[test]
fn bots_and_folders() {
    let mut growing = Growing::new(9);
    let mut last = growing.first();
    for number in 0..60 {
        let author = if number % 3 == 1 { "renovate[bot]" } else { "Ann" };
        let file = ["services/api/a", "services/web/b", "services/api/c"][number % 3];
        let (parents, authored) = ([last], growing.wait(15).now - growing.chance(3 * DAY));
        last = growing.made(Commit {
            parents: &parents,
            authored,
            message: "Work",
            author,
            file,
            ..Commit::default()
        });
        if number % 3 == 2 {
            growing.wait(2).tag(&format!("2026.{number}.0"), last);
        }
    }
    for how in [
        How { exclude: "renovate", ..How::default() },
        How { path: "services/api/", ..How::default() },
        How { exclude: "renovate", path: "services/web/", ..How::default() },
        How { exclude: "renovate", first_parent: true, ..How::default() },
    ] {
        check("bots", &growing, ALL, &how);
    }
}

/// Records of deployments and incidents with everything that they can say, beside the repository.
fn records(growing: &mut Growing) -> (Repository, Vec<Deployment>, Vec<Incident>) {
    let mut last = growing.first();
    let (mut deployments, mut incidents, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..60usize {
        last = growing.grow(last, 1);
        growing.wait(6);
        marks.push(last);
        deployments.push(Deployment {
            id: format!("d{number:02}"),
            time: growing.now,
            failed: number % 11 == 5,
            planned: [Some(true), Some(false), None, Some(true)][number % 4],
            rolled_back: (number % 17 == 3).then_some(true),
            ..Deployment::default()
        });
        if number % 4 == 1 {
            let created = growing.now + growing.chance(90 * HOUR);
            let lasted = growing.chance(30 * HOUR);
            incidents.push((number, created, (number % 16 != 9).then_some(created + lasted)));
        }
    }
    let repository = growing.script.build();
    for (deployment, mark) in deployments.iter_mut().zip(marks) {
        deployment.commit = repository.git(&["rev-parse", &format!("line{mark}")]);
    }
    let incident = |(number, created, resolved): (usize, i64, Option<i64>)| Incident {
        id: format!("i{number:02}"),
        created,
        resolved,
        cause: match number % 12 {
            1 => Cause::Deployment(format!("d{number:02}")),
            5 => Cause::Commit(deployments[number].commit.clone()),
            _ => Cause::Unnamed,
        },
        unseen: number % 24 == 21,
    };
    let incidents = incidents.into_iter().map(incident).collect();
    (repository, deployments, incidents)
}

#[test]
fn records_of_deployments_and_incidents() {
    let mut growing = Growing::new(10);
    let (repository, deployments, incidents) = records(&mut growing);
    let time = |seconds: i64| seconds.to_string();
    let word = |value: Option<bool>| value.map_or("", |value| if value { "y" } else { "n" });
    let mut text = "id,finished_at,result,commit,planned,rolled_back\n".to_owned();
    for one in &deployments {
        let result = if one.failed { "failed" } else { "success" };
        let (planned, back) = (word(one.planned), word(one.rolled_back));
        let _ = writeln!(text, "{},{},{result},{},{planned},{back}", one.id, time(one.time), one.commit);
    }
    let deployed = repository.file("deployments.csv", &text);
    let mut text = "id,created_at,resolved_at,caused_by_deployment,cause_commit,user_facing\n".to_owned();
    for one in &incidents {
        let (deployment, commit) = match &one.cause {
            Cause::Unnamed => ("", ""),
            Cause::Deployment(id) => (id.as_str(), ""),
            Cause::Commit(commit) => ("", commit.as_str()),
        };
        let resolved = one.resolved.map(time).unwrap_or_default();
        let seen = if one.unseen { "n" } else { "" };
        let _ = writeln!(text, "{},{},{resolved},{deployment},{commit},{seen}", one.id, time(one.created));
    }
    let happened = repository.file("incidents.csv", &text);
    let files = [deployed.to_str().unwrap(), happened.to_str().unwrap()];
    let arguments = ["--list", "--deployments", files[0], "--incidents", files[1]];
    let mut counter =
        Counter { repository: &repository, how: How::default(), deployments, incidents: Some(incidents) };
    let printed = repository.measure(&arguments);
    agree("records", &counter, &printed);
    for (path, least) in [
        ("/change_fail_rate/failed", 10),
        ("/change_fail_rate/inferred", 1),
        ("/failed_deployment_recovery_time/open", 1),
        ("/failed_deployment_recovery_time/unknown", 1),
        ("/deployment_rework_rate/rework", 5),
    ] {
        assert!(printed.pointer(path).unwrap().as_u64() >= Some(least), "{path}: {printed}");
    }
    counter.how = How { since: Some(MONDAY + 3 * DAY), end: Some(MONDAY + 24 * DAY), ..How::default() };
    let window = ["--since", "2026-03-05", "--until", "2026-03-25"];
    agree("records", &counter, &repository.measure(&[&arguments[..], &window].concat()));
}
