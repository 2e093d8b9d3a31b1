//! What is split sums to the whole in minor units, and what is limited stays within its limits.

use std::collections::BTreeMap;

use proptest::prelude::*;
use qudao_tests::{answer, generate};
use serde_json::{Value, json};

const CASES: u64 = 1_000;

/// An amount of a review in minor units: it always has the digits of its unit.
fn minor(amount: &Value) -> i128 {
    amount.as_str().unwrap_or_else(|| panic!("{amount} is no amount")).replace('.', "").parse().expect("digits with a point")
}

/// A number of a document in minor units of that scale, and whether nothing was cut off.
fn minor_of(number: &Value, scale: usize) -> i128 {
    let text = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
    let (integer, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{integer}{fraction:0<scale$}").parse().expect("digits with a point")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn sum<'a>(amounts: impl IntoIterator<Item = &'a Value>) -> i128 {
    amounts.into_iter().map(minor).sum()
}

/// Programmes, their facts and the review of those that are not refused.
fn reviews() -> impl Iterator<Item = (u64, Value, Value)> {
    (0..CASES).map(|seed| {
        let case = generate::case(seed);
        let text = answer(&case.programme.to_string(), &case.facts.to_string(), &case.as_of, case.known_on.as_deref());
        let review: Value = serde_json::from_str(&text).expect("JSON");
        assert!(review["partners"].is_array(), "seed {seed}: {text}");
        (seed, case.programme, review)
    })
}

fn scale(programme: &Value) -> usize {
    usize::try_from(programme["rounding"]["scale"].as_u64().expect("a scale")).expect("a small scale")
}

/// The digits of an amount as it stands in the review.
fn digits(amount: &Value) -> usize {
    amount.as_str().and_then(|text| text.split_once('.')).map_or(0, |(_, fraction)| fraction.len())
}

#[test]
fn what_an_award_is_divided_into_sums_to_it() {
    let (mut schedules, mut payees, mut released) = (0, 0, 0);
    for (seed, _, review) in reviews() {
        for award in list(&review["partners"]).iter().flat_map(|partner| list(&partner["awards"])) {
            let amount = minor(&award["amount"]);
            if let Some(dues) = award.get("schedule") {
                let whole = if amount > 0 { amount } else { 0 };
                assert_eq!(sum(list(dues).iter().map(|due| &due["amount"])), whole, "seed {seed}: {award}");
                let days: Vec<&str> = list(dues).iter().filter_map(|due| due["due"].as_str()).collect();
                assert!(days.is_sorted(), "seed {seed}: {award}");
                schedules += usize::from(whole > 0);
            }
            if let Some(all) = award.get("payees") {
                assert_eq!(sum(list(all).iter().map(|payee| &payee["amount"])), amount.max(0), "seed {seed}: {award}");
                assert!(list(all).iter().all(|payee| minor(&payee["amount"]) > 0), "seed {seed}: {award}");
                payees += usize::from(amount > 0);
            }
            if let Some(payable) = award.get("payable") {
                let payable = minor(payable);
                assert!(if amount < 0 { payable == amount } else { (0..=amount).contains(&payable) }, "seed {seed}: {award}");
                released += usize::from(payable != amount);
            }
        }
    }
    assert!(schedules > 50 && payees > 20 && released > 50, "{schedules} schedules, {payees} with payees, {released} partly payable");
}

#[test]
fn limits_hold() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what: &'static str| *seen.entry(what).or_default() += 1;
    for (seed, programme, review) in reviews() {
        let scale = scale(&programme);
        for partner in list(&review["partners"]) {
            let awards = list(&partner["awards"]);
            for (incentive, award) in list(&programme["incentives"]).iter().zip(awards) {
                let in_force = !["held", "not_applicable"].contains(&award["outcome"].as_str().expect("an outcome"));
                let earned = minor(&award["earned"]);
                let limit = |member: &str| {
                    let limit = incentive.get(member).filter(|limit| limit.is_string() && in_force);
                    limit.map(|limit| minor_of(limit, digits(&award["earned"])))
                };
                if let Some(cap) = limit("cap") {
                    assert!(earned <= cap, "seed {seed}: {award}");
                    count("cap");
                }
                if let Some(floor) =
                    limit("floor").filter(|floor| limit("cap").is_none_or(|cap| *floor <= cap) && !incentive["cap"].is_object())
                {
                    assert!(earned >= floor, "seed {seed}: {award}");
                    count("floor");
                }
                let paid_in_full = ["paid", "nothing"].contains(&award["outcome"].as_str().expect("an outcome"));
                if paid_in_full && incentive.get("group").is_none() && incentive.get("budget").is_none() {
                    assert_eq!(award["amount"], award["earned"], "seed {seed}: {award}");
                }
            }
            for (name, group) in programme["groups"].as_object().into_iter().flatten() {
                let of_group = |(incentive, _): &(&Value, &Value)| incentive.get("group").is_some_and(|other| other == name);
                let members: Vec<(&Value, &Value)> = list(&programme["incentives"]).iter().zip(awards).filter(of_group).collect();
                let Some((_, first)) = members.first() else { continue };
                let digits = digits(&first["amount"]);
                let total = sum(members.iter().map(|(_, award)| &award["amount"]));
                if let Some(cap) = group.get("cap") {
                    assert!(total <= minor_of(cap, digits), "seed {seed}, {name}: {total} of {members:?}");
                    count("cap of a group");
                }
                // nothing takes from it after the group, and there is somebody to raise
                let later = ["budget", "minimum_payout", "release"];
                let untouched = members.iter().all(|(incentive, _)| later.iter().all(|member| incentive.get(member).is_none()));
                let may_rise = members.iter().any(|(_, award)| award["outcome"] == "paid" && minor(&award["amount"]) > 0);
                if let Some(floor) = group.get("floor").filter(|_| untouched && may_rise) {
                    assert!(total >= minor_of(floor, digits), "seed {seed}, {name}: {total} of {members:?}");
                    count("floor of a group");
                }
            }
            let money = sum(awards.iter().filter(|award| award.get("unit").is_none()).map(|award| &award["amount"]));
            let limit = |member: &str| programme["payout"].get(member).map(|limit| minor_of(limit, scale));
            let within = limit("floor").map_or(money, |floor| money.max(floor));
            let within = limit("cap").map_or(within, |cap| within.min(cap));
            assert_eq!(minor(&partner["total"]), within, "seed {seed}: {partner}");
        }
        assert_eq!(minor(&review["total"]), sum(list(&review["partners"]).iter().map(|partner| &partner["total"])), "seed {seed}");
    }
    assert!(seen.len() == 4 && seen.values().all(|count| *count >= 30), "{seen:?}");
}

