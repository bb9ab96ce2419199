//! Where words go so that none lies on another.

/// Width of a line of words in Helvetica or Arial, with a little to spare for other typefaces.
pub(super) fn width(text: &str, font: f64) -> f64 {
    let thousandths: u32 = text.chars().map(letter).sum();
    f64::from(thousandths) / 1000.0 * font * 1.04
}

/// Width of bold words.
pub(super) fn bold_width(text: &str, font: f64) -> f64 {
    width(text, font) * 1.08
}

fn letter(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 222,
        ' ' | '!' | ',' | '.' | '/' | ':' | ';' | 'I' | 'f' | 't' | '\u{b7}' => 278,
        '(' | ')' | '-' | 'r' | '[' | ']' | '"' => 345,
        '*' | 'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        '0'..='9' | 'a'..='z' | '$' | '\u{a3}' | '_' | '?' | 'L' | '#' | '\u{2013}' => match letter {
            'm' => 833,
            'w' => 722,
            _ => 556,
        },
        'F' | 'T' | 'Z' => 611,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'G' | 'O' | 'Q' => 778,
        'M' => 833,
        '%' => 889,
        'W' | '@' => 1015,
        letter if (letter as u32) < 0x2e80 => 620,
        _ => 1000,
    }
}

/// Words broken into lines no wider than `across`; a word too long for a line has one of its own.
pub(super) fn wrap(text: &str, across: f64, measure: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if measure(&format!("{line} {word}")) <= across => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Middles of boxes of these heights, each as near to the middle it wants as it can be with none overlapping and all
/// between `top` and `bottom`. In the order given; boxes wanting the same middle keep that order.
///
/// Boxes that touch are moved together to the mean of what they want, which makes the sum of squared distances least.
/// `None` when the boxes are taller than the space.
pub(super) fn spread(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Option<Vec<f64>> {
    struct Block {
        members: Vec<usize>,
        height: f64,
        // Mean over members of where the block's top should be for that member to have its wish.
        wish: f64,
    }
    let total: f64 = wanted.iter().map(|(_, height)| height).sum();
    if total > bottom - top {
        return None;
    }
    let hold = |wish: f64, height: f64| wish.clamp(top, (bottom - height).max(top));
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| match (wanted.get(*a), wanted.get(*b)) {
        (Some(a), Some(b)) => a.0.total_cmp(&b.0),
        _ => std::cmp::Ordering::Equal,
    });
    let mut blocks: Vec<Block> = Vec::new();
    for at in order {
        let Some(&(middle, height)) = wanted.get(at) else {
            continue;
        };
        let mut block = Block {
            members: vec![at],
            height,
            wish: middle - height / 2.0,
        };
        while let Some(above) =
            blocks.pop_if(|above| hold(above.wish, above.height) + above.height > hold(block.wish, block.height))
        {
            let (a, b) = (above.members.len() as f64, block.members.len() as f64);
            block = Block {
                wish: (above.wish * a + (block.wish - above.height) * b) / (a + b),
                height: above.height + block.height,
                members: above.members.into_iter().chain(block.members).collect(),
            };
        }
        blocks.push(block);
    }
    let mut middles = vec![0.0; wanted.len()];
    for block in &blocks {
        let mut y = hold(block.wish, block.height);
        for &at in &block.members {
            let height = wanted.get(at).map_or(0.0, |it| it.1);
            if let Some(middle) = middles.get_mut(at) {
                *middle = y + height / 2.0;
            }
            y += height;
        }
    }
    Some(middles)
}

/// A box words may stand in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub(super) fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(super) fn holds(self, other: Self) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }

    /// A square around a point.
    pub(super) fn around(x: f64, y: f64, reach: f64) -> Self {
        Self {
            left: x - reach,
            top: y - reach,
            right: x + reach,
            bottom: y + reach,
        }
    }
}

/// Keeps places where the tab key stops far enough apart to be hit: 24 px each way, whatever the width.
#[derive(Debug, Default)]
pub(super) struct Stops {
    taken: Vec<(f64, f64)>,
}

impl Stops {
    /// Whether the tab key may stop here too; notes it when so.
    pub(super) fn take(&mut self, x: f64, y: f64, apart: f64) -> bool {
        let free = self
            .taken
            .iter()
            .all(|(a, b)| (a - x).abs() >= apart || (b - y).abs() >= apart);
        if free {
            self.taken.push((x, y));
        }
        free
    }
}
