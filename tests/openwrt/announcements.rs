//! How often odhcpd announces this router and for how long; metrics of routes.

use crate::Box;
use std::fs;

const ROW: &str = "Device.RouterAdvertisement.InterfaceSetting.1.";

impl Box {
    /// With these options in the section of the LAN.
    fn announcing(name: &str, options: &str, release: &str) -> Box {
        let mut all = Box::new(name, "Device", None).unwrap();
        let read = |path: &str| fs::read_to_string(all.router.root().join(path)).unwrap();
        let lan = "config dhcp 'lan'\n";
        let dhcp = read("etc/config/dhcp").replace(lan, &format!("{lan}{options}"));
        let known = read("etc/openwrt_release").replace("24.10.4", release);
        all.router.has("etc/config/dhcp", &dhcp);
        all.router.has("etc/openwrt_release", &known);
        all
    }

    fn intervals(&mut self) -> [String; 3] {
        let values = self.values(ROW);
        [
            "MaxRtrAdvInterval",
            "MinRtrAdvInterval",
            "AdvDefaultLifetime",
        ]
        .map(|name| values[&format!("{ROW}{name}")].clone())
    }

    fn paces(&mut self, list: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let list: Vec<_> = list
            .iter()
            .map(|(name, value)| (format!("{ROW}{name}"), (*value).to_owned()))
            .collect();
        let set = self.set(&list).map_err(|fault| {
            let one = &fault.parameters[0];
            format!("{} {}", one.code.number(), one.text)
        });
        let differences = self.router.differences();
        let lines = differences
            .iter()
            .filter_map(|line| line.strip_prefix("+ \toption ra_"));
        let lines = lines.map(str::to_owned).collect();
        set.map(|()| lines)
    }
}

#[test]
fn announcements_are_told_as_odhcpd_counts_them() {
    for (release, options, expected) in [
        ("24.10.4", "", ["600", "200", "1800"]),
        ("24.10.4", "ra_maxinterval '60'", ["60", "20", "180"]),
        ("25.12.0", "ra_maxinterval '60'", ["60", "20", "1800"]),
        ("25.12.0", "ra_maxinterval '1800'", ["1800", "200", "1800"]),
        ("24.10.4", "ra_maxinterval '2000'", ["1800", "200", "5400"]),
        ("24.10.4", "ra_maxinterval '2'", ["4", "4", "12"]),
        ("24.10.4", "ra_mininterval '500'", ["600", "200", "1800"]),
        ("24.10.4", "ra_mininterval '1'", ["600", "3", "1800"]),
        ("24.10.4", "ra_lifetime '30'", ["600", "200", "600"]),
        ("24.10.4", "ra_lifetime '0'", ["600", "200", "0"]),
        ("24.10.4", "ra_lifetime '20000'", ["600", "200", "9000"]),
        ("24.10.4", "ra_maxinterval 'often'", ["600", "200", "1800"]),
    ] {
        let line = match options {
            "" => String::new(),
            options => format!("\toption {options}\n"),
        };
        let mut all = Box::announcing("announced", &line, release);
        assert_eq!(all.intervals(), expected, "{release} {options}");
    }
}

/// Each release then counts the same: nothing is left to it.
#[test]
fn an_interval_takes_along_what_would_not_go_with_it() {
    let mut all = Box::announcing("paces", "", "24.10.4");
    let max = "MaxRtrAdvInterval";
    assert_eq!(all.paces(&[(max, "600")]), Ok(Vec::new()));
    assert_eq!(
        all.paces(&[(max, "60")]).unwrap(),
        ["maxinterval '60'", "mininterval '20'", "lifetime '180'"]
    );
    assert_eq!(all.intervals(), ["60", "20", "180"]);
    all.router.restore();
    // In any order.
    let three = [
        ("AdvDefaultLifetime", "9000"),
        ("MinRtrAdvInterval", "3"),
        (max, "4"),
    ];
    assert_eq!(
        all.paces(&three).unwrap(),
        ["maxinterval '4'", "mininterval '3'", "lifetime '9000'"]
    );
    all.router.restore();
    for (name, value, why) in [
        (
            "MinRtrAdvInterval",
            "451",
            "9007 expected at most three quarters of MaxRtrAdvInterval, which is 600",
        ),
        (
            "AdvDefaultLifetime",
            "599",
            "9007 expected 0, or a number from MaxRtrAdvInterval, which is 600, to 9000",
        ),
        (
            "AdvDefaultLifetime",
            "9001",
            "9007 expected 0, or a number from MaxRtrAdvInterval, which is 600, to 9000",
        ),
    ] {
        let told = all.paces(&[(name, value)]).unwrap_err();
        assert!(told.starts_with(why), "{told}");
    }
    assert_eq!(
        all.paces(&[("MinRtrAdvInterval", "450")]).unwrap(),
        ["mininterval '450'"]
    );
    all.router.restore();
    assert_eq!(
        all.paces(&[("AdvDefaultLifetime", "0")]).unwrap(),
        ["lifetime '0'"]
    );
    // It is no default router, and stays none.
    assert_eq!(
        all.paces(&[(max, "60")]).unwrap(),
        ["lifetime '0'", "maxinterval '60'", "mininterval '20'"]
    );
}

/// netifd reads a metric without a sign: -1 would be the worst of all.
#[test]
fn a_route_without_a_metric_has_no_option_for_it() {
    for (root, table) in [
        ("Device", "Device.Routing.Router.1.IPv4Forwarding."),
        ("Device", "Device.Routing.Router.1.IPv6Forwarding."),
        (
            "InternetGatewayDevice",
            "InternetGatewayDevice.Layer3Forwarding.Forwarding.",
        ),
    ] {
        let more = (root != "Device").then_some("more");
        let mut all = Box::new("metric", root, more).unwrap();
        let (number, _) = all.tree.add(&mut all.router, table, None).unwrap();
        let name = format!("{table}{number}.ForwardingMetric");
        assert_eq!(all.values(&name)[&name], "-1");
        for (value, lines) in [("7", 1), ("-1", 0)] {
            all.set(&[(name.clone(), value.to_owned())]).unwrap();
            assert_eq!(all.values(&name)[&name], value);
            let differences = all.router.differences();
            let metric = differences
                .iter()
                .filter(|line| line.contains("option metric"));
            assert_eq!(metric.count(), lines, "{differences:?}");
        }
    }
}
