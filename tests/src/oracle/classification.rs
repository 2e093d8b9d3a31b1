//! Classes: the first rule that holds says what a partner is.

use serde_json::{Value, json};

use super::{Question, list, sorted};

impl Question<'_> {
    pub(super) fn classes(&self, partner: &str, tier: Option<&str>) -> Vec<Value> {
        sorted(&self.programme["classes"]).into_iter().map(|(id, classification)| self.class(id, classification, partner, tier)).collect()
    }

    fn class(&self, id: &str, classification: &Value, partner: &str, tier: Option<&str>) -> Value {
        let mut reasons = Vec::new();
        for (index, rule) in list(&classification["rules"]).iter().enumerate() {
            let holds = self.condition(&rule["when"], partner, tier);
            let code = if holds { "class_met" } else { "class_not_met" };
            reasons.push(json!({ "code": code, "path": format!("/classes/{id}/rules/{index}"), "class": rule["class"] }));
            if holds {
                return json!({ "classification": id, "class": rule["class"], "reasons": reasons });
            }
        }
        let otherwise = &classification["otherwise"];
        reasons.push(json!({ "code": "class_otherwise", "path": format!("/classes/{id}/otherwise"), "class": otherwise }));
        json!({ "classification": id, "class": otherwise, "reasons": reasons })
    }
}