#[test]
fn what_all_share_is_given_out_once() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what: &'static str| *seen.entry(what).or_default() += 1;
    for (seed, programme, review) in reviews() {
        let awards = || {
            let of_partner = |partner: &'_ Value| list(&partner["awards"]).to_vec();
            list(&review["partners"]).iter().flat_map(of_partner).zip(list(&programme["incentives"]).iter().cycle()).collect::<Vec<_>>()
        };
        for budget in list(&review["budgets"]) {
            let of_it: Vec<_> = awards().into_iter().filter(|(_, incentive)| incentive.get("budget") == Some(&budget["budget"])).collect();
            let later = ["minimum_payout", "release"];
            let untouched = of_it.iter().all(|(_, incentive)| later.iter().all(|member| incentive.get(member).is_none()));
            let paid: i128 = of_it.iter().map(|(award, _)| minor(&award["amount"]).max(0)).sum();
            let (amount, demand, given) = (minor(&budget["amount"]), minor(&budget["demand"]), minor(&budget["given"]));
            assert_eq!(given, demand.min(amount), "seed {seed}: {budget}");
            assert!(paid <= given, "seed {seed}: {paid} of {budget}");
            if untouched {
                assert_eq!(paid, given, "seed {seed}: {budget}");
                count(if demand > amount { "short budget" } else { "budget" });
            }
        }
        for pool in list(&review["pools"]) {
            let written = &programme["pools"][pool["pool"].as_str().expect("a name")];
            let (amount, given) = (minor(&pool["amount"]), minor(&pool["given"]));
            assert!((0..=amount).contains(&given), "seed {seed}: {pool}");
            if written.get("cap").is_none() && pool["sharing"] != 0 {
                assert_eq!(given, amount, "seed {seed}: {pool}");
                count("pool");
            } else if let Some(cap) = written.get("cap").filter(|_| written["left_over"] == "redistributed" && pool["sharing"] != 0) {
                let sharing = i128::from(pool["sharing"].as_u64().expect("a number"));
                assert_eq!(given, amount.min(sharing * minor_of(cap, scale(&programme))), "seed {seed}: {pool}");
                count("redistributed pool");
            }
            let shares = awards().into_iter().flat_map(|(award, _)| list(&award["reasons"]).to_vec());
            let shares: Vec<i128> = shares
                .filter(|reason| reason["code"] == "part_pool" && reason["pool"] == pool["pool"])
                .map(|reason| minor_of(&reason["contribution"], scale(&programme)))
                .collect();
            assert!(shares.iter().sum::<i128>() <= given && shares.iter().all(|share| *share >= 0), "seed {seed}: {shares:?} of {pool}");
        }
        for contest in list(&review["contests"]) {
            let written = &programme["contests"][contest["contest"].as_str().expect("a name")];
            let participants = contest["participants"].as_u64().expect("a number");
            if participants < written["participants"].as_u64().expect("a number") {
                assert!(list(&contest["places"]).iter().all(|place| place.get("prize").is_none()), "seed {seed}: {contest}");
                count("too few");
            } else if written["ties"] == "share" || written["ties"].is_object() {
                let prizes = list(&written["prizes"]).iter().take(usize::try_from(participants).expect("few"));
                let all: i128 = prizes.map(|prize| minor_of(prize, scale(&programme))).sum();
                let given = sum(list(&contest["places"]).iter().filter_map(|place| place.get("prize")));
                assert_eq!(given, all, "seed {seed}: {contest}");
                count("contest");
            }
        }
    }
    assert!(seen.len() == 6 && seen.values().all(|count| *count >= 10), "{seen:?}");
}

