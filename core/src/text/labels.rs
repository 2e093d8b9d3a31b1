//! Words that stand alone: headings of tables, outcomes.

use crate::title::Locale;

macro_rules! labels {
    ($($variant:ident = $key:literal, $en:literal, $zh:literal;)+) => {
        /// A word of a report or widget.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Label {
            $(#[doc = concat!($en, " / ", $zh)] $variant,)+
        }

        impl Label {
            /// Every label.
            pub const ALL: &'static [Label] = &[$(Label::$variant,)+];

            /// The key by which a host asks for it.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Label::$variant => $key,)+ }
            }
        }

        /// The word in a language.
        #[must_use]
        pub const fn label(label: Label, locale: Locale) -> &'static str {
            match (label, locale) {
                $((Label::$variant, Locale::En) => $en, (Label::$variant, Locale::ZhCn) => $zh,)+
            }
        }
    };
}

labels! {
    Partner = "partner", "Partner", "渠道伙伴";
    Partners = "partners", "Partners", "渠道伙伴";
    Programme = "programme", "Programme", "渠道政策";
    AsOf = "as_of", "As of", "截至";
    KnownOn = "known_on", "Known on", "数据截止";
    Currency = "currency", "Currency", "币种";
    Metric = "metric", "Metric", "指标";
    Metrics = "metrics", "Metrics", "指标";
    Value = "value", "Value", "数值";
    Tier = "tier", "Tier", "等级";
    Tiers = "tiers", "Tiers", "等级";
    MissingForNext = "missing_for_next", "Missing for the next tier", "距下一等级还差";
    TopTier = "top_tier", "Top tier", "已是最高等级";
    Award = "award", "Award", "激励";
    Awards = "awards", "Awards", "激励";
    Outcome = "outcome", "Outcome", "结果";
    Earned = "earned", "Earned", "应得";
    Amount = "amount", "Amount", "金额";
    Expected = "expected", "Expected", "预计";
    Total = "total", "Total", "合计";
    Risk = "risk", "Risk", "风险";
    Score = "score", "Score", "评分";
    Scores = "scores", "Scores", "评分";
    Points = "points", "Points", "分值";
    Band = "band", "Band", "级别";
    Reason = "reason", "Reason", "原因";
    Reasons = "reasons", "Reasons", "原因";
    Contribution = "contribution", "Contribution", "影响金额";
    Clash = "clash", "Clash", "撞单";
    Clashes = "clashes", "Clashes", "撞单";
    Registration = "registration", "Registration", "报备";
    Registrations = "registrations", "Registrations", "报备";
    Holder = "holder", "Held by", "当前归属";
    HeldUntil = "held_until", "Protected until", "保护期至";
    RegisteredAt = "registered_at", "Registered at", "报备时间";
    Paid = "paid", "Paid", "兑付";
    Deducted = "deducted", "Deducted", "扣减";
    Nothing = "nothing", "Nothing", "金额为 0";
    NotApplicable = "not_applicable", "Not applicable", "不适用";
    Withheld = "withheld", "Withheld", "暂不兑付";
    Forfeited = "forfeited", "Forfeited", "已取消";
    BelowMinimum = "below_minimum", "Below the minimum payout", "未达最低兑付额";
    Payable = "payable", "Payable now", "当前可兑付";
    UnitPoints = "unit_points", "points", "积分";
    UnitPieces = "unit_pieces", "pieces", "件";
    UnitPlaces = "unit_places", "places", "个名额";
    UnitHonours = "unit_honours", "honours", "项荣誉";
    Worth = "worth", "Worth", "折合";
    Superseded = "superseded", "Superseded by another one", "同组未取";
    Held = "held", "Held until the numbers are known", "待数据齐备后计算";
    Credited = "credited", "Credited", "报备成功";
    Blocked = "blocked", "Blocked", "撞单未通过";
    NotValid = "not_valid", "Not valid", "报备无效";
    ForReview = "for_review", "For review", "待人工裁定";
    Withdrawn = "withdrawn", "Withdrawn", "已撤回";
    Absent = "absent", "not given", "未填写";
    NoData = "no_data", "no data", "没有数据";
    Fund = "fund", "Fund", "市场支持费用";
    Funds = "funds", "Funds", "市场支持费用";
    Accrued = "accrued", "Accrued", "已计提";
    Approved = "approved", "Approved", "已批准";
    Claimed = "claimed", "Claimed", "已核销";
    Contributed = "contributed", "Contributed", "出资";
    Balance = "balance", "Balance", "余额";
    Reserved = "reserved", "Reserved", "待核销";
    Expired = "expired", "Expired", "已过期";
    Available = "available", "Available", "可用";
    Request = "request", "Request", "申请";
    FundClaim = "fund_claim", "Claim", "核销";
    Declined = "declined", "Declined", "已驳回";
    RequestNotValid = "request_not_valid", "Not valid", "申请无效";
    Pending = "pending", "Waiting for approval", "待批准";
    NoFunds = "no_funds", "No funds left", "额度不足";
    NotApproved = "not_approved", "Not approved", "申请未批准";
    BeforeApproval = "before_approval", "Before the approval", "早于批准";
    Late = "late", "Too late", "逾期";
    MissingProof = "missing_proof", "Proof is missing", "凭证不全";
    NothingSpent = "nothing_spent", "Nothing spent", "无有效支出";
    PartPaid = "part_paid", "Paid in part", "部分核销";
    Exhausted = "exhausted", "Nothing left of the approval", "批准额度已用完";
    Inventory = "inventory", "Channel inventory", "渠道库存";
    ShipAndDebit = "ship_and_debit", "Ship and debit", "特价补差";
    PriceProtection = "price_protection", "Price protection", "价保";
    StockRotation = "stock_rotation", "Stock rotation", "库存轮换";
    InStock = "in_stock", "In stock", "库存";
    ClaimLine = "claim_line", "Claim line", "申报行";
    LeftOut = "left_out", "Left out", "未计入";
    Matched = "matched", "Matched", "一致";
    QuantityDiffers = "quantity_differs", "The quantity differs", "数量不符";
    PriceDiffers = "price_differs", "The price differs", "价格不符";
    NotEligible = "not_eligible", "Not eligible", "不符合条件";
    Duplicate = "duplicate", "Claimed twice", "重复申报";
    NotClaimed = "not_claimed", "Not claimed", "未申报";
    NoProduct = "no_product", "No product given", "缺少产品";
    NoQuantity = "no_quantity", "No quantity given", "缺少数量";
    Uncovered = "uncovered", "Beyond the stock", "超出库存";
    NoListPrice = "no_list_price", "No list price", "缺少目录价";
    Met = "met", "Met", "已满足";
    NotMet = "not_met", "Not met", "未满足";
}

impl Label {
    /// The label of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Label> {
        Label::ALL.iter().copied().find(|label| label.key() == key)
    }
}
