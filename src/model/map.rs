//! `.map` lines: where on this platform a value lives.
//!
//! ```text
//! OBJECT [SOURCE] [also SOURCE …] [where {WORD}=VALUE …] [add [OPTION=VALUE …]] [del [hook NAME]] [limit N] [name PREFIX]
//!   FIELD SOURCE [TURN …] [else SOURCE [TURN …]] …
//!   {WORD} SOURCE [TURN …]
//! apply GROUP [risky] check|now|after COMMAND…
//! until PACKAGE TYPE|TYPE OPTION [once FILE|FILE]
//! ```
//!
//! An unindented line names an object, the indented lines below it its parameters. A `#` at the start
//! of a line or after a blank begins a comment. Words with blanks, or words that would otherwise be
//! taken for a keyword, are `"quoted"` (`\"` and `\\` inside). The same object may be named again, also in
//! another file, as long as only the first line brings a source: the fields are joined.

mod field;
mod items;
mod octets;
mod pieces;
pub mod power;
mod read;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod turns;
mod ubus;
mod words;

use crate::platform::uci::Section;
use core::net::{Ipv4Addr, Ipv6Addr};
pub use items::{ItemPart, Items};
pub use octets::{base64_to_hex, hex_to_base64};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;
pub use turns::{boolean, netmask, nth_word};
pub use ubus::{Call, Step, UbusRows, Way, steps, text, walk};

/// Every map of a platform, in the order of the files and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    pub objects: Vec<Object>,
    pub applies: Vec<Apply>,
    pub ends: Vec<Until>,
}

impl Map {
    /// Adds the lines of one file. Whatever is wrong is told as `wifi.map:12: expected …, got …`, one
    /// message a line; lines that are right are taken all the same.
    pub fn parse(&mut self, text: &str, file: &str) -> Vec<String> {
        read::parse(self, text, file)
    }
}

/// `until PACKAGE TYPE|TYPE OPTION [once FILE|FILE]`: a section of one of these types is deleted at the time that this
/// option of it says, in seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    pub package: Box<str>,
    /// Parted by `|`, as FILE are.
    pub kinds: Box<str>,
    pub option: Box<str>,
    /// The clock is right once one of them says anything but `0`; empty: it is.
    pub once: Box<str>,
    /// What was deleted is not known to be in force.
    pub owed: Cell<bool>,
}

/// One unindented line with the indented lines below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// `Device.WiFi.SSID.{i}.`
    pub path: Box<str>,
    /// Where the rows of a table come from; for another object, where all that is below comes from
    /// (`hook NAME`, `agent`) when no field line says otherwise.
    pub source: Option<ObjectSource>,
    /// `also SOURCE …`: rows of other sources, behind those of the first; the first to tell a key counts.
    pub also: Vec<ObjectSource>,
    /// `where {WORD}=VALUE`, of an object that is no table: only in rows of which the words say so.
    pub only: Vec<(Box<str>, bool, Box<str>)>,
    /// `add`: the ACS may add rows; with the options that a new section starts with.
    pub add: Option<Vec<(Box<str>, Box<str>)>>,
    /// `del`: the ACS may delete rows.
    pub del: bool,
    /// `del hook NAME`: it is told of rows that go, and may want edits with that.
    pub parting: Option<Box<str>>,
    /// `limit N`: no more rows than this (9004 beyond).
    pub limit: Option<u32>,
    /// `name PREFIX`: how new uci sections are named (`PREFIX` and the instance number).
    pub name: Option<Box<str>>,
    pub fields: Vec<Field>,
    /// `{NAME} SOURCE`: what is known of a row under a name of the map's own, for templates.
    pub words: Vec<Field>,
    pub at: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectSource {
    /// Rows are the sections of a type, in the order of the file.
    Uci {
        package: Box<str>,
        kind: Box<str>,
        /// `where OPTION=VALUE` and `where OPTION!=VALUE`: only sections that say so. All must hold.
        filter: Vec<Condition>,
        /// `of OPTION`: only sections whose option equals the key of the enclosing row.
        of: Option<Box<str>>,
        /// `within OPTION {WORD}`, behind `of`: also sections that do not say whose they are, and whose option is an address of
        /// one of these networks.
        within: Option<(Box<str>, Box<str>)>,
        /// `key OPTION`: the option that names the row, not the section.
        key: Option<Box<str>>,
        /// `items OPTION`: the rows are the items of this list, not the sections.
        items: Option<Arc<Items>>,
        /// `alone TYPE with OPTION,…`: a section is a row of two tables.
        half: Option<Arc<Half>>,
        /// `outside PACKAGE TYPE OPTION where …`: no row that such a section lists.
        outside: Vec<Outside>,
    },
    /// Not a table: the section that the fields' options live in (`uci system ntp`, `uci system @system`).
    Section {
        package: Box<str>,
        section: Box<str>,
    },
    /// Rows are the names in a directory: `file /sys/class/net/*`, `file /sys/class/net/eth*`.
    Directory {
        path: Box<str>,
        prefix: Box<str>,
        /// `where FILE=VALUE`: the first line of a file below the name; `*` is any line.
        filter: Vec<(Box<str>, bool, Box<str>)>,
        /// `with KEY`: one row more, before the others.
        with: Option<Box<str>>,
    },
    /// Rows are the lines of a file: `file /proc/net/arp lines skip 1 key 4`.
    Lines {
        path: Box<str>,
        /// Lines to leave out at the top.
        skip: usize,
        /// Which word is the row's key, from 1; several are joined with `-`.
        key: Vec<usize>,
        /// `of N`: only lines whose word N equals the key of the enclosing row.
        of: Option<usize>,
        /// `where N=VALUE`, by word number.
        filter: Vec<(usize, bool, Box<str>)>,
        /// `unless N=OPTION …`, behind `also`: not what a section of the first source says already.
        unless: Vec<(usize, Box<str>)>,
        /// `separator C`: what parts the words, instead of blanks.
        separator: Option<char>,
    },
    /// Rows are the items or members of a part of an answer: `ubus network.interface dump in interface
    /// key interface`. Not a table: the answer that the fields are parts of.
    Ubus(Arc<UbusRows>),
    /// Rows with fixed keys: `const lan wan`.
    Const(Vec<Box<str>>),
    /// All below is asked from a hook.
    Hook(Box<str>),
    /// `hook NAME rows`: which rows there are is asked from a hook, and below it what a line says.
    HookRows(Box<str>),
    /// All below is answered by the agent itself.
    Agent,
}

