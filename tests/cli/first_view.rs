//! The first view of the page in words, of five teams: what a reader has in the first ten seconds.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

/// The text of the answer's section, without drawings: each paragraph, heading and item on a line of its own. Quotes
/// around attributes and end tags may be left out in a page.
fn first_view(answers: &str, language: &str) -> String {
    const BREAKS: [&str; 9] = ["p", "/p", "h1", "/h1", "li", "/li", "/ul", "br", "div"];
    let sandbox = Sandbox::with_answers([answers]);
    let page = sandbox.run(&format!("--language {language} report {answers} -o -")).output().replace('"', "");
    let (_, section) = page.split_once("<section id=answer").unwrap();
    let (section, _) = section.split_once("</section>").unwrap();
    let (_, mut rest) = section.split_once('>').unwrap();
    let (mut lines, mut line) = (Vec::new(), String::new());
    while let Some((text, behind)) = rest.split_once('<') {
        line += text;
        let (tag, behind) = behind.split_once('>').unwrap();
        rest = if tag.starts_with("svg") { behind.split_once("</svg>").unwrap().1 } else { behind };
        if BREAKS.contains(&tag.split(' ').next().unwrap()) {
            lines.push(std::mem::take(&mut line));
        }
    }
    let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_strong_team_reads_yes_twice() {
    assert_snapshot!(first_view("strong.json", "en"), @"
    Adopted and working
    Have you adopted DevOps? Yes.
    3.5 of 4; adopted starts at 2.5
    firm all 24 questions are answered, and the level is not close to the line
    Did it work? Yes.
    3.5 of 4; the typical team has 2.1
    firm all 10 questions are answered, and the level is not close to the line
    Start here
    Automated testing
    This week
    Add the missing test for each of the last three faults that reached users
    List the changes that were still tested by hand and why
    ");
    assert_snapshot!(first_view("strong.json", "ko"), @"
    도입했고 효과가 있음
    DevOps를 도입했습니까? 예.
    수준 3.5/4, 도입 기준 2.5
    확실 질문 24개에 모두 답했고 기준선과의 차이가 충분함
    효과가 있었습니까? 예.
    수준 3.5/4, 일반적인 팀 2.1
    확실 질문 10개에 모두 답했고 기준선과의 차이가 충분함
    여기서 시작
    테스트 자동화
    이번 주
    사용자에게까지 간 최근 결함 세 개마다 빠져 있던 테스트를 추가하기
    아직 손으로 테스트한 변경과 그 이유를 적기
    ");
}

#[test]
fn a_weak_team_reads_not_yet_twice_and_where_to_start() {
    assert_snapshot!(first_view("struggling.json", "en"), @"
    Neither yet
    Have you adopted DevOps? Not yet.
    0.8 of 4; adopted starts at 2.5
    firm all 24 questions are answered, and the level is not close to the line
    Did it work? Not yet.
    0.9 of 4; the typical team has 2.1
    firm all 10 questions are answered, and the level is not close to the line
    Start here
    Elastic infrastructure
    This week
    Measure how long the last request took, step by step
    Ask for one virtual machine or cloud account with a spending limit
    ");
    assert_snapshot!(first_view("struggling.json", "ko"), @"
    아직 둘 다 아님
    DevOps를 도입했습니까? 아직 기준에 못 미칩니다.
    수준 0.8/4, 도입 기준 2.5
    확실 질문 24개에 모두 답했고 기준선과의 차이가 충분함
    효과가 있었습니까? 아직 기준에 못 미칩니다.
    수준 0.9/4, 일반적인 팀 2.1
    확실 질문 10개에 모두 답했고 기준선과의 차이가 충분함
    여기서 시작
    탄력적 인프라
    이번 주
    지난번 요청에 걸린 시간을 단계별로 재기
    지출 한도가 있는 가상 머신이나 클라우드 계정 하나를 요청하기
    ");
}

#[test]
fn a_team_at_the_line_reads_that_a_few_answers_would_change_it() {
    assert_snapshot!(first_view("leaning.json", "en"), @"
    Adopted and working
    Have you adopted DevOps? Just about.
    2.5 of 4; adopted starts at 2.5
    leaning so close to the line that a few answers one level off would change it
    Did it work? Yes.
    3.2 of 4; the typical team has 2.1
    firm all 10 questions are answered, and the level is not close to the line
    Start here
    Trunk-based development
    This week
    Agree that a broken main branch stops new work until it is fixed or undone
    Cut the next task so that its first part merges within two days
    ");
    assert_snapshot!(first_view("leaning.json", "ko"), @"
    도입했고 효과가 있음
    DevOps를 도입했습니까? 예, 간신히 기준 이상입니다.
    수준 2.5/4, 도입 기준 2.5
    잠정 기준선에 매우 가까워 답변 몇 개가 한 수준만 달라도 바뀜
    효과가 있었습니까? 예.
    수준 3.2/4, 일반적인 팀 2.1
    확실 질문 10개에 모두 답했고 기준선과의 차이가 충분함
    여기서 시작
    트렁크 기반 개발
    이번 주
    메인 브랜치가 깨지면 고치거나 되돌릴 때까지 새 작업을 멈추기로 합의하기
    다음 작업을 잘라 첫 부분이 이틀 안에 병합되게 하기
    ");
}

#[test]
fn a_team_with_open_questions_reads_which_one_decides() {
    assert_snapshot!(first_view("open.json", "en"), @"
    Neither yet
    Have you adopted DevOps? Probably not yet.
    2.0 of 4; adopted starts at 2.5; with all answers it could be 1.5 to 2.5
    open 6 open questions could change it, Telemetry most
    Did it work? Not yet.
    0.9 of 4; the typical team has 2.1
    firm all 10 questions are answered, and the level is not close to the line
    Start here
    Small batches
    This week
    Deploy every finished bug fix on its own for two weeks
    Split the next task into slices that each make sense to a user
    ");
    assert_snapshot!(first_view("open.json", "ko"), @"
    아직 둘 다 아님
    DevOps를 도입했습니까? 아마 아직 기준에 못 미칩니다.
    수준 2.0/4, 도입 기준 2.5, 모두 답하면 1.5~2.5
    미정 답하지 않은 질문 6개에 따라 달라질 수 있고, 영향이 가장 큰 질문은 텔레메트리
    효과가 있었습니까? 아직 기준에 못 미칩니다.
    수준 0.9/4, 일반적인 팀 2.1
    확실 질문 10개에 모두 답했고 기준선과의 차이가 충분함
    여기서 시작
    작은 작업 단위
    이번 주
    2주 동안 끝난 버그 수정을 모두 하나씩 따로 배포하기
    다음 작업을 하나하나가 사용자에게 의미 있는 조각으로 나누기
    ");
}

#[test]
fn a_team_that_contradicts_itself_reads_on_what() {
    assert_snapshot!(first_view("contradiction.json", "en"), @"
    Adopted and working
    Have you adopted DevOps? Probably.
    3.0 of 4; adopted starts at 2.5
    leaning Small batches and Deployment frequency contradict each other
    Did it work? Probably.
    2.8 of 4; the typical team has 2.1
    leaning Small batches and Deployment frequency contradict each other
    Start here
    Trunk-based development
    This week
    Merge the next unfinished feature daily behind a switch
    Review one change while writing it, in a pair, to remove the wait
    ");
    assert_snapshot!(first_view("contradiction.json", "ko"), @"
    도입했고 효과가 있음
    DevOps를 도입했습니까? 아마 그렇습니다.
    수준 3.0/4, 도입 기준 2.5
    잠정 작은 작업 단위와 배포 빈도의 답변이 서로 모순됨
    효과가 있었습니까? 아마 그렇습니다.
    수준 2.8/4, 일반적인 팀 2.1
    잠정 작은 작업 단위와 배포 빈도의 답변이 서로 모순됨
    여기서 시작
    트렁크 기반 개발
    이번 주
    아직 끝나지 않은 다음 기능을 스위치 뒤에 두고 매일 병합하기
    대기를 없애기 위해 변경 하나를 둘이 함께 작성하면서 리뷰하기
    ");
}
