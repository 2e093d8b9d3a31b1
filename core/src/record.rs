//! Record kinds: which columns a table has. Built-in kinds are data like those that a programme declares.

use std::sync::Arc;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// Text, dictionary-coded.
    Text,
    /// A date.
    Date,
    /// A moment with its offset.
    Instant,
    /// An exact decimal with up to six fraction digits.
    Decimal,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// The id of a record of another kind.
    Reference(String),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An ISO 4217 code: of records, the programme's unless it has other currencies.
    Currency,
}

/// One column of a record kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnType,
    /// Whether a record may lack it.
    pub optional: bool,
    /// Whether the programme declared it.
    pub declared: bool,
}

/// One record kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordKind {
    /// Name of its table.
    pub name: String,
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// Whether the programme declared it.
    pub declared: bool,
}

impl RecordKind {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Position of the column of that name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Whether records of this kind can be measured per partner.
    #[must_use]
    pub fn is_measurable(&self) -> bool {
        !matches!(self.name.as_str(), "relationships" | "credits") && self.column("partner").is_some()
    }

    /// Whether a column of type date can place its records in time (`known_on` does not).
    #[must_use]
    pub fn has_dates(&self) -> bool {
        self.columns.iter().any(|column| column.kind == ColumnType::Date && column.name != "known_on")
    }
}

/// All record kinds of a programme: the built-in ones with their added columns, then the declared ones by name.
///
/// Facts and reviews keep them, too: a clone shares them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordKinds {
    kinds: Arc<Vec<RecordKind>>,
}

/// Shorthand of the table below: `*` required, `>` reference, `|` choice.
const BUILT_IN: &[(&str, &[&str])] = &[
    ("partners", &["id:text*", "name:text", "kind:text", "parent:>partners", "territory:text", "joined:date", "left:date"]),
    ("relationships", &["partner:>partners*", "parent:>partners*", "from:date*", "until:date"]),
    ("categories", &["id:text*", "name:text", "parent:>categories"]),
    ("products", &["id:text*", "name:text", "category:text", "launched:date"]),
    ("customers", &["id:text*", "name:text", "territory:text", "segment:text"]),
    (
        "sales",
        &[
            "id:text",
            "order:text",
            "partner:>partners*",
            "customer:>customers",
            "product:>products",
            "seller:text",
            "date:date*",
            "invoiced:date",
            "shipped:date",
            "paid:date",
            "amount:decimal*",
            "tax:decimal",
            "quantity:decimal",
            "currency:currency",
            "basis:basis*",
            "channel:text",
            "ship_to:text",
            "return_of:text",
            "known_on:date",
        ],
    ),
    (
        "receivables",
        &[
            "id:text",
            "partner:>partners*",
            "issued:date*",
            "due:date*",
            "paid:date",
            "amount:decimal*",
            "currency:currency",
            "known_on:date",
        ],
    ),
    (
        "payments",
        &[
            "id:text",
            "partner:>partners*",
            "receivable:>receivables",
            "date:date*",
            "amount:decimal*",
            "currency:currency",
            "known_on:date",
        ],
    ),
    (
        "certificates",
        &["id:text", "partner:>partners*", "person:text*", "certificate:text*", "issued:date*", "expires:date", "known_on:date"],
    ),
    ("targets", &["partner:>partners*", "target:text*", "from:date*", "until:date*", "amount:decimal*", "known_on:date"]),
    (
        "registrations",
        &[
            "id:text*",
            "partner:>partners*",
            "customer:>customers*",
            "product:>products",
            "opportunity:text",
            "registered_at:instant*",
            "completed_at:instant",
            "withdrawn_on:date",
            "amount:decimal",
            "known_on:date",
        ],
    ),
    (
        "fund_requests",
        &[
            "id:text*",
            "partner:>partners*",
            "fund:text*",
            "requested_on:date*",
            "amount:decimal*",
            "activity:text",
            "begins:date",
            "ends:date",
            "approved_on:date",
            "approved_amount:decimal",
            "approver:text",
            "declined_on:date",
            "known_on:date",
        ],
    ),
    ("fund_claims", &["id:text*", "request:>fund_requests*", "claimed_on:date*", "spent:decimal*", "known_on:date"]),
    ("fund_proofs", &["claim:>fund_claims*", "kind:text*", "reference:text", "known_on:date"]),
    (
        "special_prices",
        &[
            "id:text*",
            "partner:>partners*",
            "product:>products*",
            "customer:>customers",
            "price:decimal*",
            "from:date*",
            "until:date*",
            "quantity:decimal",
            "known_on:date",
        ],
    ),
    ("price_changes", &["id:text*", "product:>products*", "date:date*", "old_price:decimal*", "new_price:decimal*", "known_on:date"]),
    (
        "claim_lines",
        &[
            "id:text*",
            "partner:>partners*",
            "kind:claim*",
            "sale:text",
            "change:text",
            "product:>products",
            "quantity:decimal*",
            "amount:decimal*",
            "known_on:date",
        ],
    ),
    ("list_prices", &["product:>products*", "from:date*", "until:date", "price:decimal*"]),
    ("activities", &["id:text", "partner:>partners*", "kind:text*", "date:date*", "person:text", "known_on:date"]),
    ("credits", &["sale:>sales*", "partner:>partners*", "share:decimal*"]),
    ("rates", &["currency:currency*", "date:date*", "rate:decimal*"]),
];

