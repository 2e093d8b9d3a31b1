//! Which forms the generated cases have, and which reasons their reviews give: what is never generated is never examined.
//!
//! The forms are those of the JSON Schema, which is made from the grammar that the reader goes by: every member of every object, in
//! each of its alternatives, and every word that a member may be. A form that is new to the schema is asked for here as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value};

use crate::generate::{Case, History};

const SCHEMA: &str = include_str!("../../core/schema/programme.schema.json");

/// What the schema allows and the guide refuses: of which alternatives, which members.
const REFUSED: &[(&[&str], &[&str])] = &[
    (
        &[
            "part_of_an_incentive(amount_of)",
            "part_of_an_incentive(interest_on)",
            "part_of_an_incentive(lump_sum)",
            "part_of_an_incentive(lump_sum_by_tier)",
            "part_of_an_incentive(lump_sum_of_levels)",
            "part_of_an_incentive(lump_sum_interpolated)",
            "part_of_an_incentive(prize_in)",
            "part_of_an_incentive(share_of_pool)",
            "part_of_an_incentive(level_differential)",
            "part_of_a_fund(amount_of)",
            "part_of_a_fund(interest_on)",
            "part_of_a_fund(lump_sum)",
            "part_of_a_fund(lump_sum_by_tier)",
            "part_of_a_fund(lump_sum_of_levels)",
            "part_of_a_fund(lump_sum_interpolated)",
        ],
        &["for_each", "rounded"],
    ),
    (
        &[
            "metric(mean)",
            "metric(median)",
            "metric(min)",
            "metric(max)",
            "metric(first)",
            "metric(latest)",
            "metric(days_since)",
            "metric(max_share)",
            "metric(target)",
        ],
        &["only_new"],
    ),
    // no money is read
    (&["metric(count)", "metric(distinct)", "metric(days_since)"], &["tax"]),
    (&["metric(days_since)"], &["date"]),
    (&["metric(target)"], &["basis", "returns", "date", "tax"]),
    // it has days to count
    (&["metric(active_share)"], &["active_share=all_time"]),
    (&["metric(elapsed_share)"], &["elapsed_share=all_time"]),
    // a tier is never unknown
    (&["tier_comparison"], &["unknown"]),
];

/// Alternatives that the guide refuses whole: a fund has no part of what all partners share.
const REFUSED_WHOLE: &[&str] = &["part_of_a_fund(prize_in)", "part_of_a_fund(share_of_pool)", "part_of_a_fund(level_differential)"];

/// Tables that facts may have, and what a review may be asked besides.
const ASKED: &[&str] = &[
    "partners",
    "relationships",
    "categories",
    "products",
    "customers",
    "sales",
    "receivables",
    "payments",
    "certificates",
    "targets",
    "registrations",
    "activities",
    "rates",
    "credits",
    "metrics",
    "surveys",
    "known_on",
    "fund_requests",
    "fund_claims",
    "fund_proofs",
    "special_prices",
    "price_changes",
    "claim_lines",
    "list_prices",
];

