//! Laws that hold for every programme and all facts: on generated cases, and on arbitrary bytes.

use proptest::prelude::*;
use qudao::{AsOf, Engine, Exact, Facts, Partial, PartnerDecision, Programme, Reason, parse_date};
use qudao_tests::comparison::{covers, first_difference};
use qudao_tests::{answer, generate, oracle};
use serde_json::{Value, json};

struct Case {
    programme: Value,
    facts: Value,
    as_of: String,
    known_on: Option<String>,
}

impl Case {
    fn of(seed: u64) -> Case {
        let generate::Case { programme, facts, as_of, known_on, .. } = generate::case(seed);
        Case { programme, facts, as_of, known_on }
    }

    fn as_of(&self) -> AsOf {
        AsOf {
            on: parse_date(&self.as_of).expect("a date"),
            known_on: self.known_on.as_deref().map(|date| parse_date(date).expect("a date")),
        }
    }

    fn programme(&self) -> Programme {
        Programme::from_json(&self.programme.to_string()).unwrap_or_else(|report| panic!("{report}\n{}", self.programme))
    }

    fn read(&self, programme: &Programme, facts: &Value) -> Facts {
        Facts::from_json(programme, &facts.to_string()).unwrap_or_else(|report| panic!("{report}\n{facts}"))
    }

    fn answer(&self) -> String {
        answer(&self.programme.to_string(), &self.facts.to_string(), &self.as_of, self.known_on.as_deref())
    }
}

/// A few of those that the program `oracle` examines in the one test command.
#[test]
fn oracle_agrees_on_generated_cases() {
    for seed in 0..500 {
        let case = Case::of(seed);
        let expected = oracle::review(&case.programme, &case.facts, &case.as_of, case.known_on.as_deref());
        let answer = case.answer();
        let found: Value = serde_json::from_str(&answer).expect("JSON");
        assert!(
            covers(&expected, &found),
            "seed {seed}: {}",
            if found["code"].is_null() { first_difference("", &expected, &found) } else { answer }
        );
    }
}

