//! What the ACS is told of software modules: events, DUStateChangeComplete; and what `cwmpd status`
//! shows.

use super::{Deployment, Deployments, Stage, Told};
use crate::agent::event;
use crate::agent::settings::AcsSettings;
use crate::cwmp::rpc::{CpeRequest, DuChange, DuStateChangeComplete, EventStruct};
use crate::fault::FaultCode;

impl Deployments {
    /// Whether an outcome waits to be told.
    pub fn waits(&self) -> bool {
        self.list
            .iter()
            .any(|deployment| deployment.is_done() && deployment.told == Told::Nothing)
    }

    /// The events that wait, for people.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes = Vec::new();
        for deployment in self.list.iter().filter(|deployment| deployment.is_done()) {
            let (single, multiple) = deployment.events();
            if !codes.contains(&single) {
                codes.push(single);
            }
            codes.extend(multiple);
        }
        codes
    }

    /// As [`super::super::transfer::Transfers::add_events`].
    pub fn add_events(&mut self, events: &mut Vec<EventStruct>, most: usize) {
        for deployment in &mut self.list {
            // Two may be added.
            if !deployment.is_done() || events.len() + 2 > most {
                continue;
            }
            deployment.told = Told::Event;
            let (single, multiple) = deployment.events();
            event::add_single(events, single);
            if let Some(code) = multiple {
                events.push(EventStruct {
                    code: code.to_string(),
                    command_key: deployment.command_key.clone(),
                });
            }
        }
    }

    /// The next outcome that belongs to an event of this session's Inform.
    pub fn next_request(&mut self) -> Option<CpeRequest> {
        let deployment = self
            .list
            .iter_mut()
            .find(|deployment| deployment.told == Told::Event)?;
        deployment.told = Told::Outcome;
        let results = deployment.steps.iter().flat_map(|step| match &step.stage {
            Stage::Done(results) => results.as_slice(),
            _ => &[],
        });
        Some(CpeRequest::DuStateChangeComplete(Box::new(
            DuStateChangeComplete {
                id: deployment.id,
                command_key: deployment.command_key.clone(),
                autonomous: deployment.autonomous,
                results: results.cloned().collect(),
            },
        )))
    }

    /// The ACS knows.
    pub fn answered(&mut self, id: u32) {
        self.list
            .retain(|deployment| deployment.id != id || deployment.told != Told::Outcome);
    }

    /// What the ACS has not answered is told again.
    pub fn session_ended(&mut self) {
        for deployment in &mut self.list {
            deployment.told = Told::Nothing;
        }
    }

    /// One line for each operation, for people, with the number of the fetch that is under way.
    pub fn status(&self) -> Vec<(u32, String)> {
        let mut lines = Vec::new();
        for deployment in &self.list {
            for (at, step) in deployment.steps.iter().enumerate() {
                let mut text = format!(
                    "{} {:?}: ",
                    step.operation.change.name(),
                    deployment.command_key
                );
                match &step.stage {
                    Stage::Asked => text.push_str("waits"),
                    Stage::Fetching => text.push_str("fetching"),
                    Stage::Applying => text.push_str("at it"),
                    Stage::Done(results) => {
                        let mut faults = results.iter().map(|result| &result.outcome.fault);
                        match faults.find_map(Option::as_ref) {
                            None => text.push_str("done, to be reported"),
                            Some((code, why)) => {
                                text.push_str("failed, to be reported: ");
                                text.push_str(&code.number().to_string());
                                text.push(' ');
                                text.push_str(why);
                            }
                        }
                    }
                }
                let work = self
                    .work
                    .filter(|work| (work.deployment, work.step) == (deployment.id, at));
                lines.push((work.map_or(0, |work| work.id), text));
            }
        }
        lines
    }
}

/// Whether DUStateChangeComplPolicy wants to hear of it. Empty filters want nothing.
pub fn is_wanted(
    policy: &AcsSettings,
    change: DuChange,
    fault: Option<&(FaultCode, String)>,
) -> bool {
    let result = if fault.is_some() {
        "Failure"
    } else {
        "Success"
    };
    let lists = |list: &str, what: &str| list.split(',').any(|item| item.trim() == what);
    policy.deploy_reports
        && lists(&policy.deploy_operations, change.name())
        && (policy.deploy_results == "Both" || policy.deploy_results == result)
        && fault.is_none_or(|(code, _)| lists(&policy.deploy_faults, &code.number().to_string()))
}

impl Deployment {
    fn is_done(&self) -> bool {
        let done = |step: &super::Step| matches!(step.stage, Stage::Done(_));
        self.steps.iter().all(done)
    }

    /// The numbered event, and the one of the method.
    fn events(&self) -> (&'static str, Option<&'static str>) {
        if self.autonomous {
            return ("12 AUTONOMOUS DU STATE CHANGE COMPLETE", None);
        }
        ("11 DU STATE CHANGE COMPLETE", Some("M ChangeDUState"))
    }
}