#[test]
fn what_is_split_side_by_side_sums_to_the_whole() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what: &'static str| *seen.entry(what).or_default() += 1;
    for (seed, programme, review) in reviews() {
        for cascade in list(&review["cascades"]) {
            let rows = list(&cascade["rows"]);
            let (amount, given) = (minor(&cascade["amount"]), minor(&cascade["given"]));
            assert!(given == amount || given == 0, "seed {seed}: {cascade}");
            assert!(rows.iter().all(|row| minor(&row["own"]) >= 0), "seed {seed}: {cascade}");
            assert_eq!(sum(rows.iter().map(|row| &row["own"])), given, "seed {seed}: {cascade}");
            let along = programme["cascades"][cascade["cascade"].as_str().expect("an id")]["along"].as_str();
            if along == Some("hierarchy") {
                let below = |parent: Option<&Value>| {
                    let children = rows.iter().filter(|row| row.get("parent") == parent);
                    sum(children.map(|row| &row["subtree"]))
                };
                assert_eq!(below(None), given, "seed {seed}: {cascade}");
                let adds_up = |row: &Value| minor(&row["subtree"]) == minor(&row["own"]) + below(row.get("partner"));
                assert!(rows.iter().all(adds_up), "seed {seed}: {cascade}");
            }
            if given > 0 && rows.len() > 1 {
                count(if along == Some("hierarchy") { "cascade along the hierarchy" } else { "cascade" });
            }
        }
        for share in list(&review["cost_shares"]) {
            let rows = list(&share["rows"]);
            for member in ["paid", "share"] {
                assert_eq!(sum(rows.iter().map(|row| &row[member])), minor(&share["total"]), "seed {seed}: {share}");
            }
            let mut nets: BTreeMap<&str, i128> =
                rows.iter().map(|row| (row["partner"].as_str().expect("an id"), minor(&row["net"]))).collect();
            assert!(rows.iter().all(|row| minor(&row["net"]) == minor(&row["paid"]) - minor(&row["share"])), "seed {seed}: {share}");
            for transfer in list(&share["transfers"]) {
                let amount = minor(&transfer["amount"]);
                assert!(amount > 0, "seed {seed}: {share}");
                for (side, sign) in [("from", 1), ("to", -1)] {
                    *nets.get_mut(transfer[side].as_str().expect("an id")).expect("a row") += sign * amount;
                }
                count("transfer");
            }
            assert!(nets.values().all(|net| *net == 0), "seed {seed}: {nets:?} is left of {share}");
            assert!(list(&share["transfers"]).len() < rows.len().max(1), "seed {seed}: {share}");
        }
    }
    assert!(seen.len() == 3 && seen.values().all(|count| *count >= 50), "{seen:?}");
}

fn hundredths(number: i64) -> String {
    format!("{}{}.{:02}", if number < 0 { "-" } else { "" }, number.abs() / 100, number.abs() % 100)
}

