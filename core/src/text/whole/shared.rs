//! Sentences of what partners share, both languages side by side.

use crate::reason::{DifferentialSource, Reason};
use crate::text::Explanation;
use crate::text::names::Names;
use crate::title::Locale;

/// The sentence of such a reason in English and Chinese.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> Option<[String; 2]> {
    let sentence = match reason {
        Reason::PartPrize { contest, place, contribution, .. } => {
            let (contest, amount) = (names.contest(contest), names.money(*contribution));
            [format!("{contest}: place {place}, prize {amount}"), format!("竞赛“{contest}”第 {place} 名，奖金 {amount}")]
        }
        Reason::PartNoPrize { contest, place, why, .. } => {
            let contest = names.contest(contest);
            let [en, zh] = match *why {
                "not_entered" => ["takes no part", "未参赛"],
                "too_few" => ["but too few take part, so there are no prizes", "参赛家数不足，不发奖金"],
                "tied" => ["the same as others; a person has to decide on the prize", "名次并列，奖金须人工裁定"],
                _ => ["which has no prize", "该名次没有奖金"],
            };
            match place {
                Some(place) => [format!("{contest}: place {place}, {en}"), format!("竞赛“{contest}”：第 {place} 名，{zh}")],
                None => [format!("{contest}: {en}"), format!("竞赛“{contest}”：{zh}")],
            }
        }
        Reason::PartPool { pool, metric, value, contribution, .. } => {
            let (pool, amount) = (names.pool(pool), names.money(*contribution));
            let (metric, value) = (names.metric(metric), names.number(*value, names.metric_unit(metric)));
            [
                format!("{pool}: share in proportion to {metric} {value}: {amount}"),
                format!("资金池“{pool}”：按{metric} {value} 分配，得 {amount}"),
            ]
        }
        Reason::PartNoShare { pool, .. } => {
            let pool = names.pool(pool);
            [format!("{pool}: no share"), format!("资金池“{pool}”：不参与分配")]
        }
        Reason::PartDifferential { metric, rate, contribution, .. } => {
            let (metric, rate, amount) = (names.metric(metric), names.rate(*rate), names.money(*contribution));
            [
                format!("{metric}, own rate {rate} less the rates below: {amount}"),
                format!("{metric}级差：本级比例 {rate}，扣除下级比例后计 {amount}"),
            ]
        }
        Reason::BudgetShort { budget, demand, contribution, .. } => {
            let (budget, demand, cut) = (names.budget(budget), names.amount(*demand), names.signed_money(*contribution));
            let [en, zh] = if contribution.is_zero() { ["nothing is cut here", "本项未削减"] } else { [cut.as_str(), cut.as_str()] };
            [format!("{budget} is short ({demand} would be due in all): {en}"), format!("预算“{budget}”不足（应付合计 {demand}）：{zh}")]
        }
        _ => return None,
    };
    Some(sentence)
}

impl Explanation {
    /// The sales that pay a level differential.
    pub(in crate::text) fn sources(&mut self, indent: usize, reason: &Reason, names: &Names<'_>) {
        let Reason::PartDifferential { metric, sources, path, .. } = reason else { return };
        for one in sources {
            self.push(indent, "source", path.clone(), source(one, metric, names));
        }
    }
}

fn source(source: &DifferentialSource, metric: &str, names: &Names<'_>) -> String {
    let value = names.number(source.value, names.metric_unit(metric));
    let (rate, amount, below) = (names.rate(source.rate), names.money(source.contribution), names.rate(source.rate_below));
    match (names.locale, source.rate_below.is_zero()) {
        (Locale::En, true) => format!("{}: {value} × {rate} = {amount}", source.partner),
        (Locale::En, false) => format!("{}: {value} × {rate} = {amount}; {below} goes to the levels below", source.partner),
        (Locale::ZhCn, true) => format!("{}：{value} × {rate} = {amount}", source.partner),
        (Locale::ZhCn, false) => format!("{}：{value} × {rate} = {amount}（下级已享 {below}）", source.partner),
    }
}

impl<'a> Names<'a> {
    /// A budget by its title.
    fn budget(&self, id: &'a str) -> &'a str {
        let budget = self.programme.budgets.iter().find(|budget| budget.id == id);
        budget.map_or(id, |budget| budget.title.in_locale(self.locale, id))
    }

    /// A pool by its title.
    fn pool(&self, id: &'a str) -> &'a str {
        let pool = self.programme.pools.iter().find(|pool| pool.id == id);
        pool.map_or(id, |pool| pool.title.in_locale(self.locale, id))
    }

    /// A contest by its title.
    fn contest(&self, id: &'a str) -> &'a str {
        let contest = self.programme.contests.iter().find(|contest| contest.id == id);
        contest.map_or(id, |contest| contest.title.in_locale(self.locale, id))
    }
}