/// What the steps of ledgers are, and what is answered to them. Vectors alone have ledgers to begin with, so that a chain is never
/// broken and no revision unknown (`broken_chain`, `unknown_revision`); facts are always handed over (`facts_required`); and
/// `not_the_next` and `note_required` are of the Rust interface.
const ANSWERS: &[(&str, &[&str])] = &[
    (
        "step",
        &[
            "settle",
            "lock",
            "facts",
            "confirm",
            "pay",
            "claw_back",
            "redeem",
            "use",
            "deduct",
            "deposit",
            "forfeit",
            "refund",
            "expire",
            "reverse",
            "balances",
            "statement",
            "provision",
            "recompute",
            "explain",
            "compare",
            "audits",
            "sample",
            "verify",
        ],
    ),
    ("kind", &["accrue", "adjust", "confirm", "pay", "redeem", "expire", "deduct", "deposit", "forfeit", "refund", "reverse"]),
    ("unit", &["points", "pieces", "places", "honours", "deposit"]),
    ("cause", &["earned", "correction", "policy_revision", "late_record", "return", "progress", "re_rate"]),
    (
        "posting",
        &["document", "valid", "order", "lines", "invoice", "reverses", "note", "incentive", "fund", "inventory", "claim", "period"],
    ),
    ("inventory", &["ship_and_debit", "price_protection", "stock_rotation"]),
    (
        "answer",
        &["postings", "audits", "held", "unsettled", "due", "lines", "sums", "items", "award", "claim", "match", "deposit", "short"],
    ),
    ("not_paid", &["nothing_available", "not_due", "below_smallest", "negative", "not_negative"]),
    ("not_used", &["nothing_available", "not_enough"]),
    ("not_redeemed", &["nothing_available", "not_due", "negative", "not_allowed"]),
    ("why_not", &["held"]),
    ("result", &["equal", "differs", "only_ours", "only_theirs"]),
    (
        "refused",
        &[
            "other_programme",
            "other_currency",
            "revision_twice",
            "no_programme",
            "payout_not_settled",
            "no_settlement",
            "facts_lack_column",
            "partner_missing",
            "unknown_partner",
            "not_yet",
            "posted_before",
            "lock_moved_back",
            "unknown_posting",
            "not_reversible",
            "already_reversed",
            "document_in_use",
            "unknown_order",
            "already_redeemed",
            "exceeds_deposit",
            "unknown_line",
            "out_of_range",
            "missing_member",
        ],
    ),
];

/// How often each form was met.
#[derive(Debug)]
pub struct Coverage {
    schema: Schema,
    cases: usize,
    forms: BTreeMap<String, usize>,
    reasons: BTreeMap<String, usize>,
    histories: usize,
    answers: BTreeMap<String, usize>,
}

impl Default for Coverage {
    fn default() -> Coverage {
        let counts = BTreeMap::new;
        Coverage { schema: Schema::read(), cases: 0, forms: counts(), reasons: counts(), histories: 0, answers: counts() }
    }
}

impl Coverage {
    /// Counts what one case has and what its review says, each form once.
    pub fn add(&mut self, case: &Case, review: &Value) {
        self.add_forms(case);
        let mut told = BTreeSet::new();
        codes(review, &mut told);
        told.into_iter().for_each(|code| *self.reasons.entry(code).or_default() += 1);
    }

    /// The same without a review.
    pub fn add_forms(&mut self, case: &Case) {
        self.cases += 1;
        let mut met = BTreeSet::new();
        self.schema.meet(&programme_schema(), &case.programme, "programme", &mut met);
        combinations(&case.programme, &mut met);
        let tables = case.facts.as_object().into_iter().flatten().filter(|(_, rows)| rows.as_array().is_none_or(|rows| !rows.is_empty()));
        met.extend(tables.map(|(name, _)| format!("asked.{name}")));
        met.extend(case.known_on.iter().map(|_| "asked.known_on".to_owned()));
        met.into_iter().for_each(|form| *self.forms.entry(form).or_default() += 1);
    }

    /// Counts the reasons of what is asked beside a review.
    pub fn add_reasons(&mut self, answer: &Value) {
        let mut told = BTreeSet::new();
        codes(answer, &mut told);
        told.into_iter().for_each(|code| *self.reasons.entry(code).or_default() += 1);
    }

    /// Counts what is done with a ledger and what is answered, each once.
    pub fn add_history(&mut self, history: &History, found: &Value) {
        self.histories += 1;
        let mut met = BTreeSet::new();
        let names = history.steps.iter().filter_map(Value::as_object).flat_map(Map::keys);
        met.extend(names.map(|name| format!("step.{name}")));
        answered(found, &mut met);
        for answer in found["answers"].as_array().into_iter().flatten() {
            let filled = answer.as_object().into_iter().flatten().filter(|(_, value)| value.as_array().is_none_or(|list| !list.is_empty()));
            met.extend(filled.map(|(name, _)| format!("answer.{name}")));
            met.extend(answer["deposit"].get("short").map(|_| "answer.short".to_owned()));
        }
        met.into_iter().for_each(|form| *self.answers.entry(form).or_default() += 1);
    }

