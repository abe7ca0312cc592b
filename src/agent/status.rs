//! What `cwmpd status` tells.

use super::Agent;
use super::contact::Last;
use crate::time::Now;
use std::time::Duration;

impl Agent {
    /// What `cwmpd status` tells of transfers and software modules: what it is, its number, and a line.
    pub fn transfer_status(&self) -> Vec<(&'static str, u32, String)> {
        let named = |name: &'static str| move |(id, line)| (name, id, line);
        let transfers = self.transfers.status().into_iter().map(named("transfer"));
        let modules = self.deployments.status().into_iter().map(named("module"));
        transfers.chain(modules).collect()
    }

    /// What `cwmpd status` prints, one name and value a line.
    pub fn status(&self, now: Now) -> Vec<(&'static str, String)> {
        let inside = |at: Duration| format!("in {} s", at.saturating_sub(now.mono).as_secs());
        let ago = |at: Duration| format!("{} s", now.mono.saturating_sub(at).as_secs());
        let session = match (&self.session, self.silence(), self.session_at()) {
            (Some(session), _, _) => format!("running for {}", ago(session.since)),
            (None, None, _) if self.confirm.is_undoing() => {
                "waits until a change is undone".to_string()
            }
            (None, Some(reason), _) => format!("none: {reason}"),
            (None, None, Some(at)) => inside(at),
            (None, None, None) => "none is due".to_string(),
        };
        let last = match &self.last {
            None => "none yet".to_string(),
            Some(Last { at, failure: None }) => format!("good, {} ago", ago(*at)),
            Some(Last {
                at,
                failure: Some(reason),
            }) => format!("failed {} ago: {reason}", ago(*at)),
        };
        let mut status = vec![
            ("acs", self.settings.acs.url.clone()),
            (
                "bootstrapped",
                if self.state.bootstrapped { "yes" } else { "no" }.to_string(),
            ),
            ("session", session),
            ("last_session", last),
            ("retry_count", self.retry.count().to_string()),
            ("events", self.waiting_codes().join(", ")),
            (
                "next_periodic",
                self.periodic.next().map_or("never".to_string(), inside),
            ),
            (
                "connection_request_url",
                self.connection_request_url().to_string(),
            ),
            ("udp_connection_request_address", self.udp.address.clone()),
        ];
        if let Some(left) = self.confirm.seconds_left(now) {
            status.push(("unconfirmed", format!("undone in {left} s without an ACS")));
        }
        if !self.confirm.left().is_empty() {
            status.push(("not_undone", self.confirm.left().join(", ")));
        }
        status
    }

    fn waiting_codes(&self) -> Vec<&'static str> {
        let mut codes = self.queue.codes();
        codes.extend(self.transfers.codes());
        codes.extend(self.deployments.codes());
        if !self.state.wanted.is_empty() {
            codes.push("9 REQUEST DOWNLOAD");
        }
        if self.kick.waits() {
            codes.push("5 KICKED");
        }
        codes
    }
}
