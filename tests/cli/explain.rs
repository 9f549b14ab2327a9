//! `diditwork explain`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_list_names_every_question_by_area() {
    let list = Sandbox::new().run("explain");
    assert_snapshot!(list, @r"
    status 0
    ---- stdout
    Every question by area, with its id

    Build
    ─────
      - trunk-based-development (Trunk-based development): How long does a change
        usually stay apart before it joins the main branch?
      - automated-testing (Automated testing): Who or what tests a change before it
        may go to production?

    Deliver
    ───────
      - deployment-automation (Deployment automation): What does it take to bring a
        finished build into production?
      - self-service-deployment (Self-service deployment): Who deploys your team's
        change to production, and with whose permission?
      - small-batches (Small batches): How many changes usually go out together in
        one production deployment?
      - immutable-artifacts (Immutable artifacts): How much of what runs in
        production is exactly what you tested?
      - progressive-delivery (Progressive delivery): How is a change released to
        your users?
      - feature-flags (Feature flags): Can finished code be in production before
        users see it?

    Operate
    ───────
      - fast-recovery (Fast recovery): Who takes a change back when it harms users?
      - telemetry (Telemetry): What can you see of a change's effect after it is
        deployed?
      - actionable-alerting (Actionable alerting): How does the person who can fix a
        failure learn of it?
      - on-call-ownership (On-call ownership): Who is called first when your service
        fails outside working hours?
      - resilience-testing (Resilience testing): How do you know that the service
        survives losing a part of it or its data?

    Architecture
    ────────────
      - loosely-coupled-architecture (Loosely coupled architecture): How many of
        your last ten changes needed another team to change, test or release
        something?
      - database-change (Database change): How does a change to the database
        structure get into production?

    Platform
    ────────
      - elastic-infrastructure (Elastic infrastructure): How soon do you get another
        server or environment when you need one?
      - paved-road (Paved road): Where do your team's tools to build, deploy and run
        software come from?

    Culture
    ───────
      - blameless-learning (Blameless learning): What is left today of your last two
        serious failures?
      - team-ownership (Team ownership): How many groups outside your team work on a
        new feature, from idea to operation?
      - knowledge-sharing (Knowledge sharing): How soon does a newcomer usually make
        the first change in production?
      - leadership (Leadership): What is the most that leaders did for this way of
        working?

    Govern
    ──────
      - built-in-security (Built-in security): When is a change checked for
        security?
      - outcome-measurement (Outcome measurement): How do you know whether your
        finished work helped?
      - flow (Change approval): For whose approval does a normal change wait before
        production?

    Delivery
    ────────
      - deployment-frequency (Deployment frequency): How often does your main
        service get a deployment to production?
      - change-lead-time (Change lead time): How long does a change usually take
        from commit in version control to running in production?
      - failed-deployment-recovery-time (Failed deployment recovery): After a
        deployment harms users and needs action at once, how long until they are
        served normally?
      - change-fail-rate (Change fail rate): What share of your production
        deployments needed action at once because they harmed users?
      - deployment-rework-rate (Deployment rework rate): What share of your
        production deployments was an unplanned repair of a fault that users had
        seen?

    Operations
    ──────────
      - reliability-targets (Reliability targets): In how many of the last six
        months did the service meet its targets for being available and quick?
      - unplanned-work (Unplanned work): Of the last ten working days, how many did
        a typical member spend on incidents, urgent fixes and rework?

    People
    ──────
      - well-being (Well-being): In how many of the last 12 weeks did a typical
        member work unplanned in the evening, at night or at the weekend?

    Business
    ────────
      - customer-outcomes (Customer outcomes): Take the figure that best shows
        whether your users are well served: how did it change in six months?
      - business-goals (Business goals): What share of the written goals for your
        service was reached in the last two closed periods?
    ");
}