    /// What several threads counted.
    pub fn merge(&mut self, other: Coverage) {
        self.cases += other.cases;
        self.histories += other.histories;
        for (mine, theirs) in [(&mut self.forms, other.forms), (&mut self.reasons, other.reasons), (&mut self.answers, other.answers)] {
            theirs.into_iter().for_each(|(form, count)| *mine.entry(form).or_default() += count);
        }
    }

    /// The forms that fewer than one in `of` cases have, with their counts.
    #[must_use]
    pub fn rare_forms(&self, of: usize) -> Vec<(String, usize)> {
        let asked = ASKED.iter().map(|what| format!("asked.{what}"));
        rare_of(self.schema.forms().into_iter().chain(wanted_combinations()).chain(asked), &self.forms, self.cases / of)
    }

    /// The same of steps of ledgers and their answers.
    #[must_use]
    pub fn rare_answers(&self, of: usize) -> Vec<(String, usize)> {
        let wanted = ANSWERS.iter().flat_map(|(what, words)| words.iter().map(move |word| format!("{what}.{word}")));
        rare_of(wanted, &self.answers, self.histories / of)
    }

    /// The same of reasons.
    #[must_use]
    pub fn rare_reasons(&self, of: usize) -> Vec<(String, usize)> {
        let codes = qudao::Reason::ALL.iter().map(|(code, _)| (*code).to_owned());
        rare_of(codes, &self.reasons, self.cases / of)
    }

    /// A line for each object of the schema: its forms and in how many cases they are.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = String::new();
        let mut object = "";
        for (form, count) in &self.forms {
            let (of, member) = form.split_once('.').unwrap_or((form, ""));
            if of != object {
                let _ = write!(text, "\n{of}:");
                object = of;
            }
            let _ = write!(text, " {member} {count}");
        }
        text += "\nreasons:";
        for (code, count) in &self.reasons {
            let _ = write!(text, " {code} {count}");
        }
        text += "\nledgers:";
        for (form, count) in &self.answers {
            let _ = write!(text, " {form} {count}");
        }
        text
    }

    /// How many different forms and reasons were met.
    #[must_use]
    pub fn met(&self) -> usize {
        self.forms.len() + self.reasons.len() + self.answers.len()
    }
}

fn rare_of(wanted: impl Iterator<Item = String>, counts: &BTreeMap<String, usize>, needed: usize) -> Vec<(String, usize)> {
    let counted = wanted.map(|form| (counts.get(&form).copied().unwrap_or(0), form));
    counted.filter(|(count, _)| *count < needed.max(1)).map(|(count, form)| (form, count)).collect()
}

/// What is answered to steps: words at the members that have a list of them, members of postings, and codes of refusals.
fn answered(value: &Value, met: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_word = |(what, words): &&(&str, &[&str])| what == name && member.as_str().is_some_and(|word| words.contains(&word));
                if let (Some(word), Some(_)) = (member.as_str(), ANSWERS.iter().find(is_word)) {
                    met.insert(format!("{name}.{word}"));
                }
                if members.contains_key("posted_on") {
                    met.insert(format!("posting.{name}"));
                }
                answered(member, met);
            }
            if let (Some(Value::String(code)), true) = (members.get("code"), members.contains_key("message")) {
                met.insert(format!("refused.{code}"));
            }
        }
        Value::Array(list) => list.iter().for_each(|element| answered(element, met)),
        _ => {}
    }
}

fn programme_schema() -> Value {
    serde_json::json!({ "$ref": "#/$defs/programme" })
}