/// A table whose rows share their sections with the rows of another table that has a half, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// The type of a section that is a row of this table only.
    pub kind: Box<str>,
    /// The options that go with the rows of this table; none: all that do not go with the other.
    pub options: Vec<Box<str>>,
}

/// Sections whose option, or whose name where that is `.name`, lists what is no row: those that say all of `filter`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    pub package: Box<str>,
    pub kind: Box<str>,
    pub members: Box<str>,
    pub filter: Vec<Condition>,
}

/// `OPTION=VALUE` or `OPTION!=VALUE`; `A|B` means one of these, the option `.name` the section's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub option: Box<str>,
    pub equal: bool,
    pub value: Box<str>,
}

impl Condition {
    pub fn holds(&self, section: &Section) -> bool {
        let said = match &*self.option {
            ".name" => section.name().map(Cow::Borrowed),
            option => section.option(option),
        };
        self.meets(said.as_deref())
    }

    /// Whether this is what is to be said. What is not there says the empty text.
    pub fn meets(&self, said: Option<&str>) -> bool {
        let said = said.unwrap_or_default();
        // `1` and `0` are also the other words of a boolean.
        let means = |value: &str| matches!(value, "0" | "1") && boolean(said) == boolean(value);
        let mut values = self.value.split('|');
        values.any(|value| value == said || means(value)) == self.equal
    }

    /// `{WORD}=VALUE`, of `when`: the word of a row is meant, not an option.
    pub fn is_of_word(&self) -> bool {
        self.option.starts_with('{')
    }
}

/// One indented line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Below the object: `SSID`, `Stats.BytesSent`; `Stats.` for all below (a hook or the agent).
    pub name: Box<str>,
    pub source: FieldSource,
    pub turns: Turns,
    /// `else SOURCE`: what is read when the sources before have nothing to say. Only the first is written.
    pub otherwise: Vec<(FieldSource, Turns)>,
    pub at: Place,
}

/// Templates may hold `{key}` (the innermost row's key), `{parent}` (the enclosing row's), `{WORD}` (a
/// word of these rows) and, in `Lines` tables, the row's words are reached by [`FieldSource::Word`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldSource {
    /// An option of the row's own section: `SSID  ssid`; where the rows are of an answer over ubus, a
    /// part of the row.
    RowOption(Box<str>),
    /// An option anywhere: `uci system @system hostname`. The section is `NAME`, `@TYPE`,
    /// `@TYPE[N]`, or holds `{key}`.
    Option {
        package: Box<str>,
        section: Box<str>,
        option: Box<str>,
    },
    /// A plain file: `file /proc/uptime word 1 int`, `file /etc/banner rw`.
    File {
        path: Box<str>,
        pick: Pick,
        writable: bool,
    },
    /// A part of an answer: `ubus system info memory.total`.
    Ubus(Arc<(Call, Way)>),
    /// A word of the row's own line (rows from `lines`): `HostName  word 4`.
    Word(usize),
    /// Of a row that is an item of a list: `Port  item 1`.
    Item(ItemPart),
    /// The row's key itself: `Name  key`.
    Key,
    /// The key where the row shares its section with one of another table; written, it comes to share it.
    Joined,
    /// Where the row stands among those of its table, from 1: `Order  position`.
    Position,
    /// Which of the items that begin with the row's key has a mark: `PVID  marked TABLE u* t vlan`.
    Marked(Arc<Marked>),
    Const(Box<str>),
    /// `only VALUE`: always this; the ACS may set it to this and to nothing else.
    Only(Box<str>),
    Hook(Box<str>),
    Agent,
    /// `run now|after COMMAND…`: what a command parameter does, `after` the session's end.
    Run {
        after: bool,
        command: Box<str>,
    },
}

