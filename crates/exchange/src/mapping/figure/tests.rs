use cm_kernel::Absence;

use super::{Said, has_decimal_comma, is_number, said};

#[test]
fn numbers_as_people_write_them() {
    for (text, comma, expected) in [
        ("0", false, 0.0),
        ("-0", false, 0.0),
        ("007", false, 7.0),
        ("1234.5", false, 1234.5),
        ("1,234", false, 1234.0),
        ("1,234,567.25", false, 1_234_567.25),
        ("1 234 567", false, 1_234_567.0),
        ("1\u{a0}234", false, 1234.0),
        ("-3", false, -3.0),
        ("−3", false, -3.0),
        ("+3", false, 3.0),
        ("1e5", false, 100_000.0),
        ("1.5E-3", false, 0.0015),
        (".5", false, 0.5),
        ("5.", false, 5.0),
        ("1e15", false, 1e15),
        ("3,5", true, 3.5),
        ("1.234,5", true, 1234.5),
        ("1 234,5", true, 1234.5),
        ("1.234", true, 1234.0),
    ] {
        let Ok(Said::Number(number)) = said(text, comma) else {
            panic!("{text} is a number");
        };
        assert_eq!(number.to_bits(), f64::to_bits(expected), "{text}");
    }
}

#[test]
fn what_is_no_number_says_why_and_what_to_do() {
    for (text, comma, code) in [
        ("twelve", false, "exchange/not-a-number"),
        ("1234 r", false, "exchange/not-a-number"),
        ("12 [p]", false, "exchange/not-a-number"),
        ("(12)", false, "exchange/not-a-number"),
        ("1,23,456", false, "exchange/not-a-number"),
        ("1 23", false, "exchange/not-a-number"),
        ("1..2", false, "exchange/not-a-number"),
        ("1e", false, "exchange/not-a-number"),
        ("1e5e5", false, "exchange/not-a-number"),
        ("inf", false, "exchange/not-a-number"),
        ("Infinity", false, "exchange/not-a-number"),
        ("NaN", false, "exchange/not-a-number"),
        ("0x10", false, "exchange/not-a-number"),
        ("1_000", false, "exchange/not-a-number"),
        ("#N/A", false, "exchange/not-a-number"),
        ("TRUE", false, "exchange/not-a-number"),
        ("1٢", false, "exchange/not-a-number"),
        ("3,5", false, "exchange/decimal-comma"),
        ("3.5", true, "exchange/decimal-comma"),
        ("12.5%", false, "exchange/percent-sign"),
        ("£12", false, "exchange/currency-sign"),
        ("12 EUR", false, "exchange/currency-sign"),
        ("1e16", false, "exchange/number-too-large"),
        ("-1e16", false, "exchange/number-too-large"),
        ("1e999", false, "exchange/number-too-large"),
        ("99999999999999999999", false, "exchange/number-too-large"),
        ("=SUM(A1)", false, "exchange/no-result"),
        ("-", false, "exchange/unclear-mark"),
        ("–", false, "exchange/unclear-mark"),
        (".", false, "exchange/unclear-mark"),
        ("[low]", false, "exchange/unclear-mark"),
        ("<5", false, "exchange/unclear-mark"),
        ("≤7", false, "exchange/unclear-mark"),
    ] {
        let refusal = said(text, comma).expect_err(text);
        assert_eq!(refusal.code, code, "{text}");
        assert!(refusal.remedy.len() > 20, "{text}");
    }
}

#[test]
fn five_facts_that_are_not_one() {
    for (text, absence) in [
        ("", Absence::Missing),
        ("..", Absence::Missing),
        ("[x]", Absence::Missing),
        ("NA", Absence::Missing),
        ("z", Absence::NotApplicable),
        ("[Z]", Absence::NotApplicable),
        ("N/A", Absence::NotApplicable),
        ("refused", Absence::Refused),
        ("Prefer not to say", Absence::Refused),
        ("*", Absence::Suppressed),
        ("c", Absence::Suppressed),
        ("[c]", Absence::Suppressed),
        ("Cannot say", Absence::CannotSay),
        ("cannot honestly say", Absence::CannotSay),
    ] {
        assert_eq!(said(text, false), Ok(Said::Absent(absence)), "{text}");
    }
    assert_eq!(said("0", false), Ok(Said::Number(0.0)));
}

#[test]
fn a_comma_is_decimal_only_where_it_can_be_nothing_else() {
    assert!(has_decimal_comma("3,5") && has_decimal_comma("1.234,50"));
    assert!(!has_decimal_comma("3,500") && !has_decimal_comma("3.5") && !has_decimal_comma("a,b"));
    assert!(is_number("12") && is_number("3,5") && !is_number("[c]") && !is_number(""));
}
