//! `diditwork stories`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_list_begins_with_the_companies_of_the_lesson() {
    assert_snapshot!(Sandbox::new().run("stories").lines(1..=24), @r#"
    status 0
    ---- stdout
    The stories

    id                 Company          Years      Size, field,…   chapters  ratings
    amazon             Amazon           2004-2021  lesson, large…         2       24
    netflix            Netflix          2012-2019  lesson, large…         2       30
    etsy               Etsy             2008-2012  lesson, small…         2       32
    target             Target           2012-2017  resource-list…         2       10
    nasa-jpl           NASA JPL         2010-2012  resource-list…         1        1
    hertz              Hertz            2015       resource-list…         1        0
    kaiser-permanente  Kaiser Permane…  2016-2019  resource-list…         2        4
    ibm                IBM              2012-2015  resource-list…         1        5
    hp-laserjet        HP LaserJet      2006-2011  embedded               2        4
    capital-one        Capital One      2014-2019  regulated, cl…         2       16
    facebook           Facebook         2016-2017  large                  1        5
    stack-overflow     Stack Overflow   2016       small, own-se…         1        5
    govuk              GOV.UK           2012-2021  public                 2       15
    monzo              Monzo            2022-2026  regulated              1        8
    knight-capital     Knight Capital   2012       failure, regu…         1        7
    gitlab             GitLab           2017       failure, small         1        6
    tsb                TSB              2018       failure, regu…         1        8

    "diditwork stories ID" shows one with its facts and links. "--with TAG" selects
    all with a tag, here and in reports.
    "#);
}

