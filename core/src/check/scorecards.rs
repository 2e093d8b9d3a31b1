//! Scorecards.

use crate::amount::Exact;
use crate::diagnostic::DiagnosticCode;
use crate::document::place::Place;

use super::{Checker, references};

impl<'a> Checker<'a, '_> {
    pub(super) fn check_scorecards(&mut self) {
        for (_, card) in self.root.members_of("scorecards") {
            let characteristics = card.elements_of("characteristics");
            let bands = card.elements_of("bands");
            references::duplicates("characteristic", &characteristics, self.findings);
            references::duplicates("band", &bands, self.findings);
            for attribute in characteristics.iter().flat_map(|characteristic| characteristic.elements_of("attributes")) {
                self.check_rule(attribute.member("when"), true);
            }
            self.check_ascending(&bands);
            self.check_first_band(card, &characteristics, &bands);
        }
    }

    /// Reports each level that does not start above the one before.
    /// Levels ascend, and where one says its end that is where the next one starts.
    pub(super) fn check_ascending(&mut self, levels: &[Place<'a>]) {
        for (index, level) in levels.iter().enumerate() {
            let until = level.number_of("until");
            if until.is_some() && levels.get(index.saturating_add(1)).and_then(|next| next.number_of("from")) != until {
                let message = "this is not where the next one starts: a gap, an overlap, or an end of the last one";
                self.error(DiagnosticCode::LevelsDoNotMeet, level.at("until"), message);
            }
        }
        for pair in levels.windows(2) {
            let [before, level] = pair else { continue };
            let (Some(start), Some(from)) = (before.number_of("from"), level.number_of("from")) else { continue };
            if from <= start {
                let message = format!("{from} is not above {start}, where the one before starts");
                self.error(DiagnosticCode::LevelsNotAscending, level.at("from"), message);
            }
        }
    }

    fn check_first_band(&mut self, card: Place<'a>, characteristics: &[Place<'a>], bands: &[Place<'a>]) {
        let Some(first) = bands.first() else { return };
        let (Some(smallest), Some(from)) = (smallest_score(card, characteristics), first.number_of("from")) else { return };
        if from > smallest {
            let message = format!("the score can be {smallest}, below the first band, which starts at {from}");
            self.error(DiagnosticCode::ScoreBelowFirstBand, first.at("from"), message);
        }
    }
}

/// The sum of the smallest points; `None` when some cannot be read.
fn smallest_score(card: Place<'_>, characteristics: &[Place<'_>]) -> Option<Exact> {
    card.node.member("characteristics")?;
    let mut score = card.number_of("initial")?;
    for characteristic in characteristics {
        let mut smallest = characteristic.number_of("otherwise")?;
        for attribute in characteristic.elements_of("attributes") {
            smallest = smallest.min(attribute.number_of("points")?);
        }
        score = score.checked_add(smallest).ok()?;
    }
    Some(score)
}
