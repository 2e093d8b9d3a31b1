//! Writes the digests of all canonical answers, once every vector holds: `cargo run -p qudao-tests --bin bless`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use qudao_tests::vectors;

fn main() -> ExitCode {
    let mut golden = BTreeMap::new();
    let mut failed = 0;
    for (path, vector) in vectors::all() {
        let answer = vector.answer();
        for failure in vector.failures(&answer) {
            failed += 1;
            eprintln!("{path}: {failure}");
        }
        golden.insert(path, vectors::digest(&answer));
    }
    if failed > 0 {
        eprintln!("{failed} expectations do not hold; nothing was written");
        return ExitCode::FAILURE;
    }
    let text = serde_json::to_string_pretty(&golden).expect("a map of texts") + "\n";
    std::fs::write(vectors::folder().join("golden.json"), text).expect("the folder of vectors can be written");
    println!("{} answers", golden.len());
    ExitCode::SUCCESS
}
