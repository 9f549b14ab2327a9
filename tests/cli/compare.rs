//! `diditwork compare`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_comparison_is_first_a_table_and_then_trait_by_trait() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    assert_snapshot!(sandbox.run("compare small.json --with etsy"), @r#"
    status 0
    ---- stdout
    Adopted and working

    Where companies are farthest ahead of you
    ─────────────────────────────────────────
    Practice              you  there  Company  Year
    Feature flags           1      4  Etsy     2011
    Telemetry               2      4  Etsy     2011
    Blameless learning      2      4  Etsy     2016
    Small batches           3      4  Etsy     2011
    Progressive delivery    2      3  Etsy     2011
    Actionable alerting     2      3  Etsy     2010
    Built-in security       2      3  Etsy     2012
    Outcome measurement     2      3  Etsy     2010

    Levels of companies are as published in that year. What is not public is not
    known, and not 0.

    Closest to you
    ──────────────
    Etsy 2010-2012 (later where stated): 17 shared practices, mean difference 0.9 of
    a level.
      - Feature flags: you 1, there 4 (2011)
      - Telemetry: you 2, there 4 (2011)
      - Blameless learning: you 2, there 4 (2016)
      - Small batches: you 3, there 4 (2011)
      - Progressive delivery: you 2, there 3 (2011)

    You beside the companies, as published
    ──────────────────────────────────────
    Company  Years                           shared  behind  level  ahead  distance
    Etsy     2008-2009                            7       0      0      7       2.0
    Etsy     2010-2012 (later where stated)      17       8      7      2       0.9

    Traits shared, and on how many of them you are behind, level or ahead; the
    distance is the mean difference in levels. A company gets no total: what is not
    public is not known, and not 0.

    Etsy, 2008-2009
    ───────────────
    Trait                         you  company  diff  Year  Facts
    Small batches                   3        2    +1  2009  ETS-02 ETS-01
    Telemetry                       2        1    +1  2009  ETS-49
    Deployment automation           3        1    +2  2009  ETS-02 ETS-41
    Fast recovery                   3        1    +2  2009  ETS-04
    Team ownership                  3        1    +2  2009  ETS-49
    Self-service deployment         4        1    +3  2009  ETS-04
    Flow and change approval        4        1    +3  2009  ETS-02
    On-call ownership               –        1     –  2009  ETS-49
    Loosely coupled architecture    –        1     –  2008  ETS-32 ETS-02
    Database change and restore     –        1     –  2008  ETS-32

    Etsy, 2010-2012 (later where stated)
    ────────────────────────────────────
    Trait                         you  company  diff  Year  Facts
    Feature flags                   1        4    -3  2011  ETS-17 ETS-18 ETS-19
    Telemetry                       2        4    -2  2011  ETS-20 ETS-21 ETS-22
    Blameless learning              2        4    -2  2016  ETS-24 ETS-26 ETS-27
    Small batches                   3        4    -1  2011  ETS-11 ETS-09 ETS-07
    Progressive delivery            2        3    -1  2011  ETS-19 ETS-20
    Actionable alerting             2        3    -1  2010  ETS-08
    Built-in security               2        3    -1  2012  ETS-30 ETS-25
    Outcome measurement             2        3    -1  2010  ETS-22
    Trunk-based development         4        4     0  2011  ETS-17 ETS-10
    Automated testing               3        3     0  2010  ETS-10 ETS-18
    Deployment automation           3        3     0  2010  ETS-05
    Self-service deployment         4        4     0  2011  ETS-04 ETS-16
    Fast recovery                   3        3     0  2010  ETS-08 ETS-04
    Team ownership                  3        3     0  2011  ETS-29 ETS-23
    Leadership                      3        3     0  2012  ETS-42 ETS-24
    Flow and change approval        4        3    +1  2011  ETS-29 ETS-48 ETS-25
    Immutable artifacts             3        1    +2  2011  ETS-46
    On-call ownership               –        3     –  2010  ETS-23
    Elastic infrastructure          –        2     –  2015  ETS-31
    Loosely coupled architecture    –        1     –  2018  ETS-47
    Paved road                      –        3     –  2010  ETS-05 ETS-14
    Knowledge sharing               –        4     –  2011  ETS-16

    Levels of companies are as published in the year beside them. "diditwork stories
    ID" tells the facts with their links.

    diditwork 0.1.0 · questionnaire real-stories 2.0.0 · facts from published
    sources; distributions by DORA 2025, CC BY 4.0
    "#);
}

#[test]
fn companies_are_chosen_by_id_or_tag() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    assert_snapshot!(sandbox.run("compare small.json --with regulated,netflix").lines(1..=14), @"
    status 0
    ---- stdout
    Adopted and working

    Where companies are farthest ahead of you
    ─────────────────────────────────────────
    Practice              you  there  Company      Year
    Progressive delivery    2      4  Netflix      2018
    Telemetry               2      4  Netflix      2014
    Resilience testing      2      4  Netflix      2019
    Built-in security       2      4  Capital One  2017
    Small batches           3      4  Netflix      2016
    Immutable artifacts     3      4  Netflix      2016
    Fast recovery           3      4  Netflix      2018
    Feature flags           1      2  Netflix      2019
    Actionable alerting     2      3  Netflix      2015
    ");
    assert_snapshot!(sandbox.run("compare small.json --with etzy"), @r#"
    status 2
    ---- stderr
    error: There is no story or tag "etzy". Stories: amazon, netflix, etsy, target, nasa-jpl, hertz, kaiser-permanente, ibm, hp-laserjet, capital-one, facebook, stack-overflow, govuk, monzo, knight-capital, gitlab, tsb.
      hint: Did you mean "etsy"?
    "#);
}

#[test]
fn the_three_companies_of_the_lesson_come_unless_others_are_named() {
    let sandbox = Sandbox::with_answers(["small.json"]);
    let usual = sandbox.run("compare small.json").output();
    assert_eq!(usual, sandbox.run("compare small.json --with amazon,netflix,etsy").output());
}
