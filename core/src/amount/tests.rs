use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn reads_only_the_strict_grammar() {
    for good in ["0", "-0", "1", "10.50", "-3.25", "999999999999999.999999999999"] {
        assert!(good.parse::<Exact>().is_ok(), "{good}");
    }
    for bad in ["", "-", "+1", ".5", "5.", "00.5", "01", "1e3", "1_000", " 1", "1 ", "0x1", "１", "--1", "1.2.3"] {
        assert_eq!(bad.parse::<Exact>(), Err(NumberError::Grammar), "{bad}");
    }
    assert_eq!("1234567890123456".parse::<Exact>(), Err(NumberError::TooLarge));
    assert_eq!(Exact::parse("0.1234567", 6), Err(NumberError::TooPrecise));
    assert_eq!(Exact::parse("0.1234560000", 6), Ok(exact("0.123456")));
}

#[test]
fn rounds_in_every_mode_on_both_sides_of_zero() {
    // columns: half_up, half_down, half_even, up, down, ceiling, floor
    let table: [(&str, [i128; 7]); 6] = [
        ("2.345", [235, 234, 234, 235, 234, 235, 234]),
        ("2.355", [236, 235, 236, 236, 235, 236, 235]),
        ("-2.345", [-235, -234, -234, -235, -234, -234, -235]),
        ("2.3449", [234, 234, 234, 235, 234, 235, 234]),
        ("2.3451", [235, 235, 235, 235, 234, 235, 234]),
        ("2.34", [234, 234, 234, 234, 234, 234, 234]),
    ];
    for (text, expected) in table {
        for ((name, mode), minor) in Rounding::ALL.iter().zip(expected) {
            assert_eq!(exact(text).round_to_minor(2, *mode), Ok(minor), "{text} {name}");
        }
    }
}

#[test]
fn fractions_stay_exact() {
    let third = Exact::ONE.checked_div(Exact::from(3)).unwrap().unwrap();
    assert_eq!(third.to_string(), "1/3");
    let sum = third.checked_add(third).unwrap().checked_add(third).unwrap();
    assert_eq!(sum, Exact::ONE);
    assert_eq!(sum.to_string(), "1");
    assert_eq!(Exact::ONE.checked_div(Exact::ZERO), Ok(None));
    assert_eq!(exact("-0").to_string(), "0");
}

#[test]
fn compares_beyond_128_bits() {
    let large = Exact::over(i128::MAX, i128::MAX - 1).unwrap();
    let smaller = Exact::over(i128::MAX - 1, i128::MAX - 2).unwrap();
    assert!(large < smaller);
    assert!(large > Exact::ONE);
}

#[test]
fn overflow_is_an_error() {
    let large = Exact::scaled(i128::MAX, 0).unwrap();
    assert_eq!(large.checked_add(Exact::ONE), Err(Overflow));
    assert_eq!(large.checked_mul(Exact::from(2)), Err(Overflow));
    let tiny = Exact::over(1, i128::MAX).unwrap();
    assert_eq!(large.checked_mul(tiny), Ok(Exact::ONE));
}

#[test]
fn writes_fixed_digits() {
    assert_eq!(fixed_text(-5, 2), "-0.05");
    assert_eq!(fixed_text(0, 2), "0.00");
    assert_eq!(fixed_text(1234, 0), "1234");
    assert_eq!(Amount::from_minor(12_345, 2).to_decimal().unwrap().to_string(), "123.45");
}

#[test]
fn split_conserves() {
    assert_eq!(split_by_largest_remainder(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
    assert_eq!(split_by_largest_remainder(-100, &[1, 1, 1]), Some(vec![-34, -33, -33]));
    assert_eq!(split_by_largest_remainder(5, &[0, 0]), None);
    assert_eq!(split_by_largest_remainder(5, &[1, -1]), None);
}

#[test]
fn knows_minor_units() {
    let digits = |code| Currency::from_code(code).map(Currency::minor_digits);
    assert_eq!(digits("CNY"), Some(Some(2)));
    assert_eq!(digits("JPY"), Some(Some(0)));
    assert_eq!(digits("KWD"), Some(Some(3)));
    assert_eq!(digits("XYZ"), None);
}