/// Values of `sales.basis`.
pub const BASES: &[&str] = &["sell_in", "sell_out"];

/// Values of `claim_lines.kind`.
pub const CLAIMS: &[&str] = &["ship_and_debit", "price_protection", "stock_rotation"];

fn built_in_column(spec: &str) -> Column {
    let (name, kind) = spec.split_once(':').unwrap_or((spec, "text"));
    let optional = !kind.ends_with('*');
    let kind = match kind.trim_end_matches('*') {
        "date" => ColumnType::Date,
        "instant" => ColumnType::Instant,
        "decimal" => ColumnType::Decimal,
        "currency" => ColumnType::Currency,
        "basis" => ColumnType::Choice(BASES),
        "claim" => ColumnType::Choice(CLAIMS),
        other => match other.strip_prefix('>') {
            Some(kind) => ColumnType::Reference(kind.to_owned()),
            None => ColumnType::Text,
        },
    };
    Column { name: name.to_owned(), kind, optional, declared: false }
}

impl RecordKinds {
    /// Position of the kind of partners.
    pub(crate) const PARTNERS: usize = 0;

    /// The built-in kinds.
    #[must_use]
    pub fn built_in() -> RecordKinds {
        let kinds = BUILT_IN
            .iter()
            .map(|(name, columns)| RecordKind {
                name: (*name).to_owned(),
                columns: columns.iter().map(|spec| built_in_column(spec)).collect(),
                declared: false,
            })
            .collect();
        RecordKinds { kinds: Arc::new(kinds) }
    }

    /// With what a programme declares: columns added to a kind that exists, or a kind of its own.
    pub fn declare(&mut self, added: &[(String, Vec<Column>)]) {
        let kinds = Arc::make_mut(&mut self.kinds);
        for (name, columns) in added {
            match kinds.iter_mut().find(|kind| kind.name == *name) {
                Some(kind) => kind.columns.extend(columns.iter().cloned()),
                None => kinds.push(RecordKind { name: name.clone(), columns: columns.clone(), declared: true }),
            }
        }
    }

    /// Every record of a kind has a value in this column.
    pub(crate) fn require(&mut self, kind: &str, column: &str) {
        let kind = Arc::make_mut(&mut self.kinds).iter_mut().find(|known| known.name == kind);
        if let Some(column) = kind.and_then(|kind| kind.columns.iter_mut().find(|known| known.name == column)) {
            column.optional = false;
        }
    }

    /// All kinds in order.
    #[must_use]
    pub fn all(&self) -> &[RecordKind] {
        &self.kinds
    }

    /// The kind of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RecordKind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// Position of the kind of that name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.kinds.iter().position(|kind| kind.name == name)
    }

    /// Follows a column path (`channel`, `product.category`) from a kind; the last column, and whether a value may be absent on the way.
    #[must_use]
    pub fn resolve<'a>(&'a self, kind: &'a RecordKind, path: &ColumnPath) -> Option<(&'a Column, bool)> {
        let first = kind.column(&path.column)?;
        let Some(far) = &path.of_reference else { return Some((first, first.optional)) };
        let ColumnType::Reference(target) = &first.kind else { return None };
        let column = self.get(target)?.column(far)?;
        Some((column, first.optional || column.optional))
    }
}

/// A column of a record, or of the record that it refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnPath {
    /// The column.
    pub column: String,
    /// The column of the referenced record.
    pub of_reference: Option<String>,
}

impl ColumnPath {
    /// Splits `product.category`.
    #[must_use]
    pub fn parse(text: &str) -> ColumnPath {
        match text.split_once('.') {
            Some((column, far)) => ColumnPath { column: column.to_owned(), of_reference: Some(far.to_owned()) },
            None => ColumnPath { column: text.to_owned(), of_reference: None },
        }
    }
}

impl std::fmt::Display for ColumnPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.of_reference {
            Some(far) => write!(f, "{}.{far}", self.column),
            None => f.write_str(&self.column),
        }
    }
}
