//! Moments as the agent knows them: a monotonic reading that is always there, and wall time that a
//! router without a clock battery may not have yet (TR-106 3.2.2). With them xsd:dateTime.

mod zone;

use std::fmt;
use std::time::Duration;
pub use zone::{Zone, posix_tz_of_tzif};

/// The moment at which something happens, handed in by `io::clock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Time since the device booted; never jumps.
    pub mono: Duration,
    /// Wall time, or `None` while the clock has not been set.
    pub wall: Option<Wall>,
}

/// Wall time with the local zone that Inform's CurrentTime is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix: i64,
    /// Seconds east of UTC of the local zone at this moment, daylight saving included.
    pub offset: i32,
}

/// A value of type dateTime, with the meanings that TR-106 3.2.2 gives to some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTime {
    /// `0001-01-01T00:00:00Z`: unknown or not applicable.
    Unknown,
    /// `9999-12-31T23:59:59Z`: never ends.
    Infinite,
    /// A moment of wall time.
    Absolute {
        /// Seconds since 1970-01-01T00:00:00Z.
        unix: i64,
        /// 0..=999_999_999.
        nanos: u32,
    },
    /// Time since boot, for want of a clock: written without a zone from the start of year 1.
    SinceBoot(Duration),
}

impl DateTime {
    /// Reads any lexical form of xsd:dateTime, years 0001 to 9999. Digits below a nanosecond are
    /// dropped. Without a zone, a year below 1000 is time since boot and any other is UTC (TR-106
    /// 3.2.2 demands a zone there; some peers leave it out).
    ///
    /// # Errors
    /// Says what was expected.
    pub fn parse(text: &str) -> Result<DateTime, &'static str> {
        let mut rest = Scan(text.trim_matches([' ', '\t', '\r', '\n']).as_bytes());
        let year = i64::from(rest.digits(4).ok_or("expected a year of four digits")?);
        let month = rest
            .after(b'-', 1, 12)
            .ok_or("expected a month, -01 to -12")?;
        let day = rest
            .after(b'-', 1, 31)
            .ok_or("expected a day, -01 to -31")?;
        let hour = rest
            .after(b'T', 0, 24)
            .ok_or("expected an hour, T00 to T24")?;
        let minute = rest
            .after(b':', 0, 59)
            .ok_or("expected a minute, :00 to :59")?;
        let second = rest
            .after(b':', 0, 59)
            .ok_or("expected a second, :00 to :59")?;
        let nanos = rest.fraction().ok_or("expected digits after the point")?;
        let zone = rest
            .zone()
            .ok_or("expected Z or an offset, -14:00 to +14:00, at the end")?;
        if year == 0 {
            return Err("expected a year from 0001");
        }
        if day > days_of_month(year, month) {
            return Err("expected a day that this month has");
        }
        if hour == 24 && (minute, second, nanos) != (0, 0, 0) {
            return Err("expected nothing later than 24:00:00");
        }
        let clock = i64::from(hour * 3600 + minute * 60 + second);
        let local = days_from_civil(year, month, day) * DAY + clock;
        match zone {
            None if year < 1000 => {
                let seconds = u64::try_from(local - YEAR_1).unwrap_or_default();
                Ok(DateTime::SinceBoot(Duration::new(seconds, nanos)))
            }
            zone => match local - i64::from(zone.unwrap_or(0)) {
                YEAR_1 => Ok(DateTime::Unknown),
                LAST_SECOND => Ok(DateTime::Infinite),
                unix @ YEAR_1..LAST_SECOND => Ok(DateTime::Absolute { unix, nanos }),
                _ => Err("expected a moment within the years 0001 to 9999 of UTC"),
            },
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, where the value is a moment of wall time.
    pub fn unix(&self) -> Option<i64> {
        match self {
            DateTime::Absolute { unix, .. } => Some(*unix),
            _ => None,
        }
    }
}

/// As it goes to the ACS: UTC with `Z`, or without a zone where it counts from boot. What lies
/// before year 1 is unknown, what lies after year 9999 is infinite.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DateTime::Unknown => f.write_str("0001-01-01T00:00:00Z"),
            DateTime::Infinite => f.write_str("9999-12-31T23:59:59Z"),
            DateTime::Absolute { unix, .. } if unix < YEAR_1 => DateTime::Unknown.fmt(f),
            DateTime::Absolute { unix, .. } if unix > LAST_SECOND => DateTime::Infinite.fmt(f),
            DateTime::Absolute { unix, nanos } => {
                write_civil(f, unix, nanos)?;
                f.write_str("Z")
            }
            DateTime::SinceBoot(since) => {
                let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
                let local = YEAR_1.saturating_add(seconds).min(YEAR_1000 - 1);
                write_civil(f, local, since.subsec_nanos())
            }
        }
    }
}

