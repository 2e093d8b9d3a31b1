//! The Chinese catalogue of what only the whole build says.

use crate::text::catalogue::sentences;

/// Sentences by code and case.
pub(in crate::text) const SENTENCES: &str = sentences! {
    // what partners share
    "part_prize": "竞赛“{contest}”第 {place} 名，奖金 {contribution}",
    "part_no_prize.not_entered": "竞赛“{contest}”：[第 {place} 名，]未参赛",
    "part_no_prize.too_few": "竞赛“{contest}”：[第 {place} 名，]参赛家数不足，不发奖金",
    "part_no_prize.tied": "竞赛“{contest}”：[第 {place} 名，]名次并列，奖金须人工裁定",
    "part_no_prize": "竞赛“{contest}”：[第 {place} 名，]该名次没有奖金",
    "part_pool": "资金池“{pool}”：按{metric} {value} 分配，得 {contribution}",
    "part_no_share": "资金池“{pool}”：不参与分配",
    "part_differential": "{metric}级差：本级比例 {rate}，扣除下级比例后计 {contribution}",
    "source": "{partner}：{value} × {rate} = {contribution}[（下级已享 {rate_below}）]",
    "budget_short.uncut": "预算“{budget}”不足（应付合计 {demand}）：本项未削减",
    "budget_short": "预算“{budget}”不足（应付合计 {demand}）：{contribution:signed}",
    "share_unknown.hold": "{metric}{state}，全部待定",
    "share_unknown": "{metric}{state}，按 0 计",
    "share_negative": "{metric} {value}，为负数，按 0 计",
    "share_passed_on": "本级不参与，数额全部归下级",
    "share_no_weight.equally": "权重合计为 0，平均分配",
    "share_no_weight.as_paid": "权重合计为 0，各自承担已付金额",
    "share_no_weight": "权重合计为 0，不予分配",
    "share_held": "{partners} 家伙伴数据不全，待齐备后再定",

    // funds
    "request_declined": "{on} 驳回",
    "request_not_valid.activity": "该活动不在支持范围内",
    "request_not_valid.late": "申请距活动开始的天数不足",
    "request_not_valid": "申请金额不为正数",
    "request_pending": "尚未批准",
    "request_approved": "{on} [由 {approver} ]批准 {contribution}",
    "request_cut": "额度仅余 {left}：{contribution:signed}",
    "no_approver": "未记录批准人",
    "fund_claim_refused.not_approved": "所属申请未获批准",
    "fund_claim_refused.before_approval": "核销日期早于批准日期",
    "fund_claim_refused.late": "活动结束后超过核销期限",
    "fund_claim_refused.expired": "批准额度已过期",
    "fund_claim_refused.missing_proof": "缺少凭证：{kinds}",
    "fund_claim_refused": "实际支出不为正数",
    "fund_claim_shared": "实际支出 {spent} × {rate} = {contribution}",
    "fund_claim_cut.claim_cap": "单笔核销上限 {limit}：{contribution:signed}",
    "fund_claim_cut": "批准额度仅余 {limit}：{contribution:signed}",

    // channel inventory and prices
    "special_price": "特价协议 {agreement}（{price}）售出 {quantity}，补差 {contribution}",
    "price_changed": "价格由 {old_price} 调整为 {new_price}，库存 {quantity}，计 {contribution}",
    "rotation_allowed": "进货 {purchases}，可退库存上限 {limit}，计 {contribution}",
    "no_list_price": "当日没有目录价",
    "discount": "{id:discount}：[一口价 {price}|优惠 {off}|优惠 {amount_off}]：{contribution:signed}",
    "discount_not_applicable": "{id:discount}：不适用",
    "discount_superseded": "{id:discount}：{by:discount}价格更低，不再适用",
    "raised_to_minimum": "最低价 {minimum}：{contribution:signed}",
};
