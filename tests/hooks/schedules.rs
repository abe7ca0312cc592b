//! Schedules of `platform/openwrt/firewall.sh`: what is on now, and for how long.

use crate::lab::{Lab, get, hook_of, shells, told};

const SCHEDULES: &str = "
config schedule 'school'
	list day 'Monday'
	list day 'Tuesday'
	option start '21:30'
	option duration '30600'
	option enabled '1'

config schedule 'else'
	list day 'Monday'
	list day 'Tuesday'
	option start '21:30'
	option duration '30600'
	option inverse '1'
	option enabled '1'

config schedule 'off'
	list day 'Monday'
	option start '21:30'
	option duration '60'
	option enabled '0'
";

#[test]
fn a_schedule_is_on_until_the_next_morning() {
    for shell in shells() {
        // A busybox of Debian takes its own `date`, not that of the test.
        if shell != ["dash"] {
            println!("skipped: {} has a date of its own", shell.join(" "));
            continue;
        }
        for (now, [school, left, other, other_left]) in [
            ("1 121 129 159", ["Inactive", "1", "Active", "1"]),
            ("1 121 130 100", ["Active", "30600", "Inactive", "30600"]),
            // From one of them to the other without a gap between the days.
            ("2 100 100 100", ["Active", "21600", "Inactive", "21600"]),
            ("3 105 159 159", ["Active", "1", "Inactive", "1"]),
            ("3 106 100 100", ["Inactive", "487800", "Active", "487800"]),
            ("1 100 100 100", ["Inactive", "77400", "Active", "77400"]),
        ] {
            let lab = Lab::new("schedules");
            lab.write("etc/config/firewall", SCHEDULES);
            lab.program("date", &format!("echo '{now}'"));
            let hosts = hook_of("openwrt", "hosts");
            let path = |key: &str, name: &str| format!("Device.Schedules.Schedule.[{key}].{name}");
            let wanted = [
                (path("school", "Status"), school),
                (path("school", "TimeLeft"), left),
                (path("else", "Status"), other),
                (path("else", "TimeLeft"), other_left),
                (path("off", "Status"), "Inactive"),
                (path("off", "TimeLeft"), "0"),
            ];
            let asked: Vec<_> = wanted.iter().map(|(path, _)| get(path)).collect();
            let answers: Vec<_> = wanted
                .iter()
                .map(|(path, value)| told(path, value))
                .collect();
            assert_eq!(lab.ask(&shell, &hosts, &asked), answers, "{now}");
        }
    }
}
