//! Neither the order of records, nor that of rules and members, nor how the records are divided decides anything that the guide does not
//! leave to it.

use qudao::{AsOf, Engine, Facts, Partial, Programme, parse_date};
use qudao_tests::comparison::first_difference;
use qudao_tests::generate::Case;
use qudao_tests::{answer, generate};
use serde_json::{Map, Value, json};

fn said(case: &Case) -> String {
    answer(&case.programme.to_string(), &case.facts.to_string(), &case.as_of, case.known_on.as_deref())
}

#[test]
fn order_of_records_does_not_matter() {
    let mut random = fastrand::Rng::with_seed(7);
    for seed in 0..500 {
        let mut case = generate::case(seed);
        let answer = said(&case);
        for table in case.facts.as_object_mut().expect("an object").values_mut() {
            if let Value::Array(rows) = table {
                random.shuffle(rows);
            }
        }
        assert_eq!(said(&case), answer, "seed {seed}");
    }
}

/// The text of a document with the members of all its objects the other way round.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut written: Vec<String> = members.iter().map(|(name, value)| format!("{}:{}", json!(name), backwards(value))).collect();
            written.reverse();
            format!("{{{}}}", written.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(backwards).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

#[test]
fn order_of_members_does_not_matter() {
    for seed in 0..300 {
        let case = generate::case(seed);
        let other = answer(&backwards(&case.programme), &backwards(&case.facts), &case.as_of, case.known_on.as_deref());
        assert_eq!(other, said(&case), "seed {seed}");
    }
}

/// What a review says, with awards by their incentive and without the places in the programme that its order decides.
fn by_incentive(review: &str) -> Value {
    let mut review: Value = serde_json::from_str(review).expect("JSON");
    review["programme"].take();
    for partner in review["partners"].as_array_mut().into_iter().flatten() {
        let mut awards: Map<String, Value> = Map::new();
        for award in partner["awards"].as_array().into_iter().flatten() {
            awards.insert(award["incentive"].as_str().expect("an id").to_owned(), award.clone());
        }
        partner["awards"] = Value::Object(awards);
        let mut reasons = partner["total_reasons"].as_array().cloned().unwrap_or_default();
        without_indexes(&mut partner["awards"]);
        reasons.iter_mut().for_each(without_indexes);
        reasons.sort_by_key(Value::to_string);
        partner["total_reasons"] = Value::Array(reasons);
    }
    review
}

/// Takes `/incentives/3` out of all paths, and puts the ids of others, which stand in document order, in theirs.
fn without_indexes(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(path)) = members.get_mut("path")
                && let Some(rest) = path.strip_prefix("/incentives/")
            {
                *path = rest.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
            }
            for name in ["over", "others"] {
                if let Some(Value::Array(ids)) = members.get_mut(name) {
                    ids.sort_by_key(Value::to_string);
                }
            }
            members.values_mut().for_each(without_indexes);
        }
        Value::Array(list) => list.iter_mut().for_each(without_indexes),
        _ => {}
    }
}

#[test]
fn order_of_incentives_does_not_matter() {
    let mut random = fastrand::Rng::with_seed(13);
    let mut compared = 0;
    for seed in 0..800 {
        let mut case = generate::case(seed);
        // these say that document order decides between equal ones
        let floors = case.programme["groups"].as_object().into_iter().flat_map(Map::values).any(|group| group.get("floor").is_some());
        let several = case.programme["incentives"].as_array().is_some_and(|incentives| incentives.len() > 1);
        if floors || !several || case.programme.get("budgets").is_some() {
            continue;
        }
        let before = by_incentive(&said(&case));
        random.shuffle(case.programme["incentives"].as_array_mut().expect("a list of incentives"));
        for check in case.programme.get_mut("pay_checks").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
            random.shuffle(check["of"].as_array_mut().expect("a list of incentives"));
        }
        let after = by_incentive(&said(&case));
        let difference = first_difference("", &before, &after);
        assert!(before == after, "seed {seed}: {}", if difference.is_empty() { first_difference("", &after, &before) } else { difference });
        compared += 1;
    }
    assert!(compared > 150, "only {compared} cases");
}

/// Tables that are read record by record, in every part.
const WHOLE: [&str; 10] = [
    "registrations",
    "credits",
    "rates",
    "fund_requests",
    "fund_claims",
    "fund_proofs",
    "special_prices",
    "price_changes",
    "claim_lines",
    "list_prices",
];
/// Tables whose records may lie in any part; the others are needed whole, or refer to each other.
const SPLIT: [&str; 4] = ["sales", "activities", "certificates", "targets"];

fn read(programme: &Programme, facts: &Value) -> Facts {
    Facts::from_json(programme, &facts.to_string()).unwrap_or_else(|report| panic!("{report}\n{facts}"))
}

/// The facts divided into so many parts.
fn divided(programme: &Programme, facts: &Value, count: usize, random: &mut fastrand::Rng) -> Vec<Value> {
    let mut parts = vec![facts.clone(); count];
    for (name, table) in facts.as_object().expect("an object") {
        let Value::Array(rows) = table else { continue };
        let kind = programme.kinds().get(name).expect("a known table");
        if !kind.is_measurable() || WHOLE.contains(&name.as_str()) {
            continue;
        }
        let mut split = vec![Vec::new(); parts.len()];
        for row in rows {
            let to = if SPLIT.contains(&name.as_str()) { random.usize(0..split.len()) } else { 0 };
            split[to].push(row.clone());
        }
        for (part, rows) in parts.iter_mut().zip(split) {
            part[name] = json!(rows);
        }
        if name == "receivables" {
            // payments refer to them, so they stay in every part; measured in the first part only
            parts.iter_mut().skip(1).for_each(|part| part["payments"] = json!([]));
        }
    }
    if let Some(credits) = facts["credits"].as_array() {
        // they go with their line
        for part in &mut parts {
            let lines = part["sales"].as_array().expect("a list of sales");
            let own = credits.iter().filter(|credit| lines.iter().any(|line| line["id"] == credit["sale"]));
            part["credits"] = own.cloned().collect();
        }
    }
    parts
}

#[test]
fn parts_merge_to_the_whole_in_any_order() {
    let mut random = fastrand::Rng::with_seed(11);
    for seed in 0..400 {
        let case = generate::case(seed);
        let programme = Programme::from_json(&case.programme.to_string()).unwrap_or_else(|report| panic!("{report}"));
        let as_of = AsOf {
            on: parse_date(&case.as_of).expect("a date"),
            known_on: case.known_on.as_deref().map(|date| parse_date(date).expect("a date")),
        };
        let engine = Engine::compile(&programme);
        let facts = read(&programme, &case.facts);
        let count = random.usize(2..6);
        let parts = divided(&programme, &case.facts, count, &mut random);
        let mut partials: Vec<Partial> =
            parts.iter().map(|part| engine.measure(&read(&programme, part), &as_of).expect("measures")).collect();
        // any two are taken together, in either order, until one is left
        while partials.len() > 1 {
            random.shuffle(&mut partials);
            let other = partials.pop().expect("two or more");
            let other = Partial::from_json(&programme, &other.to_json()).expect("reads what it wrote");
            let at = random.usize(0..partials.len());
            partials[at].merge(&other).expect("the same plan");
        }
        let whole = engine.measure(&facts, &as_of).expect("measures");
        assert_eq!(partials[0].to_json(), whole.to_json(), "seed {seed}");
        let answer = engine.decide(&facts, &partials[0]).expect("decides").to_json().expect("writes");
        assert_eq!(answer, said(&case), "seed {seed}");
    }
}
