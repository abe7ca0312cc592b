//! The POSIX time zone that a router's local time follows.

use super::{DAY, LAST_SECOND, Scan, YEAR_1, civil_from_days, days_from_civil, days_of_month};

/// A time zone as POSIX TZ strings describe it: one standard time and, maybe, one summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Seconds east of UTC.
    standard: i32,
    summer: Option<Summer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Summer {
    /// Seconds east of UTC.
    offset: i32,
    start: Rule,
    end: Rule,
}

/// A yearly moment: seconds after (or before) the midnight that a day begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    day: RuleDay,
    seconds: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RuleDay {
    /// `Jn`: 1..=365, 29 February never counted.
    Julian(u32),
    /// `n`: 0..=365, 29 February counted.
    OfYear(u32),
    /// `Mm.w.d`: weekday `d` (0 is Sunday) of week `w` (5 is the last) of month `m`.
    OfMonth { month: u32, week: u32, weekday: u32 },
}

impl Zone {
    pub const UTC: Zone = Zone {
        standard: 0,
        summer: None,
    };

    /// Reads a POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`, `<+03>-3`, `UTC`. Hours of rules may be
    /// -167..=167 (RFC 9636 3.3.2). A summer time without rules follows those of the United States, as
    /// in the common C libraries.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn parse(posix_tz: &str) -> Result<Zone, &'static str> {
        let mut rest = Scan(posix_tz.trim().as_bytes());
        rest.zone_name()
            .ok_or("expected a zone's name, of letters or within < and >")?;
        if rest.0.is_empty() {
            return Ok(Zone::UTC);
        }
        let west = rest
            .clock(24)
            .ok_or("expected hours west of UTC, as in CET-1")?;
        let mut zone = Zone {
            standard: -west,
            summer: None,
        };
        if rest.0.is_empty() {
            return Ok(zone);
        }
        rest.zone_name()
            .ok_or("expected the name of the summer time")?;
        let mut offset = zone.standard + 3600;
        if rest.0.first().is_some_and(|&byte| byte != b',') {
            offset = -rest
                .clock(24)
                .ok_or("expected hours west of UTC of the summer time")?;
        }
        let rules = if rest.0.is_empty() {
            &b",M3.2.0,M11.1.0"[..]
        } else {
            rest.0
        };
        let mut rest = Scan(rules);
        let start = rest
            .rule()
            .ok_or("expected the start of the summer time, as in ,M3.5.0/2")?;
        let end = rest
            .rule()
            .ok_or("expected the end of the summer time, as in ,M10.5.0/3")?;
        if !rest.0.is_empty() {
            return Err("expected nothing after the end of the summer time");
        }
        zone.summer = Some(Summer { offset, start, end });
        Ok(zone)
    }

    /// Seconds east of UTC at a moment of wall time.
    pub fn offset_at(&self, unix: i64) -> i32 {
        let Some(summer) = self.summer else {
            return self.standard;
        };
        // Rules may reach over New Year, so the neighbouring years have a say.
        let unix = unix.clamp(YEAR_1, LAST_SECOND);
        let (year, _, _) = civil_from_days((unix + i64::from(self.standard)).div_euclid(DAY));
        let mut last = (i64::MIN, self.standard);
        for year in year - 1..=year + 1 {
            // The start comes second: where summer never ends, both fall together.
            let end = (
                summer.end.local(year) - i64::from(summer.offset),
                self.standard,
            );
            let start = (
                summer.start.local(year) - i64::from(self.standard),
                summer.offset,
            );
            for turn in [end, start] {
                if (last.0..=unix).contains(&turn.0) {
                    last = turn;
                }
            }
        }
        last.1
    }
}

