//! What the agent reads back from its own flash.

use cwmpd::agent::state::State;
use cwmpd::model::instance::Found;
use cwmpd::model::store::Store;

/// What was read is written and read again as the same.
pub fn agent_state(bytes: &[u8]) -> bool {
    let Ok(state) = State::parse(bytes) else {
        return false;
    };
    let written = state.to_bytes();
    assert_eq!(State::parse(&written).as_ref(), Ok(&state));
    assert_eq!(State::parse(&written).unwrap().to_bytes(), written);
    true
}

/// The same; and no number is given twice, whatever was on flash.
pub fn model_state(bytes: &[u8]) -> bool {
    let Ok(mut store) = Store::read(Some(bytes)) else {
        return false;
    };
    assert_eq!(Store::read(Some(&store.to_bytes())).as_ref(), Ok(&store));
    let tables: Vec<String> = store
        .instances
        .to_json()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    for table in tables.iter().take(8) {
        let found = ["a", "b", "", "", "wlan0"].map(|key| Found {
            key: key.into(),
            content: vec![1, 2, 3],
        });
        let (numbers, _) = store.instances.number(table, &found);
        let mut unique = numbers.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), found.len(), "{numbers:?}");
        assert!(!numbers.contains(&0));
        for number in numbers {
            let alias = store.instances.alias(table, number);
            if alias.starts_with("cpe-") {
                continue;
            }
            assert!(store.instances.by_alias(table, &alias).is_some(), "{alias}");
        }
    }
    assert_eq!(Store::read(Some(&store.to_bytes())).as_ref(), Ok(&store));
    true
}