/// The codes of all reasons in a review.
fn codes(review: &Value, into: &mut BTreeSet<String>) {
    match review {
        Value::Object(members) => {
            if let (Some(Value::String(code)), true) = (members.get("code"), members.contains_key("path")) {
                into.insert(code.clone());
            }
            members.values().for_each(|member| codes(member, into));
        }
        Value::Array(list) => list.iter().for_each(|element| codes(element, into)),
        _ => {}
    }
}

/// The definitions of the schema.
#[derive(Debug)]
struct Schema {
    definitions: Map<String, Value>,
}

impl Schema {
    fn read() -> Schema {
        let mut schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        match schema["$defs"].take() {
            Value::Object(definitions) => Schema { definitions },
            _ => panic!("the schema has no definitions"),
        }
    }

    fn definition<'s>(&'s self, schema: &Value) -> Option<(&'s str, &'s Value)> {
        let name = schema["$ref"].as_str()?.strip_prefix("#/$defs/").expect("a definition of this schema");
        self.definitions.get_key_value(name).map(|(name, schema)| (name.as_str(), schema))
    }

    /// All forms that a programme may have.
    fn forms(&self) -> BTreeSet<String> {
        let (mut forms, mut seen) = (BTreeSet::new(), BTreeSet::new());
        self.list(&programme_schema(), "programme", &mut seen, &mut forms);
        forms.retain(|form| !form.ends_with(".title") && !form.starts_with("title."));
        forms
    }

    fn list(&self, schema: &Value, label: &str, seen: &mut BTreeSet<String>, forms: &mut BTreeSet<String>) {
        if let Some((name, schema)) = self.definition(schema) {
            if seen.insert(name.to_owned()) {
                self.list(schema, name, seen, forms);
            }
            return;
        }
        let (object, member) = label.split_once('.').unwrap_or((label, ""));
        for word in words(schema).filter(|word| !is_refused(object, &format!("{member}={word}"))) {
            forms.insert(format!("{label}={word}"));
        }
        for (inner, label) in alternatives(schema, label) {
            self.list(inner, &label, seen, forms);
        }
        for (member, inner) in schema["properties"].as_object().into_iter().flatten() {
            let form = format!("{label}.{member}");
            if is_refused(label, member) {
                continue;
            }
            self.list(inner, &form, seen, forms);
            forms.insert(form);
        }
        for member in ["items", "additionalProperties"] {
            if schema[member].is_object() {
                self.list(&schema[member], label, seen, forms);
            }
        }
    }

    /// The forms that a value has.
    fn meet(&self, schema: &Value, value: &Value, label: &str, met: &mut BTreeSet<String>) {
        if let Some((name, schema)) = self.definition(schema) {
            return self.meet(schema, value, name, met);
        }
        if let Some(word) = words(schema).find(|word| value.as_str().map_or_else(|| value.to_string(), str::to_owned) == *word) {
            met.insert(format!("{label}={word}"));
        }
        for (inner, label) in alternatives(schema, label) {
            if self.takes(inner, value) {
                self.meet(inner, value, &label, met);
            }
        }
        if let Some(members) = value.as_object() {
            for (member, value) in members {
                let inner = &schema["properties"][member];
                if inner.is_object() {
                    let form = format!("{label}.{member}");
                    self.meet(inner, value, &form, met);
                    met.insert(form);
                } else if schema["additionalProperties"].is_object() {
                    self.meet(&schema["additionalProperties"], value, label, met);
                }
            }
        }
        value.as_array().into_iter().flatten().for_each(|element| self.meet(&schema["items"], element, label, met));
    }

    /// Whether a value may be of this alternative, by its own members.
    fn takes(&self, schema: &Value, value: &Value) -> bool {
        if let Some((_, schema)) = self.definition(schema) {
            return self.takes(schema, value);
        }
        if schema["oneOf"].is_array() && schema["properties"].is_null() {
            return alternatives(schema, "").any(|(inner, _)| self.takes(inner, value));
        }
        match value {
            Value::Object(members) => {
                let properties = schema["properties"].as_object();
                let required = schema["required"].as_array().into_iter().flatten();
                properties.is_some_and(|properties| members.keys().all(|member| properties.contains_key(member)))
                    && required.filter_map(Value::as_str).all(|member| members.contains_key(member))
            }
            Value::String(text) => {
                schema["properties"].is_null() && (words(schema).next().is_none() || words(schema).any(|word| word == *text))
            }
            _ => schema["properties"].is_null(),
        }
    }
}

