//! All that survives a power cut, and the cuts themselves.

use cwmpd::platform::{Change, Target, Trouble};
use std::collections::BTreeMap;

/// What is on the device's flash, and in the hooks' own stores.
#[derive(Clone, Debug, Default)]
pub struct Flash {
    pub uci: BTreeMap<String, String>,
    pub files: BTreeMap<String, String>,
    /// With the last good copy beside it, as `io::flash` keeps it.
    pub state: BTreeMap<String, (Vec<u8>, Option<Vec<u8>>)>,
    /// The network as it is in force: gone with the power.
    pub network: String,
    /// What the hook `led` keeps.
    pub led: String,
    /// Software modules, by DUID.
    pub modules: BTreeMap<String, Module>,
    /// Every change of one that was made, `du-install a-1`.
    pub changed: Vec<String>,
    /// Every firmware image that was written, by the key of its Download.
    pub installed: Vec<String>,
    /// Everything that can be cut short, by name, since the beginning.
    pub acts: Vec<String>,
    pub cut: Option<Cut>,
    /// The lights are out: nothing happens until the world powers the device up again.
    pub off: bool,
    pub last_cut: Option<Cut>,
    /// Finished writes to flash.
    pub writes: usize,
    /// Finished writes of `agent.json` alone.
    pub agent_writes: usize,
}

/// A software module.
#[derive(Clone, Debug)]
pub struct Module {
    /// A UUID, or a name.
    pub uuid: String,
    pub version: String,
    pub url: String,
}

/// Where the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Which act, from 0.
    pub at: usize,
    pub how: How,
    /// Only the agent's process dies; the device stays up and starts it again.
    pub process: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Nothing of the act has happened.
    Before,
    /// A state file is half written.
    Torn,
    /// All of the act has happened, and nobody has been told.
    After,
}

impl Flash {
    /// Announces an act of this name. What `how` of it happens, `None` for all of it in peace.
    pub fn act(&mut self, name: &str) -> Option<How> {
        if self.off {
            return Some(How::Before);
        }
        let at = self.acts.len();
        self.acts.push(name.to_string());
        let cut = self.cut.filter(|cut| cut.at == at)?;
        self.off = true;
        self.last_cut = Some(cut);
        self.cut = None;
        Some(cut.how)
    }

    pub fn power_on(&mut self) {
        if !self.last_cut.is_some_and(|cut| cut.process) {
            self.network.clone_from(&self.uci["network"]);
        }
        self.off = false;
        self.last_cut = None;
    }

    /// All of these or none.
    pub fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble> {
        let names: Vec<String> = changes
            .iter()
            .map(|change| format!("{:?}", change.target))
            .collect();
        let name = format!("write {}", names.join(" + "));
        assert!(!changes.is_empty(), "a commit of nothing");
        let dark = || Err(Trouble::Failed("the power is off".into()));
        let how = if self.off {
            return dark();
        } else {
            self.act(&name)
        };
        for change in &changes {
            assert!(!self.holds(change), "{name}: a write that changes nothing");
        }
        match how {
            Some(How::Before) => return dark(),
            Some(How::Torn) => {
                // Several files go through a journal: half of that is nothing.
                if let [
                    Change {
                        target: Target::State(name),
                        content,
                    },
                ] = &changes[..]
                {
                    let good = self.state(name);
                    self.state
                        .insert(name.clone(), (content[..content.len() / 2].to_vec(), good));
                }
                return dark();
            }
            Some(How::After) | None => {}
        }
        self.writes += 1;
        let agents = Target::State("agent.json".into());
        if changes.iter().any(|change| change.target == agents) {
            self.agent_writes += 1;
        }
        for Change { target, content } in changes {
            let text = || String::from_utf8(content.clone()).expect("text");
            match target {
                Target::Uci(name) => drop(self.uci.insert(name, text())),
                Target::File(path) => drop(self.files.insert(path, text())),
                Target::State(name) => {
                    let good = self.state(&name);
                    self.state.insert(name, (content, good));
                }
            }
        }
        if how.is_some() { dark() } else { Ok(()) }
    }

    /// A state file, or its last good copy where it is torn.
    pub fn state(&self, name: &str) -> Option<Vec<u8>> {
        let (now, before) = self.state.get(name)?;
        // All of the agent's files do; half of one does not.
        let whole = now.ends_with(b"}\n");
        if whole {
            Some(now.clone())
        } else {
            before.clone()
        }
    }

    pub fn remove_state(&mut self, name: &str) {
        let existed = self.state.contains_key(name);
        if existed && matches!(self.act(&format!("remove {name}")), None | Some(How::After)) {
            self.state.remove(name);
        }
    }

    fn holds(&self, change: &Change) -> bool {
        match &change.target {
            Target::Uci(name) => self
                .uci
                .get(name)
                .is_some_and(|text| text.as_bytes() == change.content),
            Target::File(path) => self
                .files
                .get(path)
                .is_some_and(|text| text.as_bytes() == change.content),
            Target::State(name) => self.state(name).as_ref() == Some(&change.content),
        }
    }
}
