//! Postings and their chain.

use std::fmt::Write;

use chrono::NaiveDate;
use num_rational::BigRational;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::number::{money_text, parse};
use super::super::{date, list, text};
use super::line::{Line, period};

/// Under which programme and with what knowledge an amount was computed.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    pub(super) revision: u64,
    pub(super) fingerprint: String,
    pub(super) as_of: NaiveDate,
    pub(super) known_on: NaiveDate,
}

#[derive(Debug, Clone)]
pub(super) struct Posting {
    pub(super) number: u64,
    pub(super) kind: String,
    pub(super) posted_on: NaiveDate,
    pub(super) booked_on: NaiveDate,
    pub(super) line: Line,
    pub(super) amount: BigRational,
    pub(super) scale: u32,
    pub(super) document: Option<String>,
    pub(super) valid: Option<(NaiveDate, Option<NaiveDate>)>,
    pub(super) order: Option<String>,
    pub(super) lines: Vec<(String, BigRational)>,
    pub(super) invoice: Option<String>,
    pub(super) reverses: Option<u64>,
    pub(super) causes: Vec<(String, BigRational)>,
    pub(super) basis: Option<Basis>,
    pub(super) note: Option<String>,
    pub(super) previous: String,
    pub(super) hash: String,
}

impl Posting {
    /// A posting without a place in the chain.
    pub(super) fn new(kind: &str, line: Line, (amount, scale): (BigRational, u32), on: NaiveDate) -> Posting {
        Posting {
            number: 0,
            kind: kind.to_owned(),
            posted_on: on,
            booked_on: on,
            line,
            amount,
            scale,
            document: None,
            valid: None,
            order: None,
            lines: Vec::new(),
            invoice: None,
            reverses: None,
            causes: Vec::new(),
            basis: None,
            note: None,
            previous: String::new(),
            hash: String::new(),
        }
    }

    pub(super) fn read(value: &Value) -> Posting {
        let own = |member: &str| value.get(member).map(|value| text(value).to_owned());
        let amounts = |member: &str, name: &str| {
            list(&value[member]).iter().map(|row| (text(&row[name]).to_owned(), parse(&row["amount"]))).collect::<Vec<_>>()
        };
        let digits = text(&value["amount"]).split_once('.').map_or(0, |(_, digits)| digits.len());
        Posting {
            number: value["number"].as_u64().expect("a number"),
            kind: own("kind").expect("a kind"),
            posted_on: date(text(&value["posted_on"])),
            booked_on: date(text(&value["booked_on"])),
            line: Line::read(value),
            amount: parse(&value["amount"]),
            scale: u32::try_from(digits).expect("few digits"),
            document: own("document"),
            valid: value.get("valid").map(|valid| (date(text(&valid["from"])), valid.get("until").map(|until| date(text(until))))),
            order: own("order"),
            lines: amounts("lines", "line"),
            invoice: own("invoice"),
            reverses: value.get("reverses").and_then(Value::as_u64),
            causes: amounts("causes", "cause"),
            basis: value.get("basis").map(|basis| Basis {
                revision: basis["revision"].as_u64().expect("a revision"),
                fingerprint: text(&basis["fingerprint"]).to_owned(),
                as_of: date(text(&basis["as_of"])),
                known_on: date(text(&basis["known_on"])),
            }),
            note: own("note"),
            previous: own("previous").expect("a hash"),
            hash: own("hash").expect("a hash"),
        }
    }

    pub(super) fn is_accrual(&self) -> bool {
        self.kind == "accrue" || self.kind == "adjust"
    }

    /// The canonical text, without the hash.
    fn text(&self) -> String {
        let object = |members: Vec<(&str, String)>| {
            let members: Vec<String> = members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let quoted = |text: &str| json!(text).to_string();
        let amounts = |name, rows: &[(String, BigRational)]| {
            let row = |(what, amount): &(String, BigRational)| {
                object(vec![(name, quoted(what)), ("amount", quoted(&money_text(amount, self.scale)))])
            };
            format!("[{}]", rows.iter().map(row).collect::<Vec<_>>().join(","))
        };
        let mut members = vec![
            ("number", self.number.to_string()),
            ("kind", quoted(&self.kind)),
            ("posted_on", quoted(&self.posted_on.to_string())),
            ("booked_on", quoted(&self.booked_on.to_string())),
        ];
        members.extend(self.line.members().into_iter().map(|(name, value)| (name, value.to_string())));
        members.push(("amount", quoted(&money_text(&self.amount, self.scale))));
        members.extend(self.document.iter().map(|document| ("document", quoted(document))));
        members.extend(self.valid.iter().map(|(from, until)| ("valid", period(*from, *until).to_string())));
        members.extend(self.order.iter().map(|order| ("order", quoted(order))));
        if !self.lines.is_empty() {
            members.push(("lines", amounts("line", &self.lines)));
        }
        members.extend(self.invoice.iter().map(|invoice| ("invoice", quoted(invoice))));
        members.extend(self.reverses.iter().map(|number| ("reverses", number.to_string())));
        if !self.causes.is_empty() {
            members.push(("causes", amounts("cause", &self.causes)));
        }
        members.extend(self.basis.iter().map(|basis| {
            let day = |day: NaiveDate| quoted(&day.to_string());
            let basis = vec![
                ("revision", basis.revision.to_string()),
                ("fingerprint", quoted(&basis.fingerprint)),
                ("as_of", day(basis.as_of)),
                ("known_on", day(basis.known_on)),
            ];
            ("basis", object(basis))
        }));
        members.extend(self.note.iter().map(|note| ("note", quoted(note))));
        members.push(("previous", quoted(&self.previous)));
        object(members)
    }

    /// Puts it at its place in the chain.
    pub(super) fn chain(&mut self, number: u64, previous: &str) {
        self.number = number;
        previous.clone_into(&mut self.previous);
        self.hash = sha256(&format!("{previous}{}", self.text()));
    }

    pub(super) fn told(&self) -> Value {
        let mut told: Value = serde_json::from_str(&self.text()).expect("a posting is JSON");
        told["hash"] = json!(self.hash);
        told
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