#[test]
fn a_tag_picks_stories() {
    assert_snapshot!(Sandbox::new().run("stories --with failure"), @r#"
    status 0
    ---- stdout
    The stories

    id              Company         Years  Size, field, region  chapters  ratings
    knight-capital  Knight Capital  2012   failure, regulated          1        7
    gitlab          GitLab          2017   failure, small              1        6
    tsb             TSB             2018   failure, regulated          1        8

    "diditwork stories ID" shows one with its facts and links. "--with TAG" selects
    all with a tag, here and in reports.
    "#);
}

#[test]
fn a_story_is_told_with_years_confidence_and_links() {
    assert_snapshot!(Sandbox::new().run("stories knight-capital"), @"
    status 0
    ---- stdout
    Knight Capital

    On 1 August 2012 a router at Knight Capital sent millions of orders in 45
    minutes and lost over 460 million dollars. The system had sent 97 e-mails naming
    an error before trading opened, and nobody acted on them. The regulator found
    inadequate controls over code deployment and testing.

    Knight Capital, 2012
    ────────────────────
    what failure looked like · regulated trading firm · good peer for: hand
    deployment of critical systems
      - Automated testing: level 1 (2012), testing controls inadequate [KNI-03; B]
      - Immutable artifacts: level 1 (2012), dead code left running [KNI-04; B]
      - Fast recovery: level 0 (2012), 45 minutes without a stop [KNI-01, KNI-03; B]
      - Actionable alerting: level 0 (2012), mails nobody acted on [KNI-02; B]
      - On-call ownership: level 0 (2012), no adequate guide [KNI-03; B]
      - Built-in security: level 0 (2012), controls failed the rule [KNI-05, KNI-03;
        B]
      - Change approval: level 0 (2012), change uncontrolled [KNI-03; B]

    Facts
    ─────
      - KNI-01: In 45 minutes a router sent millions of orders for 212 customer
        orders, obtained over four million executions, traded over 397 million
        shares and lost over 460 million dollars.
        - over 460 million USD; 45 min · 2012-08-01, confidence B
        - The law-firm note writes four million orders; press reports of the
          regulator's order say executions. A first company figure of about 440
          million is widely quoted; the regulator's is better supported.
        - KNI-MON
          https://www.mondaq.com/unitedstates/credit-control-and-cashflow/270572/knight-capital-settles-rule-15c3-5-violations-with-sec-agrees-to-pay-12-million
      - KNI-02: The system sent 97 e-mails naming an error before trading opened,
        but they were not alerts and were not acted on.
        - 97 e-mails · 2012-08-01, confidence B
        - KNI-MON
          https://www.mondaq.com/unitedstates/credit-control-and-cashflow/270572/knight-capital-settles-rule-15c3-5-violations-with-sec-agrees-to-pay-12-million
      - KNI-03: The regulator found inadequate controls over code deployment and
        testing and no adequate written guide for technology incidents.
        - 2012, confidence B
        - KNI-STP
          https://blog.stpub.com/bid/189298/Knight-Capital-Pays-12-Million-for-SEC-Violations
      - KNI-04: Discontinued code was still present in the router.
        - 2012, confidence B
        - KNI-MON
          https://www.mondaq.com/unitedstates/credit-control-and-cashflow/270572/knight-capital-settles-rule-15c3-5-violations-with-sec-agrees-to-pay-12-million
      - KNI-05: It paid 12 million dollars under the first market-access case.
        - 12 million USD · 2013-10-16, confidence B
        - KNI-MON
          https://www.mondaq.com/unitedstates/credit-control-and-cashflow/270572/knight-capital-settles-rule-15c3-5-violations-with-sec-agrees-to-pay-12-million

    Facts not shown, because their sources were not read: 1; --unverified shows
    them.

    Did it work? Which facts speak of it
    ────────────────────────────────────
      - Availability: KNI-01
      - Cost: KNI-01, KNI-05
      - Time to restore: KNI-02

    Results beside practices in time; none of these facts shows that one caused the
    other.

    What was hard, and what went wrong
    ──────────────────────────────────
      - In 45 minutes a router sent millions of orders for 212 customer orders,
        obtained over four million executions, traded over 397 million shares and
        lost over 460 million dollars. (KNI-01)
      - The system sent 97 e-mails naming an error before trading opened, but they
        were not alerts and were not acted on. (KNI-02)
      - The regulator found inadequate controls over code deployment and testing and
        no adequate written guide for technology incidents. (KNI-03)
      - Discontinued code was still present in the router. (KNI-04)

    Where sources disagree
    ──────────────────────
      - Knight Capital: the loss: over 460 million dollars (regulator); about 440
        million (first company figure, known only)
        - Used here: over 460 million dollars. Why: regulator's finding

    Sources
    ───────
      - KNI-MON: Knight Capital Settles Rule 15c3-5 Violations With SEC (law-firm
        note / Mondaq, 2013)
        - https://www.mondaq.com/unitedstates/credit-control-and-cashflow/270572/knight-capital-settles-rule-15c3-5-violations-with-sec-agrees-to-pay-12-million
      - KNI-STP: Knight Capital Pays $12 Million for SEC Violations (Specialty
        Technical Publishers blog, 2013)
        - https://blog.stpub.com/bid/189298/Knight-Capital-Pays-12-Million-for-SEC-Violations

    Confidence: A, the primary source was read; B, a reliable secondary source was
    read; C, the source was not read. Most A facts are a company's own account of
    itself. No rating means no public evidence, never level 0.
    ");
}

#[test]
fn the_lesson_is_held_against_the_sources() {
    let told = Sandbox::new().run("stories amazon").output();
    let lesson = told.split("What the lesson says").nth(1).expect("the part about the lesson");
    assert!(lesson.contains("11.6 seconds"), "{lesson}");
}

#[test]
fn facts_of_sources_that_were_not_read_are_told_only_when_asked_for() {
    let sandbox = Sandbox::new();
    let usual = sandbox.run("stories amazon").output();
    let all = sandbox.run("stories amazon --unverified").output();
    assert!(usual.contains("Facts not shown") && !usual.contains("source not read"));
    assert!(all.contains("source not read, do not rely on it"));
}

#[test]
fn a_slip_gets_the_story_that_was_meant() {
    assert_snapshot!(Sandbox::new().run("stories netflicks"), @r#"
    status 2
    ---- stderr
    error: There is no story or tag "netflicks". Stories: amazon, netflix, etsy, target, nasa-jpl, hertz, kaiser-permanente, ibm, hp-laserjet, capital-one, facebook, stack-overflow, govuk, monzo, knight-capital, gitlab, tsb.
      hint: Did you mean "netflix"?
    "#);
}