/// The POSIX TZ string at the end of a TZif file (`/usr/share/zoneinfo/…`, RFC 9636 3.3), which tells
/// the local time of all years that the file does not list.
pub fn posix_tz_of_tzif(file: &[u8]) -> Option<&str> {
    let body = file.strip_prefix(b"TZif")?.strip_suffix(b"\n")?;
    if *body.first()? < b'2' {
        return None;
    }
    let start = body.iter().rposition(|&byte| byte == b'\n')? + 1;
    let text = std::str::from_utf8(body.get(start..)?).ok()?;
    (!text.is_empty()).then_some(text)
}

impl Rule {
    /// The moment in local time, counted in seconds from 1970-01-01T00:00:00 of that clock.
    fn local(&self, year: i64) -> i64 {
        let new_year = days_from_civil(year, 1, 1);
        let day = match self.day {
            RuleDay::Julian(day) => {
                let leap = u32::from(day >= 60 && days_of_month(year, 2) == 29);
                new_year + i64::from(day) - 1 + i64::from(leap)
            }
            RuleDay::OfYear(day) => new_year + i64::from(day),
            RuleDay::OfMonth {
                month,
                week,
                weekday,
            } => {
                let first = days_from_civil(year, month, 1);
                // 1970-01-01 was a Thursday, weekday 4.
                let ahead = (i64::from(weekday) - (first + 4)).rem_euclid(7);
                let mut day = ahead + i64::from(week - 1) * 7;
                if day >= i64::from(days_of_month(year, month)) {
                    day -= 7;
                }
                first + day
            }
        };
        day * DAY + i64::from(self.seconds)
    }
}

