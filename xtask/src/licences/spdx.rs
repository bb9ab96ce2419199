use super::EXCEPTIONS;

/// Whether a licence expression can be met with licences that are allowed; `None` when it cannot be read.
///
/// Reads the expressions of SPDX 2.3, annex D (`OR`, `AND`, `WITH`, brackets, `+`), and the slash that old manifests
/// write for `OR`.
#[must_use]
pub fn satisfiable(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<_> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        tokens: &tokens,
        allowed,
    };
    let met = reader.either()?;
    reader.tokens.is_empty().then_some(met)
}

struct Reader<'t> {
    tokens: &'t [&'t str],
    allowed: &'t dyn Fn(&str) -> bool,
}

impl<'t> Reader<'t> {
    fn either(&mut self) -> Option<bool> {
        let mut met = self.both()?;
        while self.eat("OR") {
            // The right side is read even when the left is met already.
            met |= self.both()?;
        }
        Some(met)
    }

    fn both(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.eat("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.eat("(") {
            let met = self.either()?;
            return self.eat(")").then_some(met);
        }
        let id = self.next()?;
        let word = !["OR", "AND", "WITH", ")"].contains(&id);
        let mut met = word.then(|| (self.allowed)(id.trim_end_matches('+')))?;
        if self.eat("WITH") {
            met &= EXCEPTIONS.contains(&self.next()?);
        }
        Some(met)
    }

    fn next(&mut self) -> Option<&'t str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = self.tokens.first().is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        if found {
            self.tokens = self.tokens.get(1..).unwrap_or_default();
        }
        found
    }
}
