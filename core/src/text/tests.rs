//! Sentences of every reason in both languages.