/// A moment of wall time as dateTime in UTC.
pub fn utc(unix: i64) -> String {
    DateTime::Absolute { unix, nanos: 0 }.to_string()
}

/// Inform's CurrentTime: local time with its offset from UTC, or time since boot while the clock
/// has not been set.
pub fn inform_current_time(now: &Now) -> String {
    let Some(wall) = now.wall else {
        return DateTime::SinceBoot(Duration::from_secs(now.mono.as_secs())).to_string();
    };
    let minutes = (wall.offset / 60).clamp(-14 * 60, 14 * 60);
    let local = wall.unix.saturating_add(i64::from(minutes) * 60);
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    let mut text = utc(local);
    text.pop();
    text + &format!("{sign}{hours:02}:{minutes:02}")
}

/// Seconds from `now_unix` to the next moment `phase_unix ± n · interval`, 1..=interval: a moment
/// that is right now has had its turn. Of PeriodicInformTime only the phase matters.
pub fn next_periodic(now_unix: i64, phase_unix: i64, interval: u32) -> u32 {
    let interval = i64::from(interval.max(1));
    let phase = phase_unix.rem_euclid(interval);
    let wait = (phase - now_unix.rem_euclid(interval)).rem_euclid(interval);
    u32::try_from(if wait == 0 { interval } else { wait }).unwrap_or(u32::MAX)
}

const DAY: i64 = 86_400;
/// 0001-01-01T00:00:00Z.
const YEAR_1: i64 = -62_135_596_800;
/// 1000-01-01T00:00:00Z.
const YEAR_1000: i64 = -30_610_224_000;
/// 9999-12-31T23:59:59Z.
const LAST_SECOND: i64 = 253_402_300_799;

/// `YYYY-MM-DDThh:mm:ss` with the fraction, if there is one.
fn write_civil(f: &mut fmt::Formatter<'_>, seconds: i64, nanos: u32) -> fmt::Result {
    let (year, month, day) = civil_from_days(seconds.div_euclid(DAY));
    let clock = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    write!(
        f,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    )?;
    if nanos > 0 {
        let mut digits = 9;
        let mut fraction = nanos;
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            digits -= 1;
        }
        write!(f, ".{fraction:0digits$}")?;
    }
    Ok(())
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years begin with March here,
/// so that the leap day is the last of its year.
fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let month = i64::from((month + 9) % 12);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + i64::from(day) - 1 - 719_468
}

/// The inverse of [`days_from_civil`], for any moment that `i64` seconds can name.
fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let (era, rest) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    // Every fourth year has a day more, every hundredth not, the last one does.
    let year = (rest - rest / 1460 + rest / 36_524 - rest / 146_096) / 365;
    let rest = rest - (year * 365 + year / 4 - year / 100);
    let month = (rest * 5 + 2) / 153;
    let day = rest - (month * 153 + 2) / 5 + 1;
    let year = era * 400 + year + i64::from(month >= 10);
    let small = |number: i64| u32::try_from(number).unwrap_or(1);
    (year, small((month + 2) % 12 + 1), small(day))
}

fn days_of_month(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// What is left to read of a text.
struct Scan<'a>(&'a [u8]);

