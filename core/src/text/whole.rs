//! What only the whole build says.

mod en;
mod funds;
mod inventory;
mod price;
mod statement;
mod titles;
mod zh_cn;

pub(super) use en::{SENTENCES as EN, WORDS as WORDS_EN};
pub(super) use titles::WAYS;
pub(super) use zh_cn::{SENTENCES as ZH_CN, WORDS as WORDS_ZH_CN};
