//! The revisions of one programme, and which of them is in force when.

use std::sync::Arc;

use super::refuse;
use crate::diagnostic::JsonPointer;
use crate::error::{Error, SettlementCode, SettlementError};
use crate::order;
use crate::period::Date;
use crate::programme::Programme;

/// The revisions of one programme.
///
/// ```
/// use qudao::{Programme, parse_date};
/// use qudao::settlement::Programmes;
/// # let text = |revision: u32, from: &str| format!(r#"{{"schema": "qudao/programme/1", "id": "small", "revision": {revision},
/// #     "currency": "CNY", "effective": {{"from": "{from}"}}, "calendar": {{"year_starts": "01-01"}},
/// #     "rounding": {{"scale": 2, "mode": "half_up"}}}}"#);
/// let first = Programme::from_json(&text(1, "2026-01-01")).expect("valid");
/// let second = Programme::from_json(&text(2, "2026-07-01")).expect("valid");
/// let programmes = Programmes::new([second, first]).expect("two revisions of one programme");
/// let june = programmes.in_force(parse_date("2026-06-30").expect("a date")).expect("the first one");
/// assert_eq!(june.identity().revision, 1);
/// assert_eq!(programmes.latest().identity().revision, 2);
/// ```
#[derive(Debug, Clone)]
pub struct Programmes {
    /// Ascending.
    revisions: Vec<Arc<Programme>>,
    latest: Arc<Programme>,
}

impl Programmes {
    /// Revisions in any order.
    ///
    /// # Errors
    /// `no_programme`, `other_programme`, `other_currency`, `revision_twice`.
    pub fn new(revisions: impl IntoIterator<Item = Programme>) -> Result<Programmes, Error> {
        Programmes::shared(revisions.into_iter().map(Arc::new).collect())
    }

    /// The same for programmes that are shared already.
    ///
    /// # Errors
    /// As for [`Programmes::new`].
    pub fn shared(mut revisions: Vec<Arc<Programme>>) -> Result<Programmes, Error> {
        order::sort_by(&mut revisions, |a, b| a.identity().revision.cmp(&b.identity().revision));
        let Some(latest) = revisions.last().map(Arc::clone) else {
            return Err(refuse(SettlementCode::NoProgramme, JsonPointer::root(), "there is no revision of the programme".to_owned()));
        };
        for pair in revisions.windows(2) {
            if let [a, b] = pair
                && a.identity().revision == b.identity().revision
            {
                let same = a.identity() == b.identity();
                let what = if same { "the same document" } else { "with different content" };
                let message = format!("revision {} is there twice, {what}", a.identity().revision);
                let help = if same { "hand over each revision once" } else { "give what was changed the next `revision`" };
                let error = SettlementError::new(SettlementCode::RevisionTwice, JsonPointer::from("/revision"), message);
                return Err(Error::Settlement(error.with_help(help)));
            }
        }
        for revision in &revisions {
            if revision.id() != latest.id() {
                let message = format!("`{}` and `{}` are different programmes", revision.id(), latest.id());
                return Err(refuse(SettlementCode::OtherProgramme, JsonPointer::from("/id"), message));
            }
            if (revision.currency(), revision.rounding().0) != (latest.currency(), latest.rounding().0) {
                let message = format!("revision {} has another currency or scale than the latest one", revision.identity().revision);
                return Err(refuse(SettlementCode::OtherCurrency, JsonPointer::from("/currency"), message));
            }
        }
        Ok(Programmes { revisions, latest })
    }

    /// All revisions, ascending.
    #[must_use]
    pub fn revisions(&self) -> &[Arc<Programme>] {
        &self.revisions
    }

    /// The highest revision; facts are read against it.
    #[must_use]
    pub fn latest(&self) -> &Programme {
        &self.latest
    }

    /// The revision in force on a date: of those in effect the highest one.
    #[must_use]
    pub fn in_force(&self, date: Date) -> Option<&Programme> {
        self.position_in_force(date).and_then(|at| self.revisions.get(at)).map(AsRef::as_ref)
    }

    pub(crate) fn position_in_force(&self, date: Date) -> Option<usize> {
        self.revisions.iter().rposition(|revision| revision.effective().contains(date))
    }

    /// The revision whose rules hold for what is done on a date.
    pub(crate) fn rules_on(&self, date: Date) -> &Programme {
        self.in_force(date).unwrap_or_else(|| self.latest())
    }

    /// Where that revision stands.
    pub(crate) fn position_of_rules_on(&self, date: Date) -> usize {
        self.position_in_force(date).unwrap_or(self.revisions.len().saturating_sub(1))
    }

    /// The revision of a number and fingerprint.
    pub(crate) fn position_of(&self, revision: u64, fingerprint: &str) -> Option<usize> {
        let is = |programme: &Arc<Programme>| {
            (programme.identity().revision, programme.identity().fingerprint.as_str()) == (revision, fingerprint)
        };
        self.revisions.iter().position(is)
    }

    /// The first day of the first revision.
    pub(crate) fn start(&self) -> Option<Date> {
        self.revisions.iter().filter_map(|revision| revision.effective().from).min()
    }

    /// The last day from `from` to `last` on which a revision is in effect.
    pub(crate) fn last_day(&self, from: Date, last: Date) -> Option<Date> {
        let of = |revision: &Arc<Programme>| {
            let effective = revision.effective();
            let end = effective.until.and_then(|until| until.pred_opt()).map_or(last, |end| end.min(last));
            (end >= from && effective.contains(end)).then_some(end)
        };
        self.revisions.iter().filter_map(of).max()
    }
}