#[test]
fn both_pipelines_agree() {
    for seed in 0..1_500 {
        let case = Case::of(seed);
        let programme = case.programme();
        let facts = case.read(&programme, &case.facts);
        let engine = Engine::compile(&programme);
        let review = engine.review(&facts, &case.as_of()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let outcomes = review.outcomes();
        for (row, id) in review.partner_ids().iter().enumerate() {
            let plain = engine.explain(&facts, &case.as_of(), id).expect("explains");
            assert_eq!(review.partner(id).expect("decides"), plain, "seed {seed}, {id}");
            let tier = programme.tiers().map(|tiers| tiers.tier(outcomes.tiers[row].into()).id.as_str());
            assert_eq!(plain.standing.as_ref().map(|standing| &*standing.tier), tier, "seed {seed}, {id}");
            assert_eq!(plain.total.minor(), outcomes.totals[row], "seed {seed}, {id}");
            for (award, column) in plain.awards.iter().zip(&outcomes.awards) {
                let fast = (column.outcomes[row], column.earned[row], column.amounts[row]);
                assert_eq!((award.outcome, award.earned.minor(), award.amount.minor()), fast, "seed {seed}, {id}, {}", award.incentive);
            }
            for ((score, column), card) in plain.scores.iter().zip(&outcomes.scores).zip(programme.scorecards()) {
                let fast = (column.points[row], card.bands[usize::from(column.bands[row])].id.as_str());
                assert_eq!((score.points, &*score.band), fast, "seed {seed}, {id}");
            }
        }
    }
}

#[test]
fn reasons_reconcile() {
    for seed in 0..1_500 {
        let case = Case::of(seed);
        let programme = case.programme();
        let facts = case.read(&programme, &case.facts);
        let review = Engine::compile(&programme).review(&facts, &case.as_of()).expect("reviews");
        for decision in review.partners() {
            reconcile(&decision.expect("decides"), seed);
        }
    }
}

fn reconcile(decision: &PartnerDecision, seed: u64) {
    let sum = |reasons: &[Reason]| {
        reasons.iter().filter_map(Reason::contribution).fold(Exact::ZERO, |sum, part| sum.checked_add(part).expect("fits"))
    };
    for award in &decision.awards {
        assert_eq!(sum(&award.reasons), award.amount.exact(), "seed {seed}, {}: {award:?}", decision.partner);
        assert!(!award.reasons.is_empty(), "seed {seed}, {}: {} has no reason", decision.partner, award.incentive);
    }
    assert_eq!(sum(&decision.total_reasons), decision.total.exact(), "seed {seed}, {}", decision.partner);
    for score in &decision.scores {
        let points = score.reasons.iter().fold(Exact::ZERO, |sum, reason| match reason {
            Reason::Initial { points, .. } | Reason::Scored { points, .. } => sum.checked_add(*points).expect("fits"),
            other => panic!("seed {seed}: {other:?} in a score"),
        });
        assert_eq!(points, score.points, "seed {seed}, {}", decision.partner);
    }
}

#[test]
fn partials_of_another_plan_are_refused() {
    let case = Case::of(1);
    let programme = case.programme();
    let engine = Engine::compile(&programme);
    let facts = case.read(&programme, &case.facts);
    let mut partial = engine.measure(&facts, &case.as_of()).expect("measures");
    let mut changed = case.programme.clone();
    changed["revision"] = json!(999);
    let other = Engine::compile(&Programme::from_json(&changed.to_string()).expect("valid"));
    let foreign = other.measure(&facts, &case.as_of()).expect("measures");
    assert_eq!(partial.merge(&foreign).expect_err("refused").code(), "plan_mismatch");
    assert_eq!(other.decide(&facts, &partial).expect_err("refused").code(), "plan_mismatch");
    assert_eq!(Partial::from_json(other.programme(), &partial.to_json()).expect_err("refused").code(), "plan_mismatch");
    assert_eq!(Partial::from_json(&programme, "{}").expect_err("refused").code(), "bad_partial");
}

#[test]
fn canonical_text_reads_back_to_itself() {
    for seed in 0..500 {
        let programme = Case::of(seed).programme();
        let again = Programme::from_json(programme.to_json()).expect("canonical text is valid");
        assert_eq!(again.to_json(), programme.to_json(), "seed {seed}");
        assert_eq!(again.identity(), programme.identity(), "seed {seed}");
    }
}

#[test]
fn an_unknown_member_anywhere_is_found_there() {
    for seed in 0..200 {
        let case = Case::of(seed);
        for pointer in objects(&case.programme, "") {
            let mut changed = case.programme.clone();
            let Some(Value::Object(members)) = changed.pointer_mut(&pointer) else { panic!("{pointer}") };
            members.insert("zzz".to_owned(), json!(1));
            let report = Programme::from_json(&changed.to_string()).expect_err("refused");
            let beneath = |path: &str| path == pointer || path.starts_with(&format!("{pointer}/"));
            assert!(report.findings().iter().any(|finding| beneath(finding.path.as_str())), "seed {seed} {pointer}: {report}");
        }
    }
}

/// Pointers of all objects in a document, but for maps in which any name is allowed.
fn objects(value: &Value, path: &str) -> Vec<String> {
    let open = [
        "/metrics",
        "/scorecards",
        "/conflicts",
        "/groups",
        "/budgets",
        "/pools",
        "/contests",
        "/records",
        "/cascades",
        "/leaderboards",
        "/pay_checks",
        "/cost_shares",
        "/classes",
    ];
    let mut found = Vec::new();
    match value {
        Value::Object(members) => {
            if !open.contains(&path) && !path.ends_with("/columns") && !path.ends_with("/titles") {
                found.push(path.to_owned());
            }
            found.extend(
                members
                    .iter()
                    .flat_map(|(name, member)| objects(member, &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")))),
            );
        }
        Value::Array(list) => {
            found.extend(list.iter().enumerate().flat_map(|(index, element)| objects(element, &format!("{path}/{index}"))))
        }
        _ => {}
    }
    found
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = Programme::check(&text);
        let _ = Facts::from_json(&Case::of(0).programme(), &text);
        let _ = Partial::from_json(&Case::of(0).programme(), &text);
    }

    #[test]
    fn damaged_documents_never_panic(seed in 0u64..400, at in any::<prop::sample::Index>(), byte in any::<char>(), cut in any::<bool>()) {
        let case = Case::of(seed);
        let damage = |text: String| {
            let characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len());
            let rest = if cut { characters.len() } else { at + 1 };
            characters[..at].iter().chain(std::iter::once(&byte)).chain(&characters[rest..]).collect::<String>()
        };
        let (programme, facts) = (case.programme.to_string(), case.facts.to_string());
        let _ = answer(&damage(programme.clone()), &facts, &case.as_of, None);
        let _ = answer(&programme, &damage(facts), &case.as_of, None);
    }
}
