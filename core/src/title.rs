//! What people call a thing, per language.

/// A title in the languages it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// English.
    pub en: Option<String>,
    /// Simplified Chinese.
    pub zh_cn: Option<String>,
}

/// A language that reasons are rendered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    /// English.
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Locale {
    /// Every locale with its BCP 47 tag.
    pub const ALL: [(&'static str, Locale); 2] = [("en", Locale::En), ("zh-CN", Locale::ZhCn)];

    /// The locale of a BCP 47 tag; any Chinese is read as zh-CN.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Locale> {
        match tag.split(['-', '_']).next() {
            Some("en") => Some(Locale::En),
            Some("zh") => Some(Locale::ZhCn),
            _ => None,
        }
    }
}

impl Title {
    /// The title in this language, else in the other one, else the id.
    #[must_use]
    pub fn in_locale<'a>(&'a self, locale: Locale, id: &'a str) -> &'a str {
        let (first, second) = match locale {
            Locale::En => (&self.en, &self.zh_cn),
            Locale::ZhCn => (&self.zh_cn, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or(id)
    }
}
