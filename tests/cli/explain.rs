//! `diditwork explain`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_list_names_every_question_by_area() {
    let list = Sandbox::new().run("explain");
    assert_snapshot!(list, @r#"
    status 0
    ---- stdout
    Every question by area, with its id. "diditwork explain ID" tells one whole.

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
    "#);
}

#[test]
fn one_trait_is_told_whole() {
    assert_snapshot!(Sandbox::new().run("explain flow"), @"
    status 0
    ---- stdout
    Flow and change approval (flow)
    ───────────────────────────────
    What must a normal change pass, and wait for, before it reaches production?

    Time it speaks of: last 90 days
    Why we ask: Most of the time of a change is waiting; approval far from the
      work adds delay and little safety.
    Look at: Take the last five normal changes and split their time into working
      and waiting; note who approved and what they checked.

    Levels
    ──────
      0  Nothing is controlled, or everything freezes after each fault.
      1  A board that meets weekly or less; queues and hand-offs dominate.
      2  Normal changes have a lighter track, and queues are visible to all.
      3  Peer review and automatic checks replace the board for normal changes;
         waiting is measured and cut.
      4  Work in progress is limited, a change takes hours, and approval adds almost
         nothing while evidence is kept.

    What to know about it
    ─────────────────────
      - Leverage 1.0, a capability of DORA's Core model: Streamlining change
        approval is in DORA's Core model. Approval from outside goes with being 2.6
        times likelier a low performer (2019), and heavyweight approval lowers
        delivery performance (2020).

    What its levels need
    ────────────────────
      - Level 3 needs Automated testing 2, Trunk-based development 2: Automatic
        checks can replace the board only if they exist. (our judgement)
      - Level 4 needs Automated testing 3, Deployment automation 3, Built-in
        security 3: Approval can add almost nothing when checks, deployment and
        evidence run by themselves. (our judgement)

    What waits for it
    ─────────────────
      - Self-service deployment 3

    Steps
    ─────
      - From 0 to 1, this week:
          - Record each production change: what, when, who
          - Agree on one regular time to decide about risky changes
          - End the freeze with a rule on what may go out
          Watch: production changes that are recorded (% of changes, should go up)
      - From 1 to 2, this week:
          - Define one kind of normal change that needs no board
          - Put all waiting work on one board with dates
          - Count the days the last five changes waited
          Watch: waiting share of a change's total time (% of time, should go
            down)
      - From 2 to 3, this week:
          - Let a colleague's review and green checks count as approval for normal
            changes
          - Give the board the record afterwards in place of the request before
          - Measure waiting for two weeks and remove the longest wait
          Watch: normal changes approved without a meeting (% of changes, should
            go up)
      - From 3 to 4, this week:
          - Limit started items to about one per person
          - Finish before starting: help the oldest item first each day
          - Let the tool keep the approval evidence
          Watch: items started and not finished (count per person, should go down)

    Who did it
    ──────────
      - Amazon, about 2010: level 1 as published
          A measurement project found a check-in took 16 days on average to reach
          production; building and deploying took under an hour and about 14 days
          were waiting. (AMZ-15)
          https://aws.amazon.com/builders-library/going-faster-with-continuous-delivery/
      - Amazon, about 2010: level 3 as published
          A measurement project found a check-in took 16 days on average to reach
          production; building and deploying took under an hour and about 14 days
          were waiting. (AMZ-15)
          https://aws.amazon.com/builders-library/going-faster-with-continuous-delivery/
      - Netflix, 2012: level 1 as published
          In 2012 running a critical edge service was laborious: deployments were
          slow and a canary meant a week without visible breakage. (NFX-01)
          https://medium.com/netflix-techblog/full-cycle-developers-at-netflix-a08c31f83249
          Under the split model the gap from code complete to production was long:
          releases came in the order of weeks rather than days. (NFX-04)
          https://www.besthub.dev/articles/how-netflix-s-full-cycle-developers-eliminate-the-devops-bottleneck-777ea99d9885
      - Etsy, 2009: level 1 as published
          About 2009 a release bundled 2 to 3 weeks of code, took 6 to 14 hours,
          needed a 'deployment army' and scheduled downtime. (ETS-02)
          https://www.slideshare.net/mikebrittain/principles-and-practices-in-continuous-deployment-at-etsy
      - Etsy, 2011: level 3 as published
          Teams of 3 to 7 engineers with a product manager and designer planned 60
          days in two-week parts as engineering grew from 20 to about 70 in a year.
          (ETS-29)
          https://codeascraft.com/2011/02/04/how-does-etsy-manage-development-and-operations/
          A developer could push to production without anyone else's approval.
          (ETS-48)
          https://www.cio.com/article/284292/developer-continuous-deployment-done-in-unique-fashion-at-etsy-com.html
          Every code change is logged with who, what and when for the whole company
          to see. (ETS-25)
          https://www.etsy.com/teams/7716/announcements/discuss/10641726/
      - Target, before 2015: level 0 as published
          Earlier, provisioning a server took ten teams, and after a breakage
          changes stopped. (TGT-03)
      - Kaiser Permanente, before 2016: level 1 as published
          Releases of the member site came every couple of weeks in big risky
          batches and each had trouble. (KP-01)
          https://www.informationweek.com/data-management/devops-turns-kaiser-permanente-from-cranky-to-capable
          Obstacles cost each 75-person development group about 864,000 dollars of
          lost productivity, a figure that won the CIO's attention. (KP-02)
          https://www.informationweek.com/data-management/devops-turns-kaiser-permanente-from-cranky-to-capable
      - IBM, 2014: level 2 as published
          Starting a project fell from 30 days to 2 or 3. (IBM-02)
          https://www.dbmaestro.com/blog/database-devops/learning-from-success-how-to-reduce-time-to-development
          Grooming the backlog fell from 90 days to one. (IBM-03)
          https://www.dbmaestro.com/blog/database-devops/learning-from-success-how-to-reduce-time-to-development
      - Capital One, 2017: level 3 as published
          Segregation of duties is built into the pipeline as five compliance gates,
          such as peer review, immutable versioned binaries from automated builds
          only, and controlled environments. (CO-05)
          https://www.capitalone.com/tech/software-engineering/realigning-devops-practices-to-support-microservices/
      - GOV.UK, 2020: level 2 as published
          Before May 2020 deployments were manual and batched, and a change waited
          three days on average. (GOV-03)
          https://insidegovuk.blog.gov.uk/2021/08/05/how-and-why-we-switched-to-continuous-deployment-on-gov-uk/
      - GOV.UK, 2021: level 3 as published
          After review and tests a change is deployed automatically through
          environments, tested at each. (GOV-05)
          https://insidegovuk.blog.gov.uk/2021/08/05/how-and-why-we-switched-to-continuous-deployment-on-gov-uk/
          Developers used their 10% time to do it. (GOV-06)
          https://insidegovuk.blog.gov.uk/2021/08/05/how-and-why-we-switched-to-continuous-deployment-on-gov-uk/
      - Monzo, 2022: level 3 as published
          It rejects heavy approval because batching makes releases riskier.
          (MON-05)
          https://monzo.com/blog/2022/05/16/how-we-deploy-to-production-over-100-times-a-day/
    ");
}

#[test]
fn one_measure_is_told_with_what_others_answered() {
    assert_snapshot!(Sandbox::new().run("explain change-fail-rate"), @"
    status 0
    ---- stdout
    Change fail rate (change-fail-rate)
    ───────────────────────────────────
    What share of your production deployments needed action at once because they
    harmed users?

    Time it speaks of: last 90 days, at least 12 deployments
    Why we ask: Speed that breaks things is not speed; this share keeps the speed
      figures honest.
    Look at: Count the deployments followed by an undo, hotfix or patch at once,
      and divide by all deployments.

    Levels
    ──────
      0  Over 64 %.
      1  Over 32 % up to 64 %.
         94.2 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      2  Over 16 % up to 32 %.
         81.7 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      3  Over 8 % up to 16 %.
         62.2 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      4  Over 4 % up to 8 %.
         36.2 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      5  Over 2 % up to 4 %.
         16.6 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).
      6  Up to 2 %.
         8.5 % of those asked in 2025 were here or higher (DORA, CC BY 4.0).

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
