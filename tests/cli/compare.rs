//! `diditwork compare`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn words_that_fit_no_company_are_said() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    let mut answers: serde_json::Value = serde_json::from_str(&sandbox.read("strong.json")).unwrap();
    for key in ["size", "field", "country"] {
        answers.as_object_mut().unwrap().remove(key);
    }
    answers["field"] = "금융".into();
    sandbox.write("own.json", answers.to_string());
    let told = sandbox.run("compare own.json --with peers");
    assert!(told.stderr.contains("fits the tags of a company"), "{told}");
    sandbox.edit("own.json", "금융", "finance");
    assert_eq!(sandbox.run("compare own.json --with peers").stderr, "");
}

#[test]
fn the_comparison_is_first_a_table_and_then_trait_by_trait() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    assert_snapshot!(sandbox.run("compare small.json --with etsy"), @r#"
    status 0
    ---- stdout
    Adopted and working

    Where companies are furthest ahead of you
    ─────────────────────────────────────────
    Practice       you  there  Company  Year
    Feature flags    1      4  Etsy     2011
    Telemetry        2      4  Etsy     2011

    Levels of companies are as published for that year. What is not public is
    unknown, not 0.

    Closest to you
    ──────────────
    Etsy 2010-2012 (later where stated): 13 shared practices, mean difference 0.6
    levels.
      - Feature flags: you 1, there 4 (2011)
      - Telemetry: you 2, there 4 (2011)

    You and the companies, as published
    ───────────────────────────────────
    Company  Years                           shared  behind  level  ahead  distance
    Etsy     2008-2009                            7       0      0      7       2.7
    Etsy     2010-2012 (later where stated)      13       2     10      1       0.6

    Shared practices, and on how many of them you are behind, level or ahead. The
    distance is the mean difference in levels. A company gets no total: what is not
    public is unknown, not 0.

    Etsy, 2008-2009
    ───────────────
    Practice                      you  company  diff  Year  Facts
    Team ownership                  3        2    +1  2008  ETS-32 ETS-49
    Telemetry                       2        0    +2  2008  ETS-49 ETS-50
    Automated testing               3        0    +3  2008  ETS-50
    Deployment automation           3        0    +3  2009  ETS-02 ETS-41
    Small batches                   3        0    +3  2009  ETS-02 ETS-29
    Fast recovery                   3        0    +3  2009  ETS-04
    Self-service deployment         4        0    +4  2009  ETS-04 ETS-02
    Loosely coupled architecture    –        0     –  2008  ETS-02 ETS-32

    Etsy, 2010-2012 (later where stated)
    ────────────────────────────────────
    Practice                      you  company  diff  Year  Facts
    Feature flags                   1        4    -3  2011  ETS-17 ETS-18 ETS-19
    Telemetry                       2        4    -2  2011  ETS-20 ETS-21 ETS-22
    Trunk-based development         4        4     0  2011  ETS-17
    Automated testing               3        3     0  2010  ETS-10 ETS-18
    Deployment automation           3        3     0  2010  ETS-05
    Self-service deployment         4        4     0  2011  ETS-04 ETS-48 ETS-16
    Small batches                   3        3     0  2011  ETS-11 ETS-51
    Progressive delivery            2        2     0  2011  ETS-19 ETS-20
    Fast recovery                   3        3     0  2010  ETS-08 ETS-04
    Blameless learning              2        2     0  2016  ETS-24 ETS-26 ETS-27
    Team ownership                  3        3     0  2012  ETS-29 ETS-23 ETS-34
    Change approval                 4        4     0  2012  ETS-48 ETS-10
    Immutable artifacts             4        1    +3  2011  ETS-46
    Elastic infrastructure          –        0     –  2017  ETS-35
    Loosely coupled architecture    –        3     –  2012  ETS-04 ETS-48 ETS-11
    Paved road                      –        2     –  2015  ETS-05 ETS-14
    Knowledge sharing               –        4     –  2011  ETS-16

    Levels of companies are as published for the year shown. "diditwork stories ID"
    shows the facts with their links.

    diditwork 0.1.0 · questionnaire real-stories 2.0.0 · facts from published
    sources; distributions by DORA 2025, CC BY 4.0
    "#);
}

#[test]
fn peers_are_chosen_by_what_the_team_says_of_itself() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    let told = sandbox.read("small.json").replacen(
        "\"team\":",
        "\"size\": 60, \"field\": \"finance\", \"team\":",
        1,
    );
    sandbox.write("finance.json", &told);
    assert_snapshot!(sandbox.run("compare finance.json --with peers").lines(1..=12), @"
    status 0
    ---- stdout
    Adopted and working

    Where companies are furthest ahead of you
    ─────────────────────────────────────────
    Practice              you  there  Company                   Year
    Progressive delivery    2      4  Toss (Payments and Bank)  2024
    Fast recovery           3      4  Toss (Payments and Bank)  2024
    Resilience testing      2      3  Toss (Payments and Bank)  2021
    Leadership              3      4  Capital One               2016

    Levels of companies are as published for that year. What is not public is
    unknown, not 0.
    ");
}

#[test]
fn companies_are_chosen_by_id_or_tag() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    assert_snapshot!(sandbox.run("compare small.json --with regulated,netflix").lines(1..=14), @"
    status 0
    ---- stdout
    Adopted and working

    Where companies are furthest ahead of you
    ─────────────────────────────────────────
    Practice              you  there  Company                   Year
    Progressive delivery    2      4  Toss (Payments and Bank)  2024
    Resilience testing      2      4  Netflix                   2019
    Fast recovery           3      4  Toss (Payments and Bank)  2024
    Telemetry               2      3  HealthCare.gov            2016
    Actionable alerting     2      3  Netflix                   2015
    Outcome measurement     2      3  ING Netherlands           2014
    Leadership              3      4  Capital One               2016

    Levels of companies are as published for that year. What is not public is
    ");
    assert_snapshot!(sandbox.run("compare small.json --with etzy"), @r#"
    status 2
    ---- stderr
    error: there is no story or tag "etzy". Stories: amazon, netflix, etsy, toss, monzo, john-deere, line-messaging, govuk, hmrc, github, slack, prowise, denso, shopify, woowa, adidas, kaiser-permanente, capital-one, facebook, nordstrom, stack-overflow, ing, target, hertz, ibm, healthcare-gov, seven-digital, nasa-jpl, hp-laserjet, kakao-2022, nirs-2025, knight-capital, gitlab, tsb.
      hint: did you mean "etsy"?
    "#);
}

#[test]
fn the_three_companies_of_the_lesson_come_unless_others_are_named() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    let usual = sandbox.run("compare small.json").output();
    assert_eq!(usual, sandbox.run("compare small.json --with amazon,netflix,etsy").output());
}