impl Scan<'_> {
    fn take(&mut self, expected: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[expected])?;
        Some(())
    }

    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0u32, |number, byte| {
            let digit = char::from(*byte).to_digit(10)?;
            number.checked_mul(10)?.checked_add(digit)
        })?;
        self.0 = rest;
        Some(number)
    }

    /// As many digits as there are, at least one.
    fn number(&mut self) -> Option<u32> {
        let count = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if count == 0 { None } else { self.digits(count) }
    }

    /// A separator and two digits within bounds.
    fn after(&mut self, separator: u8, least: u32, most: u32) -> Option<u32> {
        self.take(separator)?;
        self.digits(2)
            .filter(|number| (least..=most).contains(number))
    }

    /// `.digits` or nothing, as nanoseconds.
    fn fraction(&mut self) -> Option<u32> {
        if self.take(b'.').is_none() {
            return Some(0);
        }
        let count = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (kept, unit) = (count.min(9), 9 - count.min(9));
        if count == 0 {
            return None;
        }
        let nanos = self.digits(kept)? * 10u32.pow(u32::try_from(unit).ok()?);
        self.0 = self.0.get(count - kept..)?;
        Some(nanos)
    }

    /// The end of a dateTime: seconds east of UTC, `Some(None)` where no zone is given.
    fn zone(&mut self) -> Option<Option<i32>> {
        let sign = match self.0 {
            b"" => return Some(None),
            b"Z" => return Some(Some(0)),
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        self.0 = self.0.get(1..)?;
        let hours = self.digits(2)?;
        let minutes = self.after(b':', 0, 59)?;
        if !self.0.is_empty() || hours * 60 + minutes > 14 * 60 {
            return None;
        }
        Some(Some(
            sign * i32::try_from(hours * 3600 + minutes * 60).ok()?,
        ))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn absolute(unix: i64, nanos: u32) -> Result<DateTime, &'static str> {
        Ok(DateTime::Absolute { unix, nanos })
    }

    #[test]
    fn every_lexical_form_is_read() {
        let since_boot = |seconds, nanos| Ok(DateTime::SinceBoot(Duration::new(seconds, nanos)));
        let table = [
            ("1970-01-01T00:00:00Z", absolute(0, 0)),
            ("1969-12-31T23:59:59Z", absolute(-1, 0)),
            ("2024-02-29T12:00:00Z", absolute(1_709_208_000, 0)),
            ("2000-02-29T00:00:00Z", absolute(951_782_400, 0)),
            ("2026-11-22T13:35:43+01:00", absolute(1_795_350_943, 0)),
            ("2026-11-22T13:35:43-05:30", absolute(1_795_374_343, 0)),
            ("2026-11-22T12:35:43", absolute(1_795_350_943, 0)),
            (
                "2008-04-09T15:01:05.123456Z",
                absolute(1_207_753_265, 123_456_000),
            ),
            ("1970-01-01T00:00:00.0000000019Z", absolute(0, 1)),
            ("1970-01-01T00:00:00.000Z", absolute(0, 0)),
            ("1969-12-31T24:00:00Z", absolute(0, 0)),
            (" \n1970-01-01T14:00:00+14:00\t", absolute(0, 0)),
            ("0999-01-01T00:00:00Z", absolute(-30_641_760_000, 0)),
            ("0001-01-01T00:00:00Z", Ok(DateTime::Unknown)),
            ("0001-01-01T00:00:00.000Z", Ok(DateTime::Unknown)),
            ("0001-01-01T01:00:00+01:00", Ok(DateTime::Unknown)),
            ("9999-12-31T23:59:59Z", Ok(DateTime::Infinite)),
            ("9999-12-31T23:59:59.999Z", Ok(DateTime::Infinite)),
            ("0001-01-01T00:00:00", since_boot(0, 0)),
            (
                "0001-01-03T03:04:05",
                since_boot(2 * 86_400 + 3 * 3600 + 4 * 60 + 5, 0),
            ),
            ("0001-01-01T00:00:00.5", since_boot(0, 500_000_000)),
            (
                "0004-02-29T00:00:00",
                since_boot((3 * 365 + 59) * 86_400, 0),
            ),
        ];
        for (text, expected) in table {
            assert_eq!(DateTime::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_datetime_is_refused_with_what_was_expected() {
        let table = [
            ("", "year"),
            ("-0001-01-01T00:00:00Z", "year"),
            ("0000-01-01T00:00:00Z", "year"),
            ("99999-01-01T00:00:00Z", "month"),
            ("99999999999999999999", "month"),
            ("2024-13-01T00:00:00Z", "month"),
            ("2024-00-01T00:00:00Z", "month"),
            ("2024-1-01T00:00:00Z", "month"),
            ("2023-02-29T00:00:00Z", "day that this month has"),
            ("1900-02-29T00:00:00Z", "day that this month has"),
            ("2024-04-31T00:00:00Z", "day that this month has"),
            ("2024-01-32T00:00:00Z", "day"),
            ("2024-01-01", "hour"),
            ("2024-01-01 00:00:00Z", "hour"),
            ("2024-01-01T25:00:00Z", "hour"),
            ("2024-01-01T24:00:01Z", "24:00:00"),
            ("2024-01-01T00:60:00Z", "minute"),
            ("2024-01-01T00:00:60Z", "second"),
            ("2024-01-01T00:00Z", "second"),
            ("2024-01-01T00:00:00.Z", "digits"),
            ("2024-01-01T00:00:00z", "offset"),
            ("2024-01-01T00:00:00ZZ", "offset"),
            ("2024-01-01T00:00:00+14:01", "offset"),
            ("2024-01-01T00:00:00+1", "offset"),
            ("2024-01-01T00:00:00+0100", "offset"),
            ("0001-01-01T00:00:00+14:00", "9999 of UTC"),
            ("9999-12-31T23:59:59-14:00", "9999 of UTC"),
            ("２０24-01-01T00:00:00Z", "year"),
        ];
        for (text, expected) in table {
            let error = DateTime::parse(text).unwrap_err();
            assert!(error.contains(expected), "{text:?}: {error}");
        }
    }

    #[test]
    fn what_is_written_has_the_forms_of_tr_106() {
        let table = [
            (DateTime::Unknown, "0001-01-01T00:00:00Z"),
            (DateTime::Infinite, "9999-12-31T23:59:59Z"),
            (
                DateTime::Absolute { unix: 0, nanos: 0 },
                "1970-01-01T00:00:00Z",
            ),
            (
                DateTime::Absolute {
                    unix: -1,
                    nanos: 10_000_000,
                },
                "1969-12-31T23:59:59.01Z",
            ),
            (
                DateTime::Absolute { unix: 1, nanos: 1 },
                "1970-01-01T00:00:01.000000001Z",
            ),
            (
                DateTime::Absolute {
                    unix: i64::MIN,
                    nanos: 0,
                },
                "0001-01-01T00:00:00Z",
            ),
            (
                DateTime::Absolute {
                    unix: i64::MAX,
                    nanos: 7,
                },
                "9999-12-31T23:59:59Z",
            ),
            (
                DateTime::SinceBoot(Duration::from_secs(183_845)),
                "0001-01-03T03:04:05",
            ),
            (
                DateTime::SinceBoot(Duration::from_millis(1500)),
                "0001-01-01T00:00:01.5",
            ),
            (
                DateTime::SinceBoot(Duration::new(u64::MAX, 0)),
                "0999-12-31T23:59:59",
            ),
        ];
        for (value, expected) in table {
            assert_eq!(value.to_string(), expected, "{value:?}");
        }
    }

    #[test]
    fn current_time_is_local_with_its_offset_or_counts_from_boot() {
        let at = |unix, offset| {
            let wall = Some(Wall { unix, offset });
            inform_current_time(&Now {
                mono: Duration::ZERO,
                wall,
            })
        };
        assert_eq!(at(1_795_350_943, 3600), "2026-11-22T13:35:43+01:00");
        assert_eq!(at(1_795_350_943, 0), "2026-11-22T12:35:43+00:00");
        assert_eq!(at(1_795_350_943, -12_600), "2026-11-22T09:05:43-03:30");
        assert_eq!(at(1_795_350_943, 20 * 3600), "2026-11-23T02:35:43+14:00");
        assert_eq!(at(i64::MAX, 3600), "9999-12-31T23:59:59+01:00");
        assert_eq!(at(i64::MIN, -3600), "0001-01-01T00:00:00-01:00");
        let booted = Now {
            mono: Duration::from_millis(183_845_900),
            wall: None,
        };
        assert_eq!(inform_current_time(&booted), "0001-01-03T03:04:05");
    }

    #[test]
    fn the_next_periodic_moment_has_the_phase_whether_it_lies_before_or_behind() {
        let table = [
            (1000, 0, 300, 200),
            (1000, 1_000_000_000, 300, 300),
            (1000, -1_000_000_000, 300, 100),
            (1000, 1000, 300, 300),
            (1000, 1300, 300, 300),
            (1001, 1000, 300, 299),
            (999, 1000, 300, 1),
            (1000, 0, 1, 1),
            (1000, 0, 0, 1),
            (i64::MIN, i64::MAX, u32::MAX, u32::MAX),
            (i64::MAX, i64::MIN, 86_400, 61_185),
        ];
        for (now, phase, interval, expected) in table {
            let wait = next_periodic(now, phase, interval);
            assert!(wait >= 1 && wait <= interval.max(1));
            let modulus = i128::from(interval.max(1));
            let off = (i128::from(now) + i128::from(wait) - i128::from(phase)).rem_euclid(modulus);
            assert_eq!(off, 0, "{now} {phase} {interval}");
            assert_eq!(wait, expected, "{now} {phase} {interval}");
        }
    }

    /// A fixed series that looks random.
    pub(super) struct Series(pub u64);

    impl Series {
        fn next(&mut self) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0
        }

        pub fn between(&mut self, least: i64, most: i64) -> i64 {
            least + i64::try_from(self.next() % u64::try_from(most - least).unwrap()).unwrap()
        }
    }

    #[test]
    fn random_moments_are_written_and_read_as_an_independent_calendar_does() {
        let mut series = Series(0x9E37_79B9_7F4A_7C15);
        let last = jiff::Timestamp::MAX.as_second();
        for _ in 0..20_000 {
            let unix = series.between(YEAR_1 + 86_400, last);
            let nanos = [
                0,
                500_000_000,
                u32::try_from(series.between(0, 999_999_999)).unwrap(),
            ];
            let nanos = nanos[usize::try_from(series.between(0, 3)).unwrap()];
            let nanos_signed = i32::try_from(nanos).unwrap();
            let theirs = jiff::Timestamp::from_second(unix).unwrap();
            let theirs = theirs + jiff::SignedDuration::new(0, nanos_signed);
            let ours = DateTime::Absolute { unix, nanos };
            assert_eq!(ours.to_string(), theirs.to_string());
            let minutes = i32::try_from(series.between(-14 * 60, 14 * 60)).unwrap();
            let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
            let zoned = theirs.display_with_offset(offset).to_string();
            assert_eq!(DateTime::parse(&zoned), Ok(ours), "{zoned}");
        }
    }
}
