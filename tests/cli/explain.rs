//! `diditwork explain`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_list_names_every_question_by_area() {
    let list = Sandbox::new().run("explain");
    assert_snapshot!(list, @"
    status 0
    ---- stdout
    Every question by area, with its id

    Build
    ─────
      - trunk-based-development: How long does a change usually stay apart before it
        joins the shared main line of code?
      - automated-testing: Who or what decides that a change is good enough to go on
        towards production?

    Deliver
    ───────
      - deployment-automation: What does it take to bring a finished build into
        production?
      - self-service-deployment: Who must act or be asked before your team's change
        can go to production?
      - small-batches: How much finished work has piled up when you deploy to
        production?
      - immutable-artifacts: How do you know that production runs exactly what you
        tested?
      - progressive-delivery: How many users meet a change before it is judged safe?
      - feature-flags: Can finished code be in production before users see it?

    Operate
    ───────
      - fast-recovery: When a change harms users, how do you take it back?
      - telemetry: How do you see what a change did to the system and its users?
      - actionable-alerting: When something breaks, how does the right person find
        out?
      - on-call-ownership: Who answers when your service fails outside working
        hours?
      - resilience-testing: How do you know the service would survive losing
        something it depends on?

    Architecture
    ────────────
      - loosely-coupled-architecture: How much co-ordination with other teams does
        it take to change and deploy your part?
      - database-change: How are database changes made, and how sure are you that
        backups can be restored?

    Platform
    ────────
      - elastic-infrastructure: How do you get a new server or environment, and more
        capacity?
      - paved-road: How do teams around you get what they need to build, deploy and
        run software?

    Culture
    ───────
      - blameless-learning: What happens in your team after something has gone
        wrong?
      - team-ownership: Which people answer for your service from idea to operation?
      - knowledge-sharing: How soon does a newcomer make a first change in
        production?
      - leadership: What have leaders done in the last 12 months for this way of
        working?

    Govern
    ──────
      - built-in-security: When and how is your work checked for security and
        compliance?
      - outcome-measurement: How do you know whether your finished work helped?
      - flow: What must a normal change pass, and wait for, before it reaches
        production?

    Delivery
    ────────
      - deployment-frequency: How often does your main service get a deployment to
        production?
      - change-lead-time: How long does a change usually take from commit in version
        control to running in production?
      - failed-deployment-recovery-time: When a deployment harms users and needs
        action at once, how long until they are served normally again?
      - change-fail-rate: What share of your production deployments needed action at
        once because they harmed users?
      - deployment-rework-rate: What share of your production deployments was
        unplanned and made to repair a fault users had seen?

    Operations
    ──────────
      - reliability-targets: In how many of the last six months did the service meet
        its targets for being available and quick?
      - unplanned-work: What share of the team's working time went to incidents,
        urgent fixes and rework in the last four weeks?

    People
    ──────
      - well-being: In how many of the last 12 weeks did work spill into the team's
        evenings, nights or weekends?

    Business
    ────────
      - customer-outcomes: How did the figure that best shows whether your users are
        well served change in six months?
      - business-goals: What share of the goals agreed for your service was reached
        in the last two closed periods?
    ");
}

#[test]
fn one_trait_is_told_whole() {
    let told = Sandbox::new().run("explain flow");
    for heading in ["Levels", "What its levels need", "What waits for this", "Steps", "Who did it"] {
        assert!(told.stdout.contains(&format!("\n{heading}\n")), "{heading}");
    }
    assert_snapshot!(told.lines(1..=40), @"
    status 0
    ---- stdout
    Flow and change approval (flow)

    What must a normal change pass, and wait for, before it reaches production?

    Time it speaks of: last 90 days
    Why we ask: Most of the time of a change is waiting; approval far from the
      work adds delay and little safety.
    Look at: Take the last five normal changes and split their time into working
      and waiting; note who approved and what they checked.

    Levels
    ──────
      - 0 Nothing is controlled, or everything freezes after each fault.
      - 1 A board that meets weekly or less; queues and hand-offs dominate.
      - 2 Normal changes have a lighter track, and queues are visible to all.
      - 3 Peer review and automatic checks replace the board for normal changes;
        waiting is measured and cut.
      - 4 Work in progress is limited, a change takes hours, and approval adds
        almost nothing while evidence is kept.

    What to know about it
    ─────────────────────
      - Leverage 1.0, a capability of DORA's Core model: Streamlining change
        approval is in DORA's Core model. Approval from outside goes with being 2.6
        times likelier a low performer (2019), and heavyweight approval lowers
        delivery performance (2020).

    What its levels need
    ────────────────────
      - Level 3 needs Automated testing, level 2, Trunk-based development, level 2:
        Automatic checks can replace the board only if they exist. (our judgement)
      - Level 4 needs Automated testing, level 3, Deployment automation, level 3,
        Built-in security, level 3: Approval can add almost nothing when checks,
        deployment and evidence run by themselves. (our judgement)

    What waits for this
    ───────────────────
      - Self-service deployment, level 3

    Steps
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

    Time it speaks of: last 90 days, at least 12 deployments
    Why we ask: Speed that breaks things is not speed; this share keeps the speed
      figures honest.
    Look at: Count the deployments followed by an undo, hotfix or patch at once,
      and divide by all deployments.

    Levels
    ──────
      - 0 Over 64 %.
      - 1 Over 32 % up to 64 %.
        - 94.2 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      - 2 Over 16 % up to 32 %.
        - 81.7 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      - 3 Over 8 % up to 16 %.
        - 62.2 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      - 4 Over 4 % up to 8 %.
        - 36.2 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      - 5 Over 2 % up to 4 %.
        - 16.6 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      - 6 Up to 2 %.
        - 8.5 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).

    What to know about it
    ─────────────────────
      - The middle respondent of DORA's 2025 survey: 36.2 % gave a better answer,
        62.2 % this or a better one (its column adds up to 100.1 %). The table is a
        transcription by others.
      - The bounds double from option to option; equal steps of percent would make 5
        % and 20 % look almost the same. An upper bound belongs to its option: 16 %
        is 'over 8 % up to 16 %'. Under 12 deployments the share says little.
      - We count distinct production deployments that failed, divided by all
        successful production deployments. Other tools count otherwise, so compare
        figures only after reading their definition. GitLab and LinearB divide
        incidents by deployments, so two incidents from one deployment count twice
        and the rate can pass 100 %; the fourkeys project (now retired) counts each
        link of deployment, commit and incident; Middleware prints 0 where there was
        no deployment at all. On one invented set of six deployments the same three
        weeks give 50 % by distinct failed deployments, 67 % by incidents that were
        traced to a deployment, 80 % by the fourkeys query and 83 % by all
        incidents. When Apache DevLake corrected such a count in 2026, one project's
        rate went from 26.1 % to 17.4 %.
    ");
}

#[test]
fn a_slip_gets_the_question_that_was_meant() {
    assert_snapshot!(Sandbox::new().run("explain telemtry"), @r#"
    status 2
    ---- stderr
    error: There is no trait or measure "telemtry".
      hint: Did you mean "telemetry"? "diditwork explain" lists all.
    "#);
    assert_snapshot!(Sandbox::new().run("explain kubernetes"), @r#"
    status 2
    ---- stderr
    error: There is no trait or measure "kubernetes".
      hint: "diditwork explain" lists all.
    "#);
}
