//! What was said in a candour room is cited nowhere: every entry passes here before it is written.

use std::collections::HashSet;

use cm_deliberation::{CandourAct, CitationRefused, RoomRecord, Saying, quoted, words_of};
use cm_kernel::Refusal;
use serde_json::Value;

use crate::{Caller, House, Unable, View};

/// How many entries are read from the store at a time.
const PAGE: usize = 1000;

/// An act that would have carried words of a candour room, as the entry that is written in its place, and the refusal.
pub(crate) type Cited = (CandourAct, Refusal);

impl House {
    /// Whether one of these acts carries words that somebody else said in a candour room that still lasts. Words that
    /// stood in the ledger before they were said there are everybody's.
    pub(crate) fn cited(
        &self,
        caller: &Caller,
        view: &View,
        acts: &[(&'static str, Value)],
    ) -> Result<Option<Cited>, Unable> {
        let today = self.today();
        let lasting: Vec<_> = view.candour.rooms.iter().filter(|it| !it.is_over(today)).collect();
        if lasting.is_empty() {
            return Ok(None);
        }
        let texts: Vec<_> = acts
            .iter()
            .map(|(kind, body)| (*kind, texts(body).iter().map(|it| words_of(it)).collect::<Vec<_>>()))
            .collect();
        for room in lasting {
            for saying in room.said.iter().filter(|it| it.member != caller.member) {
                let Some(said) = self.words(caller, saying)? else {
                    continue;
                };
                let said = words_of(&said);
                for (kind, texts) in &texts {
                    let runs: HashSet<_> = texts.iter().flat_map(|it| quoted(it, &said)).collect();
                    if !runs.is_empty() && self.was_not_public(caller, saying, runs)? {
                        return Ok(Some(refused(room, saying, kind)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Whether any of these runs of words stood nowhere in the ledger before they were said.
    fn was_not_public(&self, caller: &Caller, saying: &Saying, mut runs: HashSet<&[String]>) -> Result<bool, Unable> {
        let mut from = 0;
        while from < saying.said.at && !runs.is_empty() {
            let entries = self.store.entries(&caller.partnership, from, PAGE)?;
            let Some(last) = entries.last().map(|it| it.at) else {
                break;
            };
            for entry in entries.iter().filter(|it| it.at < saying.said.at) {
                let public: Vec<_> = texts(&entry.body).into_iter().map(words_of).collect();
                runs.retain(|run| !public.iter().any(|text| text.windows(run.len()).any(|it| it == *run)));
            }
            from = last + 1;
        }
        Ok(!runs.is_empty())
    }
}

fn refused(room: &RoomRecord, saying: &Saying, kind: &str) -> Cited {
    let act = CandourAct::CitationRefused(CitationRefused {
        room: room.room.it.id.clone(),
        said: saying.said.at,
        into: kind.to_owned(),
    });
    let refusal = Refusal::new(
        "deliberation/said-in-candour",
        format!(
            "Words in it were said in the candour room “{}”, which nobody may cite. That you tried is on record, for both sides.",
            room.room.it.title
        ),
        "Say what you know from elsewhere in your own words, or ask who said it to say it openly.",
    );
    (act, refusal)
}

/// Every text in an entry's body.
fn texts(body: &Value) -> Vec<&str> {
    match body {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(texts).collect(),
        Value::Object(all) => all.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}