#[test]
fn one_trait_is_told_whole() {
    let told = Sandbox::new().run("explain flow");
    for heading in ["Levels", "Prerequisites", "What depends on this", "Steps", "What companies published"] {
        assert!(told.stdout.contains(&format!("\n{heading}\n")), "{heading}");
    }
    assert_snapshot!(told.lines(1..=42), @"
    status 0
    ---- stdout
    Change approval (flow)

    For whose approval does a normal change wait before production?

    Time window: last 90 days
    Why we ask: Most of the time of a change is waiting. Approval far from the
      work adds delay and little safety.
    Where to look: Take the last five normal changes: who approved each, and how
      long it waited for that.

    Levels
    ──────
      - 0 A board outside the team, for more than a week.
      - 1 A board outside the team, for up to a week.
      - 2 One person outside the team.
      - 3 A colleague on the team, for more than two hours.
      - 4 A colleague for two hours at most, or nobody.

    Good to know
    ────────────
      - Leverage 1.0 (a capability in DORA's Core model): Streamlining change
        approval is in DORA's Core model. Approval from outside goes with being 2.6
        times likelier a low performer (2019), and heavyweight approval lowers
        delivery performance (2020).
      - Repeats the result “Change lead time”. Its levels name how long a change
        waits.
      - A manager, another team, a customer or an authority is outside the team.
        Pair work counts as a colleague's approval without a wait. Whether a change
        is tested and checked is asked elsewhere.

    Prerequisites
    ─────────────
      - Level 3 needs Automated testing, level 2, Trunk-based development, level 2:
        A colleague can replace outside approval only beside automatic checks. (our
        judgement)
      - Level 4 needs Automated testing, level 3, Trunk-based development, level 3:
        Approval within two hours needs small changes and checks that decide. (our
        judgement)

    What depends on this
    ────────────────────
      - Self-service deployment, level 3
    ");
}

#[test]
fn one_measure_is_told_with_what_others_answered() {
    assert_snapshot!(Sandbox::new().run("explain change-fail-rate"), @"
    status 0
    ---- stdout
    Change fail rate (change-fail-rate)

    What share of your production deployments needed action at once because they
    harmed users?

    Time window: last 90 days, at least 12 deployments
    Why we ask: Speed that breaks things is not speed; this share keeps the speed
      figures honest.
    Where to look: Count the deployments followed by an undo, hotfix or patch at
      once, and divide by all deployments.

    Levels
    ──────
      - 0 Over 64%.
      - 1 Over 32% up to 64%.
        - In 2025, 94.2% of DORA’s respondents were at this level or higher (DORA,
          CC BY 4.0).
      - 2 Over 16% up to 32%.
        - In 2025, 81.7% of DORA’s respondents were at this level or higher (DORA,
          CC BY 4.0).
      - 3 Over 8% up to 16%.
        - In 2025, 62.2% of DORA’s respondents were at this level or higher (DORA,
          CC BY 4.0).
      - 4 Over 4% up to 8%.
        - In 2025, 36.2% of DORA’s respondents were at this level or higher (DORA,
          CC BY 4.0).
      - 5 Over 2% up to 4%.
        - In 2025, 16.6% of DORA’s respondents were at this level or higher (DORA,
          CC BY 4.0).
      - 6 Up to 2%.
        - In 2025, 8.5% of DORA’s respondents were at this level or higher (DORA, CC
          BY 4.0).

    Good to know
    ────────────
      - The middle respondent of DORA's 2025 survey: 36.2% gave a better answer,
        62.2% this or a better one (its column adds up to 100.1%). The table is a
        transcription by others.
      - Two near questions follow each other: this one counts the deployments that
        broke something, the next one those made to repair it. Answer 'don't know'
        rather than guess. An upper bound belongs to its option: 16% is 'over 8% up
        to 16%'. Under 12 deployments the share says little.
      - We count distinct production deployments that failed, divided by all
        successful production deployments. Other tools count otherwise, so compare
        figures only after reading their definition. GitLab and LinearB divide
        incidents by deployments, so two incidents from one deployment count twice
        and the rate can pass 100%; the fourkeys project (now retired) counts each
        link of deployment, commit and incident; Middleware prints 0 where there was
        no deployment at all. On one invented set of six deployments the same three
        weeks give 50% by distinct failed deployments, 67% by incidents that were
        traced to a deployment, 80% by the fourkeys query and 83% by all incidents.
        When Apache DevLake corrected such a count in 2026, one project's rate went
        from 26.1% to 17.4%.
    ");
}

#[test]
fn a_slip_gets_the_question_that_was_meant() {
    assert_snapshot!(Sandbox::new().run("explain telemtry"), @r#"
    status 2
    ---- stderr
    error: there is no practice or result "telemtry".
      hint: did you mean "telemetry"? "diditwork explain" lists all of them.
    "#);
    assert_snapshot!(Sandbox::new().run("explain kubernetes"), @r#"
    status 2
    ---- stderr
    error: there is no practice or result "kubernetes".
      hint: "diditwork explain" lists all of them.
    "#);
}