impl Scan<'_> {
    /// `CET`, `<+03>`.
    fn zone_name(&mut self) -> Option<()> {
        let (quoted, rest) = match self.0.strip_prefix(b"<") {
            Some(rest) => (true, rest),
            None => (false, self.0),
        };
        let named = |byte: &&u8| {
            byte.is_ascii_alphabetic() || quoted && (byte.is_ascii_digit() || b"+-".contains(byte))
        };
        let count = rest.iter().take_while(named).count();
        self.0 = rest.get(count..)?;
        if quoted {
            self.take(b'>')?;
        }
        (count > 0).then_some(())
    }

    /// `[+-]hh[:mm[:ss]]` as seconds.
    fn clock(&mut self, most_hours: u32) -> Option<i32> {
        let negative = self.take(b'-').is_some();
        if !negative {
            let _ = self.take(b'+');
        }
        let mut seconds = self.number().filter(|hours| *hours <= most_hours)? * 3600;
        for unit in [60, 1] {
            if self.take(b':').is_none() {
                break;
            }
            seconds += self.number().filter(|part| *part < 60)? * unit;
        }
        let seconds = i32::try_from(seconds).ok()?;
        Some(if negative { -seconds } else { seconds })
    }

    /// `,Jn`, `,n` or `,Mm.w.d`, each with `/time` or without.
    fn rule(&mut self) -> Option<Rule> {
        self.take(b',')?;
        let day = if self.take(b'J').is_some() {
            RuleDay::Julian(self.number().filter(|day| (1..=365).contains(day))?)
        } else if self.take(b'M').is_some() {
            let month = self.number().filter(|month| (1..=12).contains(month))?;
            self.take(b'.')?;
            let week = self.number().filter(|week| (1..=5).contains(week))?;
            self.take(b'.')?;
            RuleDay::OfMonth {
                month,
                week,
                weekday: self.number().filter(|day| *day <= 6)?,
            }
        } else {
            RuleDay::OfYear(self.number().filter(|day| *day <= 365)?)
        };
        let seconds = if self.take(b'/').is_some() {
            self.clock(167)?
        } else {
            2 * 3600
        };
        Some(Rule { day, seconds })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::tests::Series;

    const ZONES: [&str; 17] = [
        "UTC0",
        "GMT0",
        "<+03>-3",
        "<-0330>3:30",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "EST5EDT,M3.2.0,M11.1.0",
        "AEST-10AEDT,M10.1.0,M4.1.0/3",
        "NZST-12NZDT,M9.5.0,M4.1.0/3",
        "IST-2IDT,M3.4.4/26,M10.5.0",
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
        "IST-1GMT0,M10.5.0,M3.5.0/1",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
        "EST5EDT,J60,J300",
        "EST5EDT,59/0,300/2:30",
        "WET0WEST,M3.5.0/1,M10.5.0",
        "CST6CDT,M4.1.0,M10.5.0",
    ];

    #[test]
    fn random_moments_have_the_offset_that_an_independent_calendar_gives() {
        let mut series = Series(0xD1B5_4A32_D192_ED03);
        for text in ZONES {
            let ours = Zone::parse(text).unwrap();
            let theirs = jiff::tz::TimeZone::posix(text).unwrap();
            for _ in 0..4000 {
                let unix = series.between(0, 4_102_444_800);
                let moment = jiff::Timestamp::from_second(unix).unwrap();
                let expected = theirs.to_offset(moment).seconds();
                assert_eq!(ours.offset_at(unix), expected, "{text} at {moment}");
            }
            // The seconds around each change count most.
            let start = jiff::Timestamp::from_second(1_700_000_000).unwrap();
            for change in theirs.following(start).take(20) {
                for unix in change.timestamp().as_second() - 1..=change.timestamp().as_second() {
                    let moment = jiff::Timestamp::from_second(unix).unwrap();
                    let expected = theirs.to_offset(moment).seconds();
                    assert_eq!(ours.offset_at(unix), expected, "{text} at {moment}");
                }
            }
        }
    }

    #[test]
    fn zones_that_routers_carry_are_read_and_others_refused() {
        let fixed = |standard| {
            Ok(Zone {
                standard,
                summer: None,
            })
        };
        assert_eq!(Zone::parse("UTC"), fixed(0));
        assert_eq!(Zone::parse(" <+0545>-5:45\n"), fixed(20_700));
        assert_eq!(
            Zone::parse("EST5EDT"),
            Zone::parse("EST5EDT4,M3.2.0/2,M11.1.0/2:00:00")
        );
        let always_summer = Zone::parse("XXX3YYY,J1/0,J365/25").unwrap();
        for unix in 1_577_836_800 - 5 * 3600..1_577_836_800 + 5 * 3600 {
            assert_eq!(always_summer.offset_at(unix), -7200);
        }
        let refused = [
            "",
            "5",
            "<+03-3",
            "CET-25",
            "CET-1:60",
            "CET-1CEST,",
            "CET-1CEST,M3.5.0",
            "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.0.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0",
            "CET-1CEST,J0,J365",
            "CET-1CEST,M3.5.0,M10.5.0,M1.1.1",
            "CET-1CEST,J366,J1",
            "CET-1CEST,366,1",
            "CET-1CEST,1/168,2",
            "CET-99999999999",
            ":Europe/Berlin",
            "Europe/Berlin",
        ];
        for text in refused {
            assert!(Zone::parse(text).is_err(), "{text:?}");
        }
        let zone = Zone::parse("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        for unix in [i64::MIN, i64::MAX, YEAR_1, LAST_SECOND] {
            assert!([3600, 7200].contains(&zone.offset_at(unix)));
        }
    }

    #[test]
    fn a_tzif_file_tells_its_rule_in_its_last_line() {
        let table: [(&[u8], Option<&str>); 7] = [
            (
                b"TZif2\0\0\n\0data\nCET-1CEST,M3.5.0,M10.5.0/3\n",
                Some("CET-1CEST,M3.5.0,M10.5.0/3"),
            ),
            (b"TZif3 \nUTC0\n", Some("UTC0")),
            (b"TZif2 \n\n", None),
            (b"TZif\0 \nUTC0\n", None),
            (b"TZif2 \nUTC0", None),
            (b"TZif2 \n\xff\n", None),
            (b"", None),
        ];
        for (file, expected) in table {
            assert_eq!(posix_tz_of_tzif(file), expected, "{file:?}");
        }
    }
}