fn programme(more: Value) -> Value {
    let mut programme = json!({
        "schema": "qudao/programme/1", "id": "p", "revision": 1, "currency": "CNY", "document": "C-1",
        "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_even"}
    });
    for (name, value) in more.as_object().expect("members") {
        programme[name] = value.clone();
    }
    programme
}

fn review(programme: &Value, facts: &Value) -> Value {
    let review: Value = serde_json::from_str(&answer(&programme.to_string(), &facts.to_string(), "2026-03-31", None)).expect("JSON");
    assert!(review["partners"].is_array(), "{review}\n{programme}\n{facts}");
    review
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("P-{index:02}")).collect()
}

/// Partners to whom the host hands over these values.
fn handed_over(metric: &str, values: &[i64]) -> Value {
    let ids = ids(values.len());
    let partners: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
    let metrics: serde_json::Map<String, Value> =
        ids.iter().zip(values).map(|(id, value)| (id.clone(), json!({metric: hundredths(*value)}))).collect();
    json!({"schema": "qudao/facts/1", "partners": partners, "metrics": metrics})
}

proptest! {
    /// In proportion to the minor unit, never above the cap, and nobody with more weight gets less.
    #[test]
    fn a_pool_is_given_out_to_the_last_minor_unit(
        weights in prop::collection::vec(-500i64..5_000, 1..12), amount in 0i64..1_000_000, cap in prop::option::of(1i64..200_000), kept in any::<bool>(),
    ) {
        let mut pool = json!({"amount": hundredths(amount), "shared_by": "weight", "left_over": if kept { "kept" } else { "redistributed" }});
        if let Some(cap) = cap {
            pool["cap"] = json!(hundredths(cap));
        }
        let programme = programme(json!({"metrics": {"weight": {"given": "decimal"}}, "pools": {"growth": pool},
            "incentives": [{"id": "share", "pays": [{"share_of_pool": "growth"}]}]}));
        let review = review(&programme, &handed_over("weight", &weights));
        let shares: Vec<i128> = list(&review["partners"]).iter().map(|partner| minor(&partner["total"])).collect();
        let given = minor(&review["pools"][0]["given"]);
        prop_assert_eq!(shares.iter().sum::<i128>(), given);
        let positive: Vec<(i128, i128)> =
            weights.iter().zip(&shares).filter(|(weight, _)| **weight > 0).map(|(weight, share)| (i128::from(*weight), *share)).collect();
        prop_assert_eq!(positive.iter().map(|(_, share)| share).sum::<i128>(), given, "only who has a weight shares");
        let (all, amount) = (positive.iter().map(|(weight, _)| weight).sum::<i128>(), i128::from(amount));
        let cap = cap.map(i128::from);
        prop_assert!(positive.iter().all(|(_, share)| cap.is_none_or(|cap| *share <= cap)));
        for (weight, share) in &positive {
            for (other, theirs) in &positive {
                prop_assert!(weight <= other || share >= theirs, "{weight} gets {share}, {other} {theirs}");
            }
            let exact_is_near = |share: i128| (share * all - amount * weight).abs() < all;
            match cap {
                None => prop_assert!(exact_is_near(*share), "{share} of {weight}"),
                Some(cap) if kept => prop_assert!(exact_is_near(*share) || *share == cap || amount * weight > cap * all, "{share} of {weight}"),
                Some(cap) => prop_assert!(exact_is_near(*share) || share * all >= amount * weight - all || *share == cap, "{share} of {weight}"),
            }
        }
        let count = positive.len() as i128;
        match cap {
            _ if count == 0 => prop_assert_eq!(given, 0),
            None => prop_assert_eq!(given, amount),
            Some(cap) if !kept => prop_assert_eq!(given, amount.min(cap * count)),
            Some(_) => prop_assert!(given <= amount),
        }
    }

    /// Every line that is credited to several partners is whole in what they are credited, also a return.
    #[test]
    fn credits_sum_to_the_line(
        lines in prop::collection::vec((-100_000i64..100_000, -20_000i64..20_000, -5_000_000i64..5_000_000), 1..6),
        shares in prop::collection::vec(prop::collection::btree_map(0usize..6, 1u32..1_000_000, 1..6), 6),
    ) {
        let sales: Vec<Value> = lines.iter().enumerate().map(|(index, (amount, tax, quantity))| json!({"id": format!("S{index}"), "partner": "P-00",
            "date": "2026-02-01", "amount": hundredths(*amount), "tax": hundredths(*tax), "quantity": millionths(*quantity), "basis": "sell_in"})).collect();
        let mut credits = Vec::new();
        for (index, parts) in shares.iter().enumerate().take(lines.len()) {
            // shares of a line sum to 1
            let (mut left, last) = (1_000_000, parts.len() - 1);
            for (place, (partner, part)) in parts.iter().enumerate() {
                let share = if place == last { left } else { (part / 6).max(1).min(left - 1) };
                left -= share;
                credits.push(json!({"sale": format!("S{index}"), "partner": format!("P-{partner:02}"), "share": millionths(i64::from(share))}));
            }
        }
        let sum = |column: &str| json!({"sum": column, "returns": "include", "basis": "all", "date": "date", "window": "all_time", "scope": "own"});
        let mut amount = sum("sales.amount");
        amount["tax"] = json!("excluded");
        let programme = programme(json!({"metrics": {"amount": amount, "tax": sum("sales.tax"), "quantity": sum("sales.quantity")}}));
        let partners: Vec<Value> = ids(6).into_iter().map(|id| json!({"id": id})).collect();
        let review = review(&programme, &json!({"schema": "qudao/facts/1", "partners": partners, "sales": sales, "credits": credits}));
        let total = |name: &str, scale: usize| list(&review["partners"]).iter().map(|partner| minor_of(&partner["metrics"][name], scale)).sum::<i128>();
        prop_assert_eq!(total("amount", 2), lines.iter().map(|line| i128::from(line.0)).sum::<i128>());
        prop_assert_eq!(total("tax", 2), lines.iter().map(|line| i128::from(line.1)).sum::<i128>());
        prop_assert_eq!(total("quantity", 6), lines.iter().map(|line| i128::from(line.2)).sum::<i128>());
    }

    /// A target is broken down in proportion, to the minor unit, and costs are: of either sign.
    #[test]
    fn a_target_and_costs_are_split_to_the_last_minor_unit(
        of in prop::collection::vec((-500i64..5_000, -100_000i64..100_000), 1..12), amount in 0i64..1_000_000,
    ) {
        let programme = programme(json!({
            "metrics": {"weight": {"given": "decimal"}, "paid": {"given": "decimal"}},
            "cascades": {"plan": {"target": "annual", "amount": hundredths(amount), "period": {"from": "2027-01-01", "until": "2028-01-01"},
                "shared_by": "weight", "along": "partners", "unknown": "nothing", "when_no_weight": "nothing"}},
            "cost_shares": {"fair": {"paid": "paid", "shared_by": "weight", "unknown": "nothing"}}
        }));
        let mut facts = handed_over("weight", &of.iter().map(|(weight, _)| *weight).collect::<Vec<_>>());
        for (id, (_, paid)) in ids(of.len()).iter().zip(&of) {
            facts["metrics"][id]["paid"] = json!(hundredths(*paid));
        }
        let review = review(&programme, &facts);
        let weights: Vec<i128> = of.iter().map(|(weight, _)| i128::from(*weight.max(&0))).collect();
        let all: i128 = weights.iter().sum();
        let total: i128 = of.iter().map(|(_, paid)| i128::from(*paid)).sum();
        let near = |whole: i128, parts: Vec<i128>| {
            parts.iter().sum::<i128>() == whole && parts.iter().zip(&weights).all(|(part, weight)| (part * all - whole * weight).abs() < all)
        };
        let parts = |rows: &Value, member: &str| list(rows).iter().map(|row| minor(&row[member])).collect::<Vec<_>>();
        let (plan, fair) = (&review["cascades"][0], &review["cost_shares"][0]);
        prop_assert_eq!(minor(&plan["given"]), if all > 0 { i128::from(amount) } else { 0 });
        prop_assert_eq!(minor(&fair["total"]), total);
        if all > 0 {
            prop_assert!(near(i128::from(amount), parts(&plan["rows"], "own")), "{plan}");
            prop_assert!(near(total, parts(&fair["rows"], "share")), "{fair}");
        } else {
            prop_assert!(parts(&fair["rows"], "net").iter().all(|net| *net == 0), "{fair}");
        }
    }

    /// A joint cap or floor is met to the minor unit, shared in proportion, and negative members stay as they are.
    #[test]
    fn a_joint_limit_is_met_to_the_last_minor_unit(
        amounts in prop::collection::vec(-20_000i64..50_000, 1..7), floor in prop::option::of(0i64..100_000), more in prop::option::of(0i64..100_000),
    ) {
        let mut group = json!({"combine": "joint"});
        if let Some(floor) = floor {
            group["floor"] = json!(hundredths(floor));
        }
        let cap = more.map(|more| floor.unwrap_or(0) + more);
        if let Some(cap) = cap {
            group["cap"] = json!(hundredths(cap));
        }
        let incentives: Vec<Value> = amounts.iter().enumerate().map(|(index, amount)| json!({"id": format!("i{index}"), "group": "all", "pays": [{"lump_sum": hundredths(*amount)}]})).collect();
        let programme = programme(json!({"groups": {"all": group}, "incentives": incentives}));
        let review = review(&programme, &json!({"schema": "qudao/facts/1", "partners": [{"id": "P-1"}]}));
        let paid: Vec<i128> = list(&review["partners"][0]["awards"]).iter().map(|award| minor(&award["amount"])).collect();
        let before: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
        let raised = amounts.iter().any(|amount| *amount >= 0);
        let mut wanted = before;
        if let Some(floor) = floor.filter(|_| raised) {
            wanted = wanted.max(i128::from(floor));
        }
        if let Some(cap) = cap {
            wanted = wanted.min(i128::from(cap));
        }
        prop_assert_eq!(paid.iter().sum::<i128>(), wanted);
        let positive: i128 = amounts.iter().filter(|amount| **amount > 0).map(|amount| i128::from(*amount)).sum();
        for (amount, paid) in amounts.iter().map(|amount| i128::from(*amount)).zip(&paid) {
            if amount < 0 {
                prop_assert_eq!(*paid, amount);
            } else if positive > 0 {
                let change = wanted - before;
                prop_assert!(((paid - amount) * positive - change * amount).abs() < positive, "{amount} becomes {paid}");
            }
        }
    }

    /// A short budget is given out exactly: in proportion, or in the order of a metric until nothing is left.
    #[test]
    fn a_short_budget_is_spent_to_the_last_minor_unit(
        demands in prop::collection::vec((-5_000i64..50_000, -100i64..100), 1..10), amount in 0i64..200_000, how in 0u8..3,
    ) {
        let first = if how == 1 { "highest" } else { "lowest" };
        let mut budget = json!({"amount": hundredths(amount), "when_short": "proportional"});
        if how > 0 {
            budget = json!({"amount": hundredths(amount), "when_short": "priority", "order_by": "rank", "first": first, "tie": "lowest_id"});
        }
        let programme = programme(json!({"metrics": {"wish": {"given": "decimal"}, "rank": {"given": "decimal"}}, "budgets": {"all": budget},
            "incentives": [{"id": "a", "budget": "all", "pays": [{"amount_of": "wish", "when_negative": "deduct", "unknown": "nothing"}]}]}));
        let mut facts = handed_over("wish", &demands.iter().map(|demand| demand.0).collect::<Vec<_>>());
        for (id, (_, rank)) in ids(demands.len()).iter().zip(&demands) {
            facts["metrics"][id]["rank"] = json!(hundredths(*rank));
        }
        let review = review(&programme, &facts);
        let paid: Vec<i128> = list(&review["partners"]).iter().map(|partner| minor(&partner["total"])).collect();
        let demand: i128 = demands.iter().map(|demand| i128::from(demand.0.max(0))).sum();
        let given: i128 = paid.iter().map(|paid| *paid.max(&0)).sum();
        prop_assert_eq!(given, demand.min(i128::from(amount)));
        for ((wish, _), paid) in demands.iter().zip(&paid) {
            let wish = i128::from(*wish);
            prop_assert!(*paid == wish || (wish > 0 && (0..=wish).contains(paid)), "{} of {}", paid, wish);
            if how == 0 && wish > 0 && demand > i128::from(amount) {
                prop_assert!((paid * demand - i128::from(amount) * wish).abs() < demand);
            }
        }
        // in an order at most one is given a part, and nobody behind it anything
        let short = demands.iter().zip(&paid).filter(|((wish, _), paid)| *wish > 0 && **paid > 0 && **paid < i128::from(*wish)).count();
        prop_assert!(how == 0 || short <= 1);
    }
}

fn millionths(number: i64) -> String {
    format!("{}{}.{:06}", if number < 0 { "-" } else { "" }, number.abs() / 1_000_000, number.abs() % 1_000_000)
}
