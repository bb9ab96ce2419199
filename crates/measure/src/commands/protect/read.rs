use std::collections::BTreeMap;

use cm_exchange::Table;
use cm_kernel::Refusal;

/// The most cells a table may have, margins not counted.
const MOST_CELLS: usize = 1_000_000;
/// Up to as many cells, combinations that are not in the file are filled in as nought.
const MOST_FILLED: usize = 100_000;

/// Rows between two reports of progress.
const REPORTED: usize = 16_384;

/// A file's counts by combination of categories.
pub struct Counted {
    /// What each dimension is called.
    pub names: Vec<String>,
    /// The categories of each dimension, in order.
    pub categories: Vec<Vec<String>>,
    /// The category of each combination, by dimension.
    pub codes: Vec<Vec<u32>>,
    /// How many each combination counts.
    pub counts: Vec<f64>,
    /// What a person should know about how the file was read, a sentence each.
    pub remarks: Vec<String>,
}

impl Counted {
    /// Adds up the rows of a file; each counts one when there is no column of counts.
    ///
    /// `progress` is told how many rows of how many are done.
    pub fn read(
        table: &Table,
        names: &[&String],
        value: Option<&str>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Self, Refusal> {
        let columns = names.iter().map(|it| table.column(it)).collect::<Result<Vec<_>, _>>()?;
        let value = value.map(|it| table.column(it)).transpose()?;
        let mut found: BTreeMap<Vec<&str>, f64> = BTreeMap::new();
        for row in 0..table.rows() {
            if row % REPORTED == 0 {
                progress(row as u64, table.rows() as u64);
            }
            let key = columns.iter().map(|it| table.cell(row, *it).unwrap_or_default());
            let count = match value {
                None => 1.0,
                Some(column) => count(table.cell(row, column).unwrap_or_default(), row)?,
            };
            *found.entry(key.collect()).or_default() += count;
        }
        let categories: Vec<Vec<&str>> = (0..names.len())
            .map(|dimension| {
                let mut all: Vec<&str> = found.keys().map(|it| it[dimension]).collect();
                all.sort_unstable();
                all.dedup();
                all
            })
            .collect();
        fill(&categories, &mut found)?;
        let code = |dimension: usize, it: &str| categories[dimension].binary_search(&it).unwrap_or_default() as u32;
        let codes = (0..names.len()).map(|dimension| found.keys().map(|it| code(dimension, it[dimension])).collect());
        Ok(Self {
            names: names.iter().map(|it| (*it).clone()).collect(),
            codes: codes.collect(),
            counts: found.values().copied().collect(),
            remarks: table.remarks().to_vec(),
            categories: categories
                .iter()
                .map(|all| all.iter().map(|it| (*it).to_owned()).collect())
                .collect(),
        })
    }

    /// What a category is called; `Total` for all together.
    pub fn label(&self, dimension: usize, code: Option<u32>) -> &str {
        let named = code.and_then(|code| self.categories.get(dimension)?.get(code as usize));
        named.map_or("Total", String::as_str)
    }
}

/// Fills in what the file does not name.
fn fill<'t>(categories: &[Vec<&'t str>], found: &mut BTreeMap<Vec<&'t str>, f64>) -> Result<(), Refusal> {
    let all = categories.iter().try_fold(1_usize, |all, it| all.checked_mul(it.len()));
    if found.len() > MOST_CELLS {
        return Err(Refusal::new(
            "measure/too-many-cells",
            format!("The table has {} cells, and a million is the most.", found.len()),
            "Name fewer columns, or put categories together.",
        ));
    }
    let Some(all) = all.filter(|it| *it <= MOST_FILLED) else {
        return Ok(());
    };
    for mut at in 0..all {
        let mut key = Vec::with_capacity(categories.len());
        for categories in categories {
            key.push(categories[at % categories.len()]);
            at /= categories.len();
        }
        found.entry(key).or_default();
    }
    Ok(())
}

fn count(text: &str, row: usize) -> Result<f64, Refusal> {
    let number: Option<f64> = text.replace(',', "").parse().ok();
    number
        .filter(|it: &f64| *it >= 0.0 && it.fract() == 0.0 && it.is_finite())
        .ok_or_else(|| {
            Refusal::new(
                "measure/not-a-count",
                format!("Row {} holds “{text}”, which is no whole count.", row + 1),
                "Bring counts of nought or more; leave out rows that are suppressed already.",
            )
        })
}