fn is_refused(object: &str, member: &str) -> bool {
    REFUSED_WHOLE.contains(&object) || REFUSED.iter().any(|(of, members)| of.contains(&object) && members.contains(&member))
}

/// The words that a member may be; `as_of` stands for any date.
fn words(schema: &Value) -> impl Iterator<Item = String> + '_ {
    let constants = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
    constants.map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned))
}

/// The alternatives of a schema; those that are objects have a name of their own.
fn alternatives<'s>(schema: &'s Value, label: &str) -> impl Iterator<Item = (&'s Value, String)> {
    let all = ["oneOf", "anyOf"].into_iter().flat_map(|kind| schema[kind].as_array().into_iter().flatten());
    all.map(move |inner| match inner["title"].as_str() {
        Some(title) if inner["properties"].is_object() => (inner, format!("{label}({title})")),
        _ => (inner, label.to_owned()),
    })
}

/// Pairs that the schema does not tell of: how bands are paid with what the part has beside them, how a group combines with its
/// limits.
fn combinations(programme: &Value, met: &mut BTreeSet<String>) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for incentive in list(&programme["incentives"]) {
        for part in list(&incentive["pays"]) {
            let Some(method) = part["bands"]["method"].as_str() else { continue };
            let bands = &part["bands"];
            let measure = part.get("percent_of").or_else(|| part.get("amount_per_unit_of"));
            let has = [
                ("measure_cap", part.get("measure_cap").is_some()),
                ("less", part.get("less").is_some()),
                ("for_each", part.get("for_each").is_some()),
                ("from_times", bands.get("from_times").is_some()),
                ("another by", measure != Some(&bands["by"])),
                ("from_zero", bands["base"] == "from_zero"),
                ("from_first", bands["base"] == "from_first"),
                ("from_included", bands["boundary"] == "from_included"),
                ("from_excluded", bands["boundary"] == "from_excluded"),
                ("top_first", bands["returned"] == "top_first"),
                ("first_in_first_out", bands["returned"] == "first_in_first_out"),
                ("original_rate", bands["returned"] == "original_rate"),
            ];
            met.extend(has.iter().filter(|(_, has)| *has).map(|(what, _)| format!("bands of {method}.with {what}")));
        }
    }
    for group in programme["groups"].as_object().into_iter().flat_map(Map::values) {
        let combine = group.as_str().or_else(|| group["combine"].as_str()).unwrap_or_default();
        met.extend(
            ["cap", "floor"].iter().filter(|limit| group.get(limit).is_some()).map(|limit| format!("group of {combine}.with {limit}")),
        );
    }
}

fn wanted_combinations() -> Vec<String> {
    let sides = ["from_times", "from_included", "from_excluded"];
    let paid_on = ["measure_cap", "less", "for_each"];
    let methods: &[(&str, &[&str])] = &[
        ("whole_amount", &["another by", "from_zero", "from_first"]),
        ("interpolated", &["another by", "from_zero", "from_first"]),
        ("graduated", &["from_zero", "from_first"]),
        ("overlapping_on_all", &[]),
        ("overlapping_to_bounds", &[]),
        ("running", &["top_first", "first_in_first_out", "original_rate"]),
    ];
    let mut wanted = Vec::new();
    for (method, own) in methods {
        let others = if *method == "running" { &[] as &[&str] } else { &paid_on };
        wanted.extend(own.iter().chain(&sides).chain(others).map(|what| format!("bands of {method}.with {what}")));
    }
    for combine in ["best_of", "priority", "exclusive", "joint"] {
        wanted.extend(["cap", "floor"].map(|limit| format!("group of {combine}.with {limit}")));
    }
    wanted
}
