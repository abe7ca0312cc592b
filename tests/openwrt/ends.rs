//! Rules, pinholes and mappings with an end: what tells of it, and that they are gone then.

use crate::Box;
use cwmpd::model::guard::{self, Before};
use cwmpd::model::parameter::Status;
use cwmpd::platform::Platform;
use std::fs;

const MAPPING: &str = "Device.NAT.PortMapping.1.";
const RULE: &str = "Device.Firewall.Chain.1.Rule.";

impl Box {
    fn firewall(&self) -> String {
        fs::read_to_string(self.router.root().join("etc/config/firewall")).unwrap()
    }

    fn passes(&mut self, seconds: i64) -> Option<u32> {
        self.router.confirms();
        self.passes_unconfirmed(seconds)
    }

    fn passes_unconfirmed(&mut self, seconds: i64) -> Option<u32> {
        self.router.clock = self.router.clock.map(|now| now + seconds);
        self.tree.end(&mut self.router)
    }

    fn refused_with(&mut self, name: &str, value: &str) -> u16 {
        let fault = self
            .set(&[(name.to_owned(), value.to_owned())])
            .unwrap_err();
        fault.parameters.first().unwrap().code.number()
    }
}

#[test]
fn a_lease_counts_down_and_takes_its_mapping_along() {
    let mut all = Box::new("lease", "Device", None).unwrap();
    let before = all.firewall();
    // Nobody has given anything an end.
    assert_eq!(all.passes(0), None);
    let (lease, left) = (
        format!("{MAPPING}LeaseDuration"),
        format!("{MAPPING}RemainingLeaseTime"),
    );
    all.puts(&[(lease.clone(), "3600")]);
    assert_eq!(
        (all.says(&lease), all.says(&left)),
        ("3600".into(), "3600".into())
    );
    // The clock may be set meanwhile, so it is looked at again before.
    assert_eq!(all.passes(1800), Some(600));
    assert_eq!(
        (all.says(&lease), all.says(&left)),
        ("3600".into(), "1800".into())
    );
    // The same once more renews it, and 0 is for ever.
    all.puts(&[(lease.clone(), "3600")]);
    assert_eq!(all.says(&left), "3600");
    all.puts(&[(lease.clone(), "0")]);
    assert_eq!(
        (all.says(&lease), all.says(&left)),
        ("0".into(), "0".into())
    );
    assert_eq!((all.firewall(), all.passes(0)), (before.clone(), None));
    all.puts(&[(lease, "60")]);
    assert_eq!(all.passes(59), Some(1));
    all.router.applied.clear();
    assert_eq!(all.passes(1), None);
    assert_eq!(
        all.router.applied,
        ["/etc/init.d/firewall reload || [ ! -e \"$CWMPD_ROOT/var/run/fw4.state\" ]"]
    );
    // The section is gone, and nothing else.
    assert!(!all.firewall().contains("expires"));
    let count = |text: &str| text.matches("\nconfig ").count();
    assert_eq!(count(&all.firewall()), count(&before) - 1);
    assert!(!all.values("Device.NAT.PortMapping.").contains_key(&left));
    // Once.
    all.router.applied.clear();
    assert_eq!((all.passes(9999), all.router.applied.len()), (None, 0));
}

#[test]
fn a_rule_expires_at_a_moment() {
    let mut all = Box::new("expires", "Device", None).unwrap();
    let now = all.router.clock.unwrap();
    let (number, status) = all.tree.add(&mut all.router, RULE, None).unwrap();
    assert_eq!(status, Status::Committed);
    let date = format!("{RULE}{number}.ExpiryDate");
    assert_eq!(all.says(&date), "9999-12-31T23:59:59Z");
    assert_eq!(
        all.says(&format!("{RULE}{number}.CreationDate")),
        cwmpd::time::utc(now)
    );
    for wrong in ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z"] {
        assert_eq!(all.refused_with(&date, wrong), 9007);
    }
    let end = cwmpd::time::utc(now + 90);
    all.puts(&[(date.clone(), &end)]);
    assert_eq!(all.says(&date), end);
    all.puts(&[(date.clone(), "9999-12-31T23:59:59Z")]);
    assert!(!all.firewall().contains("expires"));
    all.puts(&[(date.clone(), &end)]);
    assert_eq!(all.passes(89), Some(1));
    assert_eq!(all.passes(100), None);
    assert!(!all.values(RULE).contains_key(&date));
    // What a person has given an end is his, and in local time: nobody knows, and nobody deletes it.
    all.has_in(
        "etc/config/firewall",
        "config rule",
        "config rule\n\toption stop_date '2020-01-01'\n\toption name 'Old'\n\toption src 'wan'\n\toption target 'DROP'\n\nconfig rule",
    );
    let dates = all.values(RULE);
    let unknown = dates
        .iter()
        .filter(|(name, value)| name.ends_with("ExpiryDate") && *value == "0001-01-01T00:00:00Z");
    assert_eq!(unknown.count(), 1);
    assert_eq!(all.passes(0), None);
}

