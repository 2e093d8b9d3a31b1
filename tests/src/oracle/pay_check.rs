//! Pay checks: does pay follow performance, and are equals paid equally.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};

use super::award::Award;
use super::number::{exact_text, parse};
use super::{Measure, Question, list, sorted, text, zero};
use crate::comparison::ABSENT;

/// A partner whose pay is looked at.
struct Looked<'a> {
    partner: &'a str,
    group: Option<&'a str>,
    achievement: Measure,
    paid: BigRational,
    base: Measure,
    cost_ratio: Measure,
}

/// Groups by text, who has no text last.
type Groups<'r, 'a> = BTreeMap<(bool, Option<&'a str>), Vec<&'r Looked<'a>>>;

impl<'a> Question<'a> {
    /// What all steps have left of the awards stands in them.
    pub(super) fn pay_checks(&self, awards: &[Award<'a>]) -> Vec<Value> {
        sorted(&self.programme["pay_checks"]).into_iter().map(|(id, check)| self.pay_check(id, check, awards)).collect()
    }

    fn pay_check(&self, id: &str, check: &'a Value, awards: &[Award<'a>]) -> Value {
        let looked: Vec<Looked<'a>> = self
            .partner_ids()
            .into_iter()
            .filter(|partner| self.takes_part(check, partner))
            .map(|partner| self.look_at(check, partner, awards))
            .collect();
        let mut groups: Groups<'_, 'a> = BTreeMap::new();
        for one in &looked {
            groups.entry((one.group.is_none(), one.group)).or_default().push(one);
        }
        let with_base: Vec<(&BigRational, &BigRational)> = looked.iter().filter_map(|one| Some((&one.paid, one.base.known()?))).collect();
        let paid: BigRational = with_base.iter().map(|(paid, _)| *paid).sum();
        let base: BigRational = with_base.iter().map(|(_, base)| *base).sum();
        let group = |text: Option<&str>| if check.get("peers").is_some() { json!(text) } else { json!(ABSENT) };
        let row = |one: &Looked<'_>| {
            json!({
                "partner": one.partner, "group": group(one.group), "achievement": one.achievement.text(), "paid": self.money(&one.paid),
                "base": one.base.text(), "cost_ratio": one.cost_ratio.text()
            })
        };
        let side =
            |one: &Looked<'_>| json!({ "partner": one.partner, "achievement": one.achievement.text(), "paid": self.money(&one.paid) });
        let inverted = groups.iter().flat_map(|((_, name), members)| {
            let name = *name;
            inversions(members).into_iter().map(move |(more, less)| (name, more, less))
        });
        let inversions: Vec<Value> = inverted
            .map(|(name, more, less)| json!({ "group": group(name), "achieved_more": side(more), "achieved_less": side(less) }))
            .collect();
        let told_groups: Vec<Value> = groups
            .iter()
            .map(|((_, name), members)| {
                let ratios = known_ratios(members);
                let text = |ratio: Option<&BigRational>| ratio.map_or("undefined".to_owned(), exact_text);
                json!({
                    "group": group(*name), "partners": members.len(), "least": text(ratios.first()), "median": text(median(&ratios).as_ref()),
                    "most": text(ratios.last())
                })
            })
            .collect();
        let outliers = looked.iter().filter_map(|one| {
            let median = median(&known_ratios(&groups[&(one.group.is_none(), one.group)])).filter(|median| *median > zero())?;
            let ratio = one.cost_ratio.known()?;
            let beyond = |member: &str, is_beyond: fn(&BigRational, &BigRational) -> bool| {
                check.get(member).is_some_and(|times| is_beyond(ratio, &(parse(times) * &median)))
            };
            let side = match (beyond("outlier_above", BigRational::gt), beyond("outlier_below", BigRational::lt)) {
                (true, _) => "above",
                (_, true) => "below",
                _ => return None,
            };
            Some(json!({
                "partner": one.partner, "group": group(one.group), "side": side, "cost_ratio": exact_text(ratio),
                "median": exact_text(&median), "times": exact_text(&(ratio / &median))
            }))
        });
        json!({
            "pay_check": id, "paid": self.money(&paid), "base": exact_text(&base), "cost_ratio": cost_ratio(&paid, &Measure::Known(base)).text(),
            "rows": looked.iter().map(row).collect::<Vec<_>>(), "inversions": inversions, "outliers": outliers.collect::<Vec<_>>(),
            "groups": told_groups
        })
    }

    fn look_at(&self, check: &'a Value, partner: &'a str, awards: &[Award<'a>]) -> Looked<'a> {
        let of = list(&check["of"]);
        let own = awards.iter().filter(|award| award.partner == partner && of.iter().any(|id| text(id) == award.id()));
        let paid = own.map(|award| &award.amount).sum();
        let base = self.metric(text(&check["base"]), partner);
        let column = check.get("peers").map(|peers| text(peers).strip_prefix("partner.").expect("a column of the partner"));
        let record = self.record("partners", partner).expect("a partner of the facts");
        Looked {
            partner,
            group: column.and_then(|column| self.cell("partners", record, column)).map(text),
            achievement: self.metric(text(&check["achievement"]), partner),
            cost_ratio: cost_ratio(&paid, &base),
            paid,
            base,
        }
    }
}

fn cost_ratio(paid: &BigRational, base: &Measure) -> Measure {
    match base {
        Measure::Known(base) if *base > zero() => Measure::Known(paid / base),
        Measure::Known(_) => Measure::Undefined,
        unknown => unknown.clone(),
    }
}

/// In ascending order.
fn known_ratios(members: &[&Looked<'_>]) -> Vec<BigRational> {
    let mut ratios: Vec<BigRational> = members.iter().filter_map(|one| one.cost_ratio.known().cloned()).collect();
    ratios.sort();
    ratios
}

/// The middle one, or the mean of the two middle ones.
fn median(sorted: &[BigRational]) -> Option<BigRational> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = &sorted[(sorted.len() - 1) / 2];
    Some((lower + upper) / BigRational::from_integer(BigInt::from(2)))
}

/// Who achieved more and is paid less than the next lower step, from the highest step down.
fn inversions<'r, 'a>(members: &[&'r Looked<'a>]) -> Vec<(&'r Looked<'a>, &'r Looked<'a>)> {
    let mut steps: BTreeMap<&BigRational, Vec<&'r Looked<'a>>> = BTreeMap::new();
    for one in members.iter().copied() {
        if let Some(achievement) = one.achievement.known() {
            steps.entry(achievement).or_default().push(one);
        }
    }
    let steps: Vec<Vec<&Looked<'a>>> = steps.into_values().collect();
    let pairs = steps.windows(2).rev().map(|pair| {
        let least = pair[1].iter().min_by_key(|one| (&one.paid, one.partner)).expect("a step has somebody");
        let most = pair[0].iter().min_by_key(|one| (std::cmp::Reverse(&one.paid), one.partner)).expect("a step has somebody");
        (*least, *most)
    });
    pairs.filter(|(more, less)| more.paid < less.paid).collect()
}
