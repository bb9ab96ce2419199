//! The normal distribution of mean 0 and standard deviation 1.

/// The probability of a value at or below `z`. Not-a-number gives `None`; infinities give 0 and 1.
#[must_use]
pub fn cdf(z: f64) -> Option<f64> {
    (!z.is_nan()).then(|| 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2))
}

/// The value that a share `p` (strictly between 0 and 1) of draws fall below; `None` outside that.
///
/// Source: Wichura (1988), algorithm AS 241, about 16 digits.
#[must_use]
pub fn quantile(p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let centred = p - 0.5;
    if centred.abs() <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return Some(centred * ratio(r, &CENTRE));
    }
    let tail = if centred < 0.0 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        ratio(r - 1.6, &SHOULDER)
    } else {
        ratio(r - 5.0, &TAIL)
    };
    Some(if centred < 0.0 { -size } else { size })
}

/// The number of standard errors either side that holds a central share `level` (0 to 1, both excluded).
#[must_use]
pub fn half_width(level: f64) -> Option<f64> {
    if !(level > 0.0 && level < 1.0) {
        return None;
    }
    quantile(1.0 - (1.0 - level) / 2.0)
}

/// Numerator and denominator of a rational approximation, lowest power first.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (upper, lower): &Rational) -> f64 {
    let polynomial = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    polynomial(upper) / polynomial(lower)
}

#[expect(clippy::excessive_precision, reason = "the digits are those published")]
const CENTRE: Rational = (
    [
        3.387_132_872_796_366_608,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_3,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_61,
        28_729.085_735_721_942_674,
        5_226.495_278_852_854_561,
    ],
);
#[expect(clippy::excessive_precision, reason = "the digits are those published")]
const SHOULDER: Rational = (
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_7e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        6.897_673_349_851_000_045_5e-1,
        1.481_039_764_274_800_745_9e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
);
#[expect(clippy::excessive_precision, reason = "the digits are those published")]
const TAIL: Rational = (
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        2.965_605_718_285_048_912_3e-1,
        2.653_218_952_657_612_309_3e-2,
        1.242_660_947_388_078_438_6e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_9e-1,
        1.369_298_809_227_358_053_1e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    // Tabulated values: Abramowitz and Stegun, tables 26.1 and 26.5.
    #[test]
    fn tabulated_values_come_back() {
        for (p, z) in [
            (0.975, 1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813_5),
            (0.5, 0.0),
            (0.001, -3.090_232_306_167_813_5),
        ] {
            assert!((quantile(p).unwrap() - z).abs() < 1e-14);
        }
    }

    #[test]
    fn quantile_undoes_cdf_in_centre_shoulder_and_tail() {
        for step in -370..=80 {
            let z = f64::from(step) / 10.0;
            let back = quantile(cdf(z).unwrap()).unwrap();
            let slack = if z > 0.0 {
                1e-16 / ((-z * z / 2.0).exp() * 0.39) + 1e-13
            } else {
                1e-12
            };
            assert!((back - z).abs() < slack, "{z} came back as {back}");
        }
    }

    #[test]
    fn what_is_not_a_probability_is_refused() {
        for p in [0.0, 1.0, -0.1, f64::NAN] {
            assert_eq!(quantile(p), None);
        }
        assert_eq!(half_width(1.0), None);
        assert_eq!(cdf(f64::NAN), None);
        assert_eq!(cdf(f64::NEG_INFINITY), Some(0.0));
    }
}
