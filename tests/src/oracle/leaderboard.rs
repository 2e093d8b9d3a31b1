//! Leaderboards: partners in the order of a metric, and what one of them may see.

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};

use super::number::exact_text;
use super::{Question, sorted, text};
use crate::comparison::ABSENT;

/// A partner and a number it is ranked by.
type Ranked<'a> = (&'a str, BigRational);

impl<'a> Question<'a> {
    pub(super) fn leaderboards(&self) -> Vec<Value> {
        sorted(&self.programme["leaderboards"]).into_iter().map(|(id, board)| self.leaderboard(id, board)).collect()
    }

    /// A leaderboard as the partner `viewer` may see it, nothing when there is none, or the error.
    pub(super) fn leaderboard_for(&self, id: &str, viewer: &str) -> Value {
        if !self.partner_ids().contains(&viewer) {
            return json!({ "kind": "evaluation", "code": "unknown_partner" });
        }
        let Some(written) = self.programme["leaderboards"].get(id) else { return Value::Null };
        let mut board = self.leaderboard(id, written);
        if written["names"] == "masked" {
            board["unknown"] = json!(ABSENT);
            let entries = board["entries"].as_array_mut().expect("entries").iter_mut();
            entries.filter(|entry| entry["partner"] != viewer).for_each(|entry| entry["partner"] = json!(ABSENT));
        }
        board
    }

    fn leaderboard(&self, id: &str, board: &Value) -> Value {
        let highest = text(&board["first"]) == "highest";
        let taking_part: Vec<&str> = self.partner_ids().into_iter().filter(|partner| self.takes_part(board, partner)).collect();
        let known = |metric: &Value, partner: &'a str| Some((partner, self.metric(text(metric), partner).known().cloned()?));
        let mut ranked: Vec<Ranked<'a>> = taking_part.iter().filter_map(|partner| known(&board["rank_by"], partner)).collect();
        let before: Vec<Ranked<'a>> = match board.get("before") {
            Some(metric) => ranked.iter().filter_map(|(partner, _)| known(metric, partner)).collect(),
            None => Vec::new(),
        };
        let unknown: Vec<&str> = taking_part.into_iter().filter(|partner| ranked.iter().all(|(other, _)| other != partner)).collect();
        let participants = ranked.len();
        // stable, so equal ones stay by partner id
        ranked.sort_by(|(_, a), (_, b)| if highest { b.cmp(a) } else { a.cmp(b) });
        let entries: Vec<Value> = ranked
            .iter()
            .map(|(partner, value)| {
                let at = place(value, &ranked, highest);
                let was = before.iter().find(|(other, _)| other == partner).map(|(_, value)| place(value, &before, highest));
                let percentile = if participants == 1 {
                    "undefined".to_owned()
                } else {
                    exact_text(&BigRational::new(BigInt::from(participants - at), BigInt::from(participants - 1)))
                };
                let signed = |place: usize| i64::try_from(place).expect("few partners");
                json!({
                    "partner": partner, "place": at, "value": exact_text(value), "percentile": percentile,
                    "was": was.map_or(json!(ABSENT), |was| json!(was)),
                    "movement": was.map_or(json!(ABSENT), |was| json!(signed(was) - signed(at)))
                })
            })
            .collect();
        json!({ "leaderboard": id, "names": board["names"], "participants": participants, "entries": entries, "unknown": unknown })
    }
}

/// One more than those that are ahead.
fn place(value: &BigRational, among: &[Ranked<'_>], highest: bool) -> usize {
    1 + among.iter().filter(|(_, other)| if highest { other > value } else { other < value }).count()
}