/// `marked TABLE MARK OTHER OPTION`: of the items of a table whose first word is the key of this row, the last whose second
/// word ends as MARK does; or else the first whose second word is not OTHER. Told is this option of its section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub table: Box<str>,
    /// `u*`: the second word of an item that has none when it is marked; its last character is the mark.
    pub mark: Box<str>,
    pub other: Box<str>,
    pub option: Box<str>,
}

/// Which part of a file is meant, in the order applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// `line N`, from 1.
    pub line: Option<usize>,
    /// `match TEXT`: the first line that starts with the text, a template; what follows the text is kept.
    pub matching: Option<Box<str>>,
    /// `separator C`: what parts words, instead of blanks.
    pub separator: Option<char>,
    /// `word N`, from 1.
    pub word: Option<usize>,
}

/// The small changes between the device's text and the parameter's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// `!option`: the device says the opposite.
    pub negate: bool,
    /// `device=value` pairs, both ways. A text that no pair names is an error, unless there is
    /// `*=value` (anything else reads as `value`) or `*=*` (anything else is taken as it is, both ways).
    /// `\*=value` means the star itself.
    pub pairs: Vec<(Box<str>, Box<str>)>,
    /// `-> Device.WiFi.Radio.`: the device holds the key of a row of that table; several targets
    /// are tried in order.
    pub refers: Vec<Box<str>>,
    /// `by WORD`: the device holds not the key of that row but this word of it.
    pub by: Option<Box<str>>,
    /// `*1024` and `/1024`: the parameter is the device's number times or divided by this.
    pub scale: Option<Scale>,
    /// `int`: only the digits before the first other character.
    pub int: bool,
    /// `sum`: the numbers in several files, one for each item of the word in the path.
    pub sum: bool,
    /// `upper`, `lower`, `netmask`, `prefix`, `epoch`, `left`, `duration`, `hex`, `network`, `uuid`, `short`.
    pub form: Option<Form>,
    /// `through PACKAGE TYPE NAME MEMBERS`: the device holds the NAME of a section of this type, which has
    /// in its list MEMBERS what is meant.
    pub through: Option<Box<Through>>,
    /// `list`: a uci list option, or an option with several words, is a comma-separated list.
    pub list: bool,
    /// `default VALUE`: what the device means when it says nothing, in the parameter's own words: no
    /// turn is applied to it.
    pub default: Option<Box<str>>,
    /// `ro`: not writable here though the schema says so.
    pub read_only: bool,
    /// `when OPTION=VALUE`: the option counts, and can be written, only where its section says so;
    /// `when {WORD}=VALUE`: where a word of the row does.
    pub when: Option<Box<Condition>>,
    pub piece: Option<Box<Piece>>,
    /// `among NAME`: only what this parameter beside it lists is taken, where it lists anything; `among A,{WORD}`:
    /// only this, and what a word of the row lists.
    pub among: Option<Box<str>>,
    /// `as NAME`: what only `*` stands for is set by setting the parameter beside it to what that one says already.
    pub like: Option<Box<str>>,
    /// `beside TABLE`: a hook is asked only where this table of the same object has rows.
    pub beside: Option<Box<str>>,
    /// `stays`: an empty value leaves the option as it is.
    pub stays: bool,
    /// `each`: of a section that is known by an option, all that say so are written.
    pub each: bool,
    /// `without OPTION`: this option of the same section goes where this one is written.
    pub without: Option<Box<str>>,
    /// `resets OPTION`: the same where that changes what this one says, and unless the request has set it, too.
    pub resets: Option<Box<str>>,
    /// `ends OPTION`: what is written is a number of seconds, and this option of the same section says when they will be
    /// over; 0 takes it away.
    pub ends: Option<Box<str>>,
    /// `together OPTION,…`: these options of the same section are written, too, and unless all of them say
    /// the same, none says anything.
    pub together: Box<[Box<str>]>,
}

