//! JSON text written member by member: the order of members is that of the calls, and there is no white space.

use crate::amount::Amount;
use crate::document::write_text;
use crate::period::{Date, date_text};

#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub(crate) text: String,
}

impl Writer {
    /// A comma where something stands before; a text ends with its quotation mark, so that no content is mistaken for structure.
    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }

    pub(crate) fn open(&mut self, bracket: char) {
        self.separate();
        self.text.push(bracket);
    }

    pub(crate) fn close(&mut self, bracket: char) {
        self.text.push(bracket);
    }

    pub(crate) fn name(&mut self, name: &str) {
        self.value(name);
        self.text.push(':');
    }

    pub(crate) fn open_list(&mut self, name: &str) {
        self.name(name);
        self.open('[');
    }

    /// A text as an element of a list.
    pub(crate) fn value(&mut self, text: &str) {
        self.separate();
        write_text(text, &mut self.text);
    }

    /// A value that is JSON already.
    pub(crate) fn json(&mut self, name: &str, json: &str) {
        self.name(name);
        self.text.push_str(json);
    }

    pub(crate) fn member(&mut self, name: &str, text: &str) {
        self.name(name);
        self.value(text);
    }

    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.member(name, text);
        }
    }

    pub(crate) fn count(&mut self, name: &str, number: u64) {
        self.json(name, &number.to_string());
    }

    pub(crate) fn date(&mut self, name: &str, date: Date) {
        self.member(name, &date_text(date));
    }

    pub(crate) fn amount(&mut self, name: &str, amount: Amount) {
        self.member(name, &amount.to_string());
    }

    pub(crate) fn span(&mut self, name: &str, from: Date, until: Option<Date>) {
        self.name(name);
        self.open('{');
        self.date("from", from);
        if let Some(until) = until {
            self.date("until", until);
        }
        self.close('}');
    }
}
