//! Counts of passed and failed tests, read from what the runners print.

use std::ops::AddAssign;

/// Tests of one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// Ignored or skipped: shown, so that nothing is left out in silence.
    pub(crate) skipped: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, one line per test binary.
pub(crate) fn cargo(output: &str) -> Count {
    let mut count = Count::default();
    for line in output.lines() {
        // the line of a test that prints without a line break may stand before it
        if let Some((_, result)) = line.split_once("test result: ") {
            count += Count {
                passed: number_before(result, "passed"),
                failed: number_before(result, "failed"),
                skipped: number_before(result, "ignored"),
            };
        }
    }
    count
}

/// `88 passed, 1 skipped in 3.21s`, the last line that looks like it.
pub(crate) fn pytest(output: &str) -> Count {
    let is_summary =
        |line: &&str| line.contains(" in ") && (line.contains(" passed") || line.contains(" failed") || line.contains(" error"));
    let Some(line) = output.lines().rev().find(is_summary) else { return Count::default() };
    Count {
        passed: number_before(line, "passed") + number_before(line, "xpassed"),
        failed: number_before(line, "failed") + number_before(line, "error") + number_before(line, "errors"),
        skipped: number_before(line, "skipped") + number_before(line, "xfailed") + number_before(line, "deselected"),
    }
}

/// `pass 95` and `fail 0` behind the reporter's mark (`ℹ` or `#`).
pub(crate) fn node(output: &str) -> Count {
    let after = |word: &str| {
        output
            .lines()
            .rev()
            .find_map(|line| {
                let mut words = line.split_whitespace();
                (words.next().is_some_and(|mark| mark == "ℹ" || mark == "#") && words.next() == Some(word))
                    .then(|| words.next()?.parse().ok())?
            })
            .unwrap_or(0)
    };
    Count { passed: after("pass"), failed: after("fail") + after("cancelled"), skipped: after("skipped") + after("todo") }
}

fn number_before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_results_are_summed_over_binaries() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(cargo(output), Count { passed: 5, failed: 1, skipped: 1 });
    }

    #[test]
    fn pytest_summary_is_read_with_and_without_frame() {
        assert_eq!(pytest("88 passed, 1 skipped in 3.21s"), Count { passed: 88, failed: 0, skipped: 1 });
        assert_eq!(pytest("=== 1 failed, 7 passed, 2 errors in 0.1s ==="), Count { passed: 7, failed: 3, skipped: 0 });
        assert_eq!(pytest("nothing"), Count::default());
    }

    #[test]
    fn node_summaries_of_both_reporters_are_read() {
        assert_eq!(node("ℹ tests 3\nℹ pass 2\nℹ fail 1\nℹ skipped 0"), Count { passed: 2, failed: 1, skipped: 0 });
        assert_eq!(node("# pass 9\n# fail 0\n# cancelled 1\n# skipped 2\n# todo 0"), Count { passed: 9, failed: 1, skipped: 2 });
    }
}
