//! Words that stand alone: headings of tables, outcomes.

use super::catalogue;
use crate::title::Locale;

macro_rules! labels {
    ($($(#[doc = $doc:literal])+ $variant:ident = $key:literal,)+) => {
        /// A word of a report or widget.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Label {
            $($(#[doc = $doc])+ $variant,)+
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
    };
}

labels! {
    /// Partner / 渠道伙伴
    Partner = "partner",
    /// Partners / 渠道伙伴
    Partners = "partners",
    /// Programme / 渠道政策
    Programme = "programme",
    /// As of / 截至
    AsOf = "as_of",
    /// Known on / 数据截止
    KnownOn = "known_on",
    /// Currency / 币种
    Currency = "currency",
    /// Metric / 指标
    Metric = "metric",
    /// Metrics / 指标
    Metrics = "metrics",
    /// Value / 数值
    Value = "value",
    /// Tier / 等级
    Tier = "tier",
    /// Tiers / 等级
    Tiers = "tiers",
    /// Missing for the next tier / 距下一等级还差
    MissingForNext = "missing_for_next",
    /// Top tier / 已是最高等级
    TopTier = "top_tier",
    /// Award / 激励
    Award = "award",
    /// Awards / 激励
    Awards = "awards",
    /// Outcome / 结果
    Outcome = "outcome",
    /// Earned / 应得
    Earned = "earned",
    /// Amount / 金额
    Amount = "amount",
    /// Expected / 预计
    Expected = "expected",
    /// Total / 合计
    Total = "total",
    /// Risk / 风险
    Risk = "risk",
    /// Score / 评分
    Score = "score",
    /// Scores / 评分
    Scores = "scores",
    /// Points / 分值
    Points = "points",
    /// Band / 级别
    Band = "band",
    /// Reason / 原因
    Reason = "reason",
    /// Reasons / 原因
    Reasons = "reasons",
    /// Contribution / 影响金额
    Contribution = "contribution",
    /// Clash / 撞单
    Clash = "clash",
    /// Clashes / 撞单
    Clashes = "clashes",
    /// Registration / 报备
    Registration = "registration",
    /// Registrations / 报备
    Registrations = "registrations",
    /// Held by / 当前归属
    Holder = "holder",
    /// Protected until / 保护期至
    HeldUntil = "held_until",
    /// Registered at / 报备时间
    RegisteredAt = "registered_at",
    /// Paid / 兑付
    Paid = "paid",
    /// Deducted / 扣减
    Deducted = "deducted",
    /// Nothing / 金额为 0
    Nothing = "nothing",
    /// Not applicable / 不适用
    NotApplicable = "not_applicable",
    /// Withheld / 暂不兑付
    Withheld = "withheld",
    /// Forfeited / 已取消
    Forfeited = "forfeited",
    /// Below the minimum payout / 未达最低兑付额
    BelowMinimum = "below_minimum",
    /// Payable now / 当前可兑付
    Payable = "payable",
    /// points / 积分
    UnitPoints = "unit_points",
    /// pieces / 件
    UnitPieces = "unit_pieces",
    /// places / 个名额
    UnitPlaces = "unit_places",
    /// honours / 项荣誉
    UnitHonours = "unit_honours",
    /// Worth / 折合
    Worth = "worth",
    /// Superseded by another one / 同组未取
    Superseded = "superseded",
    /// Held / 待定
    Held = "held",
    /// Credited / 报备成功
    Credited = "credited",
    /// Blocked / 撞单未通过
    Blocked = "blocked",
    /// Not valid / 报备无效
    NotValid = "not_valid",
    /// For review / 待人工裁定
    ForReview = "for_review",
    /// Withdrawn / 已撤回
    Withdrawn = "withdrawn",
    /// not given / 未填写
    Absent = "absent",
    /// no data / 没有数据
    NoData = "no_data",
    /// Fund / 市场支持费用
    Fund = "fund",
    /// Funds / 市场支持费用
    Funds = "funds",
    /// Accrued / 已计提
    Accrued = "accrued",
    /// Approved / 已批准
    Approved = "approved",
    /// Claimed / 已核销
    Claimed = "claimed",
    /// Contributed / 出资
    Contributed = "contributed",
    /// Balance / 余额
    Balance = "balance",
    /// Reserved / 待核销
    Reserved = "reserved",
    /// Expired / 已过期
    Expired = "expired",
    /// Available / 可用
    Available = "available",
    /// Request / 申请
    Request = "request",
    /// Claim / 核销
    FundClaim = "fund_claim",
    /// Declined / 已驳回
    Declined = "declined",
    /// Not valid / 申请无效
    RequestNotValid = "request_not_valid",
    /// Waiting for approval / 待批准
    Pending = "pending",
    /// No funds left / 额度不足
    NoFunds = "no_funds",
    /// Not approved / 申请未批准
    NotApproved = "not_approved",
    /// Before the approval / 早于批准
    BeforeApproval = "before_approval",
    /// Too late / 逾期
    Late = "late",
    /// Proof is missing / 凭证不全
    MissingProof = "missing_proof",
    /// Nothing spent / 无有效支出
    NothingSpent = "nothing_spent",
    /// Paid in part / 部分核销
    PartPaid = "part_paid",
    /// Nothing left of the approval / 批准额度已用完
    Exhausted = "exhausted",
    /// Channel inventory / 渠道库存
    Inventory = "inventory",
    /// Ship and debit / 特价补差
    ShipAndDebit = "ship_and_debit",
    /// Price protection / 价保
    PriceProtection = "price_protection",
    /// Stock rotation / 库存轮换
    StockRotation = "stock_rotation",
    /// In stock / 库存
    InStock = "in_stock",
    /// Claim line / 申报行
    ClaimLine = "claim_line",
    /// Left out / 未计入
    LeftOut = "left_out",
    /// Matched / 一致
    Matched = "matched",
    /// The quantity differs / 数量不符
    QuantityDiffers = "quantity_differs",
    /// The price differs / 价格不符
    PriceDiffers = "price_differs",
    /// Not eligible / 不符合条件
    NotEligible = "not_eligible",
    /// Claimed twice / 重复申报
    Duplicate = "duplicate",
    /// Not claimed / 未申报
    NotClaimed = "not_claimed",
    /// No product given / 缺少产品
    NoProduct = "no_product",
    /// No quantity given / 缺少数量
    NoQuantity = "no_quantity",
    /// Beyond the stock / 超出库存
    Uncovered = "uncovered",
    /// No list price / 缺少目录价
    NoListPrice = "no_list_price",
    /// Met / 已满足
    Met = "met",
    /// Not met / 未满足
    NotMet = "not_met",
}

/// The word in a language; empty where only the whole build speaks of it.
#[must_use]
pub fn label(label: Label, locale: Locale) -> &'static str {
    catalogue::word(locale, label.key())
}

impl Label {
    /// The label of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Label> {
        Label::ALL.iter().copied().find(|label| label.key() == key)
    }
}
