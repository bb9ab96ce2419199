//! The demonstration can be built again and again, and after any interruption.

use std::sync::Arc;

use cm_account::seal::folder::{Trust, verify};
use cm_app::{Built, House, Unable};
use cm_kernel::Timestamp;
use cm_store::{Memory, Store};

use crate::stage::{Stage, id};
use crate::wayward::Wayward;

fn stage_over(store: Arc<dyn Store>) -> Stage {
    Stage::for_partnership(store, id("four-hours"))
}

fn built(house: &House) -> Result<Built, Unable> {
    house.build_demo(&mut |_, _| {})
}

/// What a build comes to: kinds and authors of all entries, the members, and whether its edition verifies.
fn end_state(stage: &Stage, built: &Built) -> (Vec<(String, String)>, usize, bool) {
    let entries = stage.store.entries(&built.partnership, 0, 10_000).unwrap();
    let said = entries.iter().map(|it| (it.kind.clone(), it.author.member.to_string()));
    let members = stage.house.members(&built.partnership).unwrap().len();
    (
        said.collect(),
        members,
        verify(&stage.folder(&built.edition), &Trust::default()).holds(),
    )
}

#[test]
fn building_it_twice_adds_nothing() {
    let stage = stage_over(Arc::new(Memory::default()));
    let first = built(&stage.house).unwrap();
    let length = stage.store.length(&first.partnership).unwrap();
    let second = built(&stage.house).unwrap();
    assert_eq!(stage.store.length(&first.partnership).unwrap(), length);
    assert_eq!((first.fresh, second.fresh), (true, false));
    assert_eq!(
        (first.partnership, first.measure, first.edition),
        (second.partnership, second.measure, second.edition)
    );
}

#[test]
fn a_build_broken_off_after_every_step_goes_on_to_the_same_end() {
    let whole = stage_over(Arc::new(Memory::default()));
    let expected = end_state(&whole, &built(&whole.house).unwrap());
    assert!(expected.2, "the edition does not verify");
    let store = Arc::new(Wayward::after(0));
    let stage = stage_over(Arc::clone(&store) as Arc<dyn Store>);
    let (mut broken, mut allowed, mut seen) = (0, 0, Vec::new());
    let last = loop {
        store.fail_after(allowed);
        match built(&stage.house) {
            Ok(built) => break built,
            Err(unable) => assert!(matches!(unable, Unable::Faulty), "{unable}"),
        }
        // One more write is allowed until something has come of it, then one again.
        let now = all_there_is(&*store);
        allowed = if now == seen { allowed + 1 } else { 1 };
        seen = now;
        broken += 1;
    };
    assert_eq!(end_state(&stage, &last), expected);
    assert!(broken > expected.0.len(), "only {broken} steps were broken off");
}

/// How many entries, members, profiles and keys there are.
fn all_there_is(store: &dyn Store) -> Vec<usize> {
    let kept = |drawer| store.list(drawer, Timestamp::from_ms(0)).unwrap().len();
    let entries = store.length(&id("four-hours")).unwrap() as usize;
    vec![entries, kept("members"), kept("profiles"), kept("signing-keys")]
}
