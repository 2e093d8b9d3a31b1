//! Sentences of funds, inventory and prices, both languages side by side.

use crate::amount::Exact;
use crate::metric::MetricUnit;
use crate::reason::Reason;
use crate::text::names::Names;

/// The sentence of such a reason in English and Chinese.
pub(super) fn sentence(reason: &Reason, names: &Names<'_>) -> Option<[String; 2]> {
    let sentence = match reason {
        Reason::RequestDeclined { on, .. } => [format!("Declined on {on}"), format!("{on} 驳回")],
        Reason::RequestNotValid { why, .. } => match *why {
            "activity" => ["The fund does not support this activity".to_owned(), "该活动不在支持范围内".to_owned()],
            "late" => ["Requested too shortly before the activity".to_owned(), "申请距活动开始的天数不足".to_owned()],
            _ => ["The amount is not positive".to_owned(), "申请金额不为正数".to_owned()],
        },
        Reason::RequestPending { .. } => ["Not yet approved".to_owned(), "尚未批准".to_owned()],
        Reason::RequestApproved { on, approver, contribution, .. } => {
            let amount = names.money(*contribution);
            let by = approver.as_deref();
            [
                format!("Approved on {on}{}: {amount}", by.map_or(String::new(), |by| format!(" by {by}"))),
                format!("{on} {}批准 {amount}", by.map_or(String::new(), |by| format!("由 {by} "))),
            ]
        }
        Reason::RequestCut { left, contribution, .. } => {
            let (left, cut) = (names.amount(*left), names.signed_money(*contribution));
            [format!("Only {left} is left of the budget: {cut}"), format!("额度仅余 {left}：{cut}")]
        }
        Reason::NoApprover { .. } => ["Nobody is named who approved it".to_owned(), "未记录批准人".to_owned()],
        Reason::FundClaimRefused { why, kinds, .. } => {
            let kinds: Vec<&str> = kinds.iter().flatten().map(String::as_str).collect();
            match *why {
                "not_approved" => ["Its request is not approved".to_owned(), "所属申请未获批准".to_owned()],
                "before_approval" => ["Claimed before the approval".to_owned(), "核销日期早于批准日期".to_owned()],
                "late" => ["Claimed too long after the activity".to_owned(), "活动结束后超过核销期限".to_owned()],
                "expired" => ["The approval has expired".to_owned(), "批准额度已过期".to_owned()],
                "missing_proof" => [format!("Proof is missing: {}", names.list(&kinds)), format!("缺少凭证：{}", names.list(&kinds))],
                _ => ["Nothing was spent".to_owned(), "实际支出不为正数".to_owned()],
            }
        }
        Reason::FundClaimShared { spent, rate, contribution, .. } => {
            let (spent, rate, share) = (names.money(*spent), names.rate(*rate), names.money(*contribution));
            [format!("Spent {spent} × {rate} = {share}"), format!("实际支出 {spent} × {rate} = {share}")]
        }
        Reason::FundClaimCut { path, limit, contribution } => {
            let (limit, cut) = (names.amount(*limit), names.signed_money(*contribution));
            match path.as_str().ends_with("/claim_cap") {
                true => [format!("A claim is paid at most {limit}: {cut}"), format!("单笔核销上限 {limit}：{cut}")],
                false => [format!("Only {limit} is left of the approval: {cut}"), format!("批准额度仅余 {limit}：{cut}")],
            }
        }
        Reason::SpecialPrice { agreement, price, quantity, contribution, .. } => {
            let (price, quantity, amount) = (names.money(*price), names.plain(*quantity), names.money(*contribution));
            [
                format!("{quantity} resold at the special price {price} of {agreement}: {amount}"),
                format!("特价协议 {agreement}（{price}）售出 {quantity}，补差 {amount}"),
            ]
        }
        Reason::PriceChanged { old_price, new_price, quantity, contribution, .. } => {
            let (old, new) = (names.money(*old_price), names.money(*new_price));
            let (quantity, amount) = (names.plain(*quantity), names.money(*contribution));
            [
                format!("Price changed from {old} to {new} with {quantity} in stock: {amount}"),
                format!("价格由 {old} 调整为 {new}，库存 {quantity}，计 {amount}"),
            ]
        }
        Reason::RotationAllowed { purchases, limit, contribution, .. } => {
            let (purchases, limit, amount) = (names.money(*purchases), names.money(*limit), names.money(*contribution));
            [
                format!("Of purchases of {purchases} stock worth up to {limit} may be sent back: {amount}"),
                format!("进货 {purchases}，可退库存上限 {limit}，计 {amount}"),
            ]
        }
        Reason::NoListPrice { .. } => ["There is no list price on that date".to_owned(), "当日没有目录价".to_owned()],
        Reason::Discount { id, off, amount_off, price, contribution, .. } => {
            let name = names.discount(id);
            let given = off.map(|off| names.rate(off)).or_else(|| amount_off.map(|amount| names.money(amount)));
            let added = names.signed_money(*contribution);
            match (given, price.map(|price| names.money(price))) {
                (_, Some(price)) => [format!("{name}: fixed price {price}: {added}"), format!("{name}：一口价 {price}：{added}")],
                (given, None) => {
                    let given = given.unwrap_or_default();
                    [format!("{name}: {given} off: {added}"), format!("{name}：优惠 {given}：{added}")]
                }
            }
        }
        Reason::DiscountNotApplicable { id, .. } => {
            let name = names.discount(id);
            [format!("{name}: does not apply"), format!("{name}：不适用")]
        }
        Reason::DiscountSuperseded { id, by, .. } => {
            let (name, by) = (names.discount(id), names.discount(by));
            [format!("{name}: {by} gives a lower price"), format!("{name}：{by}价格更低，不再适用")]
        }
        Reason::RaisedToMinimum { minimum, contribution, .. } => {
            let (minimum, added) = (names.money(*minimum), names.signed_money(*contribution));
            [format!("No price is below {minimum}: {added}"), format!("最低价 {minimum}：{added}")]
        }
        _ => return None,
    };
    Some(sentence)
}

impl<'a> Names<'a> {
    /// A number without a unit.
    pub(in crate::text) fn plain(&self, number: Exact) -> String {
        self.number(number, MetricUnit::Number)
    }

    pub(in crate::text) fn fund(&self, id: &'a str) -> &'a str {
        let fund = self.programme.funds.iter().find(|fund| fund.id == id);
        fund.map_or(id, |fund| fund.title.in_locale(self.locale, id))
    }

    pub(in crate::text) fn discount(&self, id: &'a str) -> &'a str {
        let discounts = self.programme.prices.as_ref().map(|prices| prices.discounts.as_slice()).unwrap_or_default();
        discounts.iter().find(|discount| discount.id == id).map_or(id, |discount| discount.title.in_locale(self.locale, id))
    }
}