/// The part of a text that is meant. What is beside it stays when the part is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// `part N C`: this one of those that C parts, from 1.
    Part(usize, char),
    /// `nth N`: this item of a list, from 1.
    Nth(usize),
    /// `item TEXT|TEXT`: what follows one of these in the item of a list that starts with it.
    Item(Box<str>),
    /// `bits TEXT N M X`: M bits from bit N of the hexadecimal octet that follows TEXT in such an item; X is that of none.
    Bits(Box<str>, u8, u8, u8),
    /// `has TEXT`: whether TEXT is an item of a list.
    Has(Box<str>),
    /// `suffix TEXT`: the value ends in TEXT, what the device says does not.
    Suffix(Box<str>),
    /// `letters A1,A2,…` and `digits A1,A2,…`: what stands before the first digit, or from there on, of what
    /// can only be one of these; `head C A,ACB,…` and `tail C A,ACB,…`: before the first C, and behind it.
    Cut(bool, Option<char>, Box<[Box<str>]>),
    /// `any OFF OPTION,…` and `those OFF OPTION,…`: whether one of several switches is on, and the names of those that are.
    /// While none is, OFF says which were.
    Switches(bool, Box<str>, Box<[Box<str>]>),
    /// `power {WORD}`: dBm in per cent of the highest of those that the word says.
    Power(Box<str>),
    /// `less {WORD}`: the number that is left without that of the word, at least 0; nothing where that says none, or 0.
    Less(Box<str>),
    /// `both OPTION MINE THEIRS`: a switch that is on where two are; OPTION says which of them alone is off.
    Both(Box<[Box<str>; 3]>),
    /// `and C OPTION`: behind C stands what this option of the same section says.
    And(char, Box<str>),
    /// `child OPTION`: the length of a prefix that is taken of another one, and which of those of this length
    /// (in hexadecimal) this option says: together `0:0:0:20::/64`.
    Child(Box<str>),
    /// `begins TEXT`: whether TEXT stands at the beginning.
    Begins(Box<str>),
    /// `behind TEXT`: what follows TEXT, where it stands at the beginning, or a part of that.
    Behind(Box<str>, Option<Box<Piece>>),
    /// `between TEXT TEXT`: a name with these around it; anything else says nothing.
    Between(Box<str>, Box<str>),
}

/// Sections of another package that stand between the device's word and the key of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    pub package: Box<str>,
    pub kind: Box<str>,
    pub name: Box<str>,
    pub members: Box<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Times(u32),
    Divide(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Upper,
    Lower,
    /// The length of an IPv4 prefix becomes its mask: `24` and `255.255.255.0`.
    Netmask,
    /// The length of a prefix, or a mask, becomes a prefix without an address: `24` and `/24`.
    Prefix,
    /// Seconds since 1970 become a dateTime.
    Epoch,
    /// Seconds from now on become a dateTime.
    Left,
    /// Seconds since 1970: those that are left until then.
    Remains,
    /// Seconds until now become the dateTime when they began.
    Ago,
    /// Addresses, numbers or text, as DHCP options are written, become octets in hexadecimal.
    Octets,
    /// `12h` becomes seconds.
    Duration,
    /// A hexadecimal number.
    Hex,
    /// The same, of two octets that were printed in the order of the network.
    Network,
    /// Of octets as numbers, so many from one on become hexadecimal; zeros where there are fewer.
    Bytes(u8, u8),
    /// A number becomes the code that stands for it: times the first, and the second; nothing is the third.
    Code(i16, i16, i16),
    /// A counter of 64 bits becomes one of 32, which begins anew where it is full.
    Counter,
    /// `262,01` is the network 26201.
    Plmn,
    /// The UUID of the deployment unit that is called so (TR-069 Annex H).
    Uuid,
    /// Only IPv4 addresses, or only IPv6 addresses: anything else says nothing, and stays in a list beside what is
    /// written.
    Family(Family),
    /// A text that another program makes a comment of: nftables takes 128 octets, and no rule at all beside
    /// one that is longer or has a quotation mark.
    Short,
}

/// Which addresses are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Ipv4,
    Ipv6,
}

impl Family {
    /// Whether this is an address of it.
    pub fn is_of(self, text: &str) -> bool {
        match self {
            Family::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Family::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
        }
    }
}

/// `apply GROUP check|now|after COMMAND`: how a change comes into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apply {
    /// A uci package, or a hook's name.
    pub group: Box<str>,
    /// The group is a package that a line of the maps is of: a hook that is called so, too, does not touch it.
    pub package: bool,
    /// `risky`: such a change may cut the device off from its ACS.
    pub risky: bool,
    pub when: When,
    pub command: Box<str>,
    pub at: Place,
}

/// When an `apply` line is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Once the files are written, and before any other line: it says whether the service would take them.
    Check,
    /// Before the response (Status 0).
    Now,
    /// Once the session has ended (Status 1).
    After,
}

/// Where a line stands, for messages: displays as `wifi.map:12`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub file: Arc<str>,
    /// From 1.
    pub line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
