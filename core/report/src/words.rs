//! Words that only the report needs, in both languages. Everything that explains a decision comes from the core.

use qudao::Locale;

/// A word or sentence of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Word {
    /// In this language.
    #[must_use]
    pub const fn text(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::ZhCn => self.zh,
        }
    }

    /// With `{}` filled from left to right.
    #[must_use]
    pub fn fill(self, locale: Locale, values: &[&str]) -> String {
        let mut values = values.iter();
        let mut pieces = self.text(locale).split("{}");
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            filled.push_str(values.next().unwrap_or(&""));
            filled.push_str(piece);
        }
        filled
    }
}

macro_rules! words {
    ($($name:ident: $en:literal, $zh:literal;)+) => {
        $(#[doc = $en] pub const $name: Word = Word { en: $en, zh: $zh };)+

        /// Every word, for the test that both languages take the same values.
        pub const ALL: &[(&str, Word)] = &[$((stringify!($name), $name),)+];
    };
}

words! {
    REVIEW: "Channel review", "渠道评审";
    AS_OF: "as of {}", "截至 {}";
    KNOWN_ON: "as known on {}", "按 {} 已知数据";
    REVISION: "revision {}", "第 {} 版";
    EFFECTIVE: "in effect {} to {}", "有效期 {} 至 {}";
    EFFECTIVE_OPEN: "in effect from {}", "自 {} 起有效";
    CURRENCY: "amounts in {}", "金额单位 {}";
    FINGERPRINT: "fingerprint", "指纹";

    OVERVIEW: "Overview", "概览";
    PARTNERS: "Partners", "伙伴";
    TOTAL_PAID: "Awards in all", "激励合计";
    PARTNERS_PAID: "partners paid: {}", "{} 家获得激励";
    WITHHELD: "Withheld at a gate", "门槛未过，暂不兑付";
    HELD_AWARDS: "Awards on hold", "待定激励";
    HELD_NOTE: "wait for a number that is missing", "等待缺失的数据";
    WITHHELD_NOTE: "awards earned but not released: {}", "{} 项已达成但未兑付";
    CLASHES: "Deal clashes", "撞单";
    CLASHES_OF: "of {} registered deals", "共 {} 项报备商机";
    WORST_BAND: "{}: {}", "{}：{}";
    OF_PARTNERS: "of {} partners", "共 {} 家";
    PEOPLE_NEEDED: "to be decided by a person: {}", "待人工裁定 {} 项";
    NO_PARTNERS: "The facts hold no partners, so there is nothing to review.", "数据中没有任何伙伴，无可评审。";

    PLOTS: "At a glance", "图览";
    PLOT_TIERS: "How many partners stand in each tier", "各等级伙伴分布";
    PLOT_AWARDS: "What each incentive pays in all", "各项激励兑付总额";
    PLOT_MONTHS: "Sales by month, this year and last", "月度销售额：今年与去年";
    PLOT_RISK: "Risk against size", "风险与规模";
    PLOT_REASONS: "What raises the risk, and of how many partners", "风险加分原因与涉及家数";
    PLOT_LOWERS: "What keeps the score down, and of how many partners", "失分原因与涉及家数";
    PLOT_TOP: "Partners with the largest totals", "激励合计最高的伙伴";
    PLOT_MONTHS_NOTE: "{}, without tax, returns deducted, up to {}; each level of the channel counts its own", "{}，不含税，已扣退货，统计至 {}；各层级分别计入";
    PLOT_RISK_NOTE: "Across: {} on a logarithmic scale. Up: points of “{}”. The larger a mark, the larger its total. Sizes that are not positive stand at the left edge.", "横轴：{}（对数刻度）；纵轴：“{}”得分；标记越大，激励合计越高。规模不为正者置于左缘。";
    PLOT_NUMBERS: "Numbers of this plot", "图中数据";
    SELL_IN: "sell-in", "进货";
    SELL_OUT: "sell-out", "终端销售";
    ALL_SALES: "all sales", "全部销售";
    THIS_YEAR: "this year", "本年";
    LAST_YEAR: "last year", "上年";
    MONTH: "Month", "月份";
    INCENTIVE: "Incentive", "激励";
    COUNT: "Partners", "家数";
    PAID_TO: "Paid to", "兑付家数";

    PARTNER_TABLE: "All partners", "全部伙伴";
    NAME: "Name", "名称";
    KIND: "Kind", "类型";
    TERRITORY: "Territory", "区域";
    LEVEL: "Level", "层级";
    PARENT: "Parent", "上级";
    NO_PARENT: "none: top of its tree", "无（顶层）";
    BELOW: "Directly below", "直接下级";
    MORE_CONDITIONS: "and {} more", "另有 {} 项";
    PERCENTAGE_POINTS: "{} pp", "{} 个百分点";
    FILTER: "Filter by name, kind, territory, tier or band", "按名称、类型、区域、等级或风险筛选";
    SORT_HINT: "Select a heading to sort by it.", "点击表头排序。";

    DETAILS: "Partner by partner", "逐家说明";
    OPEN_ALL: "Open all", "全部展开";
    CLOSE_ALL: "Close all", "全部收起";
    STANDING: "Standing", "等级评定";
    MISSING_FOR: "What is missing for {}", "距 {} 尚缺";
    ALTERNATIVES: "Other ways to the same tier", "达到该等级的其他途径";
    ONE_OF: "one of these", "以下任一";
    SOME_OF: "at least {} more of these", "以下至少再满足 {} 项";
    ALL_OF: "all of these", "以下全部";
    WHY: "Why", "理由";
    OTHER_REASONS: "{} more that were looked at", "其余 {} 项考察内容";
    BACK: "Back to the table", "返回列表";

    CLASH_LIST: "Who is credited for each deal", "各商机归属";
    HOLDER: "Held on the day of the review by {}", "评审日由 {} 持有";
    NO_HOLDER: "Held by nobody on the day of the review", "评审日无人持有";
    NO_CLASHES: "No deal was claimed twice.", "没有重复报备的商机。";
    SINGLE_CLAIMS: "Deals with a single claim: {}", "{} 项仅一方报备的商机";
    NO_VALUE: "(no value)", "（无值）";

    SHARED: "Budgets, pools and contests", "预算、资金池与竞赛";
    BUDGET: "Budget", "预算";
    HOLDS: "Holds", "总额";
    DUE: "Due in all", "应付合计";
    GIVEN: "Given out", "实际支出";
    SHORT: "short", "不足";
    ENOUGH: "enough", "充足";
    POOL: "Pool", "资金池";
    SHARING: "Partners sharing", "参与分配家数";
    CONTEST: "Contest {}: {} take part", "竞赛“{}”：{} 家参赛";
    NO_ENTRANTS: "Nobody takes part.", "无人参赛。";
    PLACE: "Place", "名次";
    PRIZE: "Prize", "奖金";
    MORE_PLACES: "{} more places, without a prize", "其余 {} 个名次，没有奖金";

    ACROSS: "Classes, targets, leaderboards and checks", "分类、目标、排行榜与核查";
    CLASS: "Class", "类别";
    SHOW_PARTNERS: "Show {} partners", "查看 {} 家";
    ALL_PARTNERS: "All partners", "全部伙伴";
    BOARD: "{}: {} ranked", "{}：{} 家上榜";
    MASKED: "Here with names; a partner sees only its own.", "此处显示名称；伙伴只能看到自己的名称。";
    ALL_PLACES: "{} more places", "其余 {} 个名次";
    NOT_RANKED: "Not ranked for want of a number:", "缺少数据，未参与排名：";
    MOVED: "Moved", "名次变动";
    NOT_AHEAD: "Of the others, not ahead", "不高于本家的比例";
    PAY_CHECK: "{}: {} paid on {}, {}", "{}：已付 {}，基数 {}，费用率 {}";
    PEERS: "Peers", "同组";
    LEAST: "Least", "最低";
    MEDIAN: "Median", "中位数";
    MOST: "Most", "最高";
    INVERSIONS: "Achieved more and paid less: {}", "多劳少得：{} 处";
    ACHIEVED_MORE: "Achieved more", "业绩较高";
    ACHIEVED_LESS: "Achieved less", "业绩较低";
    ACHIEVED: "Achieved", "业绩";
    OUTLIERS: "Far from the median of the peers: {}", "偏离同组中位数：{} 家";
    COST_RATIO: "Paid by base", "费用率";
    TIMES: "Of the median", "相当于中位数";
    CASCADE: "{}: {} of {} broken down, {} to {}", "{}：已分解 {} / {}，{} 至 {}";
    OWN_TARGET: "Own target", "本级目标";
    WITH_BELOW: "With all below", "含下级";
    COST_SHARE: "{}: {} paid in all", "{}：合计支付 {}";
    BEARS: "Bears", "应承担";
    NET: "Net", "净额";
    PAYS: "Pays", "付款方";
    IS_PAID: "Is paid", "收款方";

    SETTLEMENT: "Settlement of the year", "本年结算";
    SETTLEMENT_NOTE: "Each quarter was settled ten days after its end, the last one on the day of the review; what was payable followed five days later. Closed quarters stay closed: what changed in them is adjusted in the open one.", "每季结束后 10 日结算，最后一次在评审日；可兑付部分 5 日后支付。已关账季度不再改动，其变化计入未关账季度的调整。";
    SETTLED_UP_TO: "Settled up to", "结算截至";
    SETTLED_ON: "Done on", "结算日";
    ACCRUED: "Accrued", "计提";
    ADJUSTED: "Adjusted", "调整";
    PAID: "Paid", "兑付";
    POSTINGS: "Postings", "笔数";
    OWED_NOW: "Owed to all partners after that: {} {}", "结算后应付余额合计：{} {}";
    OWED: "owed", "结余";
    LAST_HASH: "Last hash of the ledger", "台账末笔哈希";
    STATEMENT: "Statement", "返利对账单";
    MOVEMENTS: "Opening, movements and closing", "期初、变动与期末";

    MADE_BY: "Made by qudao from the programme and facts named above; the same input gives the same page, byte for byte. Amounts are exact; positions in plots are not.", "由 qudao 按上述政策与数据生成；同样的输入得到逐字节相同的页面。金额为精确值，图中位置为近似。";

    T_CREDITED: "Clashes: who is credited, and why", "撞单：归属与理由";
    T_TOTAL: "Total of all awards: {} {} for {} partners", "激励总计：{} {}，共 {} 家伙伴";
    T_TIERS: "Tiers: {}", "等级：{}";
    T_BANDS: "{}: {}", "{}：{}";
    T_WARNINGS: "Warnings of the programme", "政策文件的提示";
    T_WRITTEN: "HTML report: {}", "HTML 报告：{}";
    T_JSON: "JSON review: {}", "JSON 评审：{}";
    T_CLASH_COUNT: "{} deals claimed, {} of them by more than one claim", "共 {} 项商机，其中 {} 项撞单";
    T_BUDGET: "Budget {}: {} of {} given out, {} due", "预算“{}”：实际支出 {} / {}，应付 {}";
    T_POOL: "Pool {}: {} of {} given out to {} partners", "资金池“{}”：实际支出 {} / {}，{} 家参与分配";
    T_CONTEST: "Contest {}: {} take part", "竞赛“{}”：{} 家参赛";
    T_PLACE: "{}. {}: {}, prize {}", "第 {} 名 {}：{}，奖金 {}";
    T_BOARD: "{}: {} ranked, first {} with {}", "{}：{} 家上榜，第一名 {}（{}）";
    T_PAY_CHECK: "{}: {} paid on {} ({}); achieved more and paid less: {}, far from the median: {}", "{}：已付 {}，基数 {}（{}）；多劳少得 {} 处，偏离中位数 {} 家";
    T_CASCADE: "{}: {} of {} broken down to {} partners", "{}：已分解 {} / {}，{} 家";
    T_COST_SHARE: "{}: {} paid in all, payments that settle it: {}", "{}：合计支付 {}，{} 笔转账结清";
    T_RUN: "up to {}, on {}: accrued {}, adjusted {}, paid {}; {} postings", "截至 {}，{} 结算：计提 {}，调整 {}，兑付 {}；共 {} 笔";
    T_NO_SUCH_PARTNER: "partner `{}` is not in the facts", "数据中没有伙伴 `{}`";
}