/// After a power cut the clock is that of 1970, or nobody knows it.
#[test]
fn without_a_clock_nothing_ends_and_nothing_begins_to() {
    let mut all = Box::new("no-clock", "Device", None).unwrap();
    let lease = format!("{MAPPING}LeaseDuration");
    all.puts(&[(lease.clone(), "60")]);
    let clock = all.router.clock.take();
    assert_eq!(all.passes(0), Some(30));
    // 0 would be for ever.
    assert_eq!(all.says(&format!("{MAPPING}RemainingLeaseTime")), "1");
    assert_eq!(all.refused_with(&lease, "120"), 9001);
    let (number, _) = all.tree.add(&mut all.router, RULE, None).unwrap();
    let made = all.says(&format!("{RULE}{number}.CreationDate"));
    assert_eq!(made, "0001-01-01T00:00:00Z");
    // What was over meanwhile goes as soon as that is known.
    all.router.clock = clock;
    assert_eq!(all.passes(3600), None);
    assert!(!all.firewall().contains("expires"));
}

/// There it is one parameter, which counts down.
#[test]
fn a_lease_of_the_older_root() {
    let mut all = Box::new("older-lease", "InternetGatewayDevice", None).unwrap();
    let way = "InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.";
    let lease = format!("{way}PortMapping.1.PortMappingLeaseDuration");
    assert_eq!(all.says(&lease), "0");
    all.puts(&[(lease.clone(), "3600")]);
    assert_eq!(all.passes(600), Some(600));
    assert_eq!(all.says(&lease), "3000");
    assert_eq!(all.passes(3000), None);
    assert!(!all.values(way).contains_key(&lease));
}

/// A router without a battery goes on with the time of its newest file, which may be days old, until ntpd knows better.
#[test]
fn a_clock_that_lags_gives_nothing_an_end() {
    let mut all = Box::new("lagging", "Device", None).unwrap();
    let lease = format!("{MAPPING}LeaseDuration");
    all.puts(&[(lease.clone(), "60")]);
    all.router.has("proc/uptime", "93.21 180.50\n");
    assert_eq!(all.passes(3600), Some(30));
    assert_eq!(all.refused_with(&lease, "120"), 9001);
    assert!(all.firewall().contains("expires"));
    all.router.has("var/run/cwmpd.synchronized", "0\n");
    assert_eq!(all.passes(0), Some(30));
    all.router.has("var/run/cwmpd.synchronized", "1\n");
    assert_eq!(all.passes(0), None);
    assert!(!all.firewall().contains("expires"));
}

/// An undo would take the file for somebody else's, and leave a firewall that cuts the device off.
#[test]
fn a_lease_is_over_while_a_change_of_the_firewall_waits_to_be_confirmed() {
    let mut all = Box::guarded("lease-waits");
    let before = all.firewall();
    all.puts(&[(format!("{MAPPING}LeaseDuration"), "60")]);
    let kept = all.router.state(guard::FILE).unwrap().unwrap();
    let bad = Before::parse(&kept).unwrap().unwrap();
    assert_eq!(all.passes_unconfirmed(60), Some(30));
    assert!(all.firewall().contains("expires"));
    all.tree.undo(&mut all.router, &bad).unwrap();
    assert_eq!(all.firewall(), before);
    // Confirmed, it ends.
    all.puts(&[(format!("{MAPPING}LeaseDuration"), "60")]);
    assert_eq!(all.passes(60), None);
    assert!(!all.firewall().contains("expires"));
}

#[test]
fn a_reload_that_fails_when_a_lease_is_over() {
    let mut all = Box::new("lease-reload", "Device", None).unwrap();
    all.puts(&[(format!("{MAPPING}LeaseDuration"), "60")]);
    all.router.applied.clear();
    all.router.refuses = true;
    assert_eq!(all.passes(60), Some(60));
    assert!(!all.firewall().contains("expires"));
    all.router.refuses = false;
    assert_eq!(all.passes(60), None);
    assert_eq!(all.router.applied.len(), 2);
    assert_eq!((all.passes(60), all.router.applied.len()), (None, 2));
}

/// The option is ours in rules and redirects only.
#[test]
fn another_section_with_such_an_option() {
    let mut all = Box::new("other-sections", "Device", None).unwrap();
    all.has_in(
        "etc/config/firewall",
        "config zone",
        "config zone\n\toption expires '1'",
    );
    assert_eq!(all.passes(0), None);
    assert!(all.firewall().contains("option expires '1'"));
}
