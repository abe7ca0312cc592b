# shellcheck shell=sh
# The part of the hook `hosts` that knows the firewall: schedules, pings of a zone, what becomes of classified traffic, and which
# protocols are followed (conntrack helpers).
#
# A rule of fw4 has one time of the day and some weekdays, which no schedule that goes beyond midnight fits into. So each
# schedule is a bit of the packet mark: rules that come before all others (target MARK) set it while the schedule is on, and
# what refers to the schedule looks for it (option mark). `config schedule` and `config schedules` are passed over by fw4.

schedules_object=Device.Schedules.
schedule_rows=Device.Schedules.Schedule.
pinholes=Device.Firewall.Pinhole.
mappings=Device.NAT.PortMapping.
accesses=Device.Hosts.AccessControl.
settings=Device.Firewall.InterfaceSetting.
classes=Device.QoS.Classification.
trackings=Device.Firewall.ConnectionTracking.

fw_loaded=
fw_type=
fw_on=
fw_zones=
fw_helpers=
fw_all_auto=1
fw_rules=
fw_schedules=
fw_forwards=' '
fw_enabled=1
fw_input=DROP
fw_tables=
fw_wishes=
fw_writes=
fw_used=0
fw_new=' '
fw_touched=' '
fw_now=

fw_load() {
	[ -z "$fw_loaded" ] || return 0
	fw_loaded=1
	reading=firewall
	uci_read firewall
	reading=
}

# Sections as lines of words parted by a bar.
fw_section() {
	fw_keep
	fw_type=$1
	fw_key=$2
	fw_name=
	fw_src=
	fw_dest=
	fw_proto=
	fw_family=
	fw_icmp=
	fw_target=
	fw_on=1
	fw_mark=
	fw_mark_off=
	fw_set=
	fw_set_mark=
	fw_set_dscp=
	fw_lookup=
	fw_narrow=
	fw_networks=
	fw_policy=
	fw_masq=
	fw_followed=
	fw_auto=1
	fw_module=
	fw_port=
	fw_day=
	fw_start=
	fw_duration=
	fw_inverse=0
}
fw_option() {
	case $1 in
	name) fw_name=$2 ;;
	src) fw_src=$2 ;;
	dest) fw_dest=$2 ;;
	proto) fw_proto="$fw_proto $2" ;;
	family) fw_family=$2 ;;
	icmp_type) fw_icmp="$fw_icmp${fw_icmp:+ }$2" ;;
	target) fw_target=$2 ;;
	enabled) fw_on=$2 ;;
	mark) fw_mark=$2 ;;
	mark_off) fw_mark_off=$2 ;;
	set_xmark) fw_set=$2 ;;
	set_mark) fw_set_mark=$2 ;;
	set_dscp) fw_set_dscp=$2 ;;
	lookup) fw_lookup=$2 ;;
	network) fw_networks="$fw_networks $2" ;;
	input) fw_policy=$2 ;;
	masq | masq6) fw_masq="$fw_masq $2" ;;
	auto_helper) fw_auto=$2 ;;
	module) fw_module=$2 ;;
	port) fw_port=$2 ;;
	day) fw_day="$fw_day $2" ;;
	start) fw_start=$2 ;;
	duration) fw_duration=$2 ;;
	inverse) fw_inverse=$2 ;;
	src_* | dest_* | ipset | device | start_* | stop_* | weekdays | dscp) fw_narrow=1 ;;
	helper)
		fw_narrow=1
		fw_followed="$fw_followed $2"
		;;
	esac
}
fw_keep() {
	case $fw_on in
	1 | yes | on | true) fw_on=1 ;;
	*) fw_on=0 ;;
	esac
	case $reading:$fw_type in
	network:rule | network:rule6)
		fw_tables="$fw_tables$fw_type|${fw_mark%%/*}|$fw_lookup
"
		;;
	helpers:helper)
		fw_helpers="$fw_helpers$fw_name $fw_module $fw_port
"
		;;
	network:* | helpers:*) ;;
	*:defaults)
		fw_input=${fw_policy:-DROP}
		fw_all_auto=$fw_auto
		;;
	*:zone)
		fw_zones="$fw_zones$fw_name|${fw_policy:-$fw_input}|$fw_networks |$fw_key|$fw_masq |$fw_auto|$fw_followed 
"
		;;
	*:forwarding) [ "$fw_on" = 0 ] || fw_forwards="$fw_forwards$fw_src " ;;
	*:rule | *:redirect)
		fw_rules="$fw_rules$fw_key|$fw_src|$fw_dest|$fw_proto |$fw_family|$fw_icmp|$fw_target|$fw_on|$fw_mark|$fw_mark_off|$fw_set|$fw_narrow|$fw_set_mark|$fw_set_dscp
"
		;;
	*:schedules) fw_enabled=$fw_on ;;
	*:schedule)
		case $fw_inverse in
		1 | yes | on | true) fw_inverse=1 ;;
		*) fw_inverse=0 ;;
		esac
		fw_schedules="$fw_schedules$fw_key|$fw_on|$fw_day |$fw_start|$fw_duration|$fw_inverse|$fw_mark
"
		fw_used=$((fw_used | ${fw_mark:-0}))
		;;
	esac
	fw_type=
}

# KEY: the options of a rule or redirect. One that is not in the file is on its way into it.
fw_rule() {
	fw_load
	fw_src=
	fw_target=
	fw_mark=
	fw_mark_off=
	fw_set_mark=
	fw_set_dscp=
	while IFS='|' read -r fw_key fw_line; do
		[ "$fw_key" = "$1" ] || continue
		IFS='|' read -r fw_src _ _ _ _ fw_target _ fw_mark fw_mark_off _ _ fw_set_mark fw_set_dscp <<-end
			$fw_line
		end
	done <<-end
		$fw_rules
	end
}

fw_get() {
	fw_load
	fw_path=$1
	case $1 in
	"${schedules_object}Enable")
		truth "$fw_enabled"
		reply "$1" "$fw_truth"
		;;
	"$schedule_rows"*)
		row "$schedule_rows" "$1" || return 0
		schedule_line "$key"
		schedule_get
		;;
	"$trackings"*)
		helpers_load
		tracking_of "$1"
		case $1 in
		*.Ports) [ -z "$fw_ports" ] || reply "$1" "$fw_ports" ;;
		*)
			truth "$fw_follows"
			reply "$1" "$fw_truth"
			;;
		esac
		;;
	"$settings"*)
		row "$settings" "$1" || return 0
		zone_of "$key" || return 0
		ping_of "$rest"
		truth "$fw_ping"
		reply "$1" "$fw_truth"
		;;
	"$accesses"*)
		row "$accesses" "$1" || return 0
		fw_rule "$key"
		access
		case $rest in
		AccessPolicy) reply "$1" "$fw_access" ;;
		*)
			schedules_of "$fw_bits"
			reply "$1" "$fw_list"
			;;
		esac
		;;
	"$classes"*)
		row "$classes" "$1" || return 0
		tables_load
		fw_rule "$key"
		table_of
		case $rest in
		DSCPMark) reply "$1" "$fw_set_dscp" ;;
		*) reply "$1" "$fw_policy" ;;
		esac
		;;
	"$pinholes"* | "$mappings"*)
		row "${1%%\[*}" "$1" || return 0
		fw_rule "$key"
		fw_bits=0
		case $fw_mark in
		'!0x0/'*) fw_bits=${fw_mark#*/} ;;
		esac
		schedules_of "$fw_bits"
		reply "$1" "$fw_list"
		;;
	esac
}

# What an access control says: of `Allow` with schedules, who comes at another time is refused.
access() {
	fw_bits=${fw_mark_off:-0}
	case $fw_target=$fw_mark in
	ACCEPT=* | =*) fw_access=Allow ;;
	*=0x0/*)
		fw_access=Allow
		fw_bits=${fw_mark#*/}
		;;
	*) fw_access=Deny ;;
	esac
	fw_bits=$((fw_bits))
}

# BITS: the schedules with one of them, into fw_list.
schedules_of() {
	fw_list=
	while IFS='|' read -r fw_key _ _ _ _ _ fw_bit; do
		[ $((${fw_bit:-0} & $1)) -eq 0 ] || fw_list="$fw_list${fw_list:+,}$fw_key"
	done <<-end
		$fw_schedules
	end
}

# LIST: their bits, into fw_bits. A schedule that has none yet is given one.
bits_of() {
	fw_bits=0
	fw_left=$1
	while [ -n "$fw_left" ]; do
		fw_one=${fw_left%%[, ]*}
		fw_left=${fw_left#"$fw_one"}
		fw_left=${fw_left#[, ]}
		bit_of "$fw_one" || return 1
		fw_bits=$((fw_bits | fw_bit))
	done
}

bit_of() {
	fw_bit=
	while IFS='|' read -r fw_key fw_line; do
		[ "$fw_key" != "$1" ] || fw_bit=${fw_line##*|}
	done <<-end
		$fw_schedules
	end
	case $fw_new in
	*" $1="*)
		fw_bit=${fw_new#*" $1="}
		fw_bit=${fw_bit%% *}
		;;
	esac
	[ -z "$fw_bit" ] || return 0
	fw_bit=$((0x1000000))
	while [ $((fw_used & fw_bit)) -ne 0 ]; do
		fw_bit=$((fw_bit << 1))
	done
	[ "$fw_bit" -le $((0x80000000)) ] || return 1
	fw_used=$((fw_used | fw_bit))
	fw_new="$fw_new$1=$fw_bit "
	hexadecimal "$fw_bit"
	[ -z "$fw_writes" ] || reply "uci.firewall.$1.mark" "$fw_hex"
}

hexadecimal() { fw_hex=$(printf '0x%x' "$1"); }

# 1 or 0 into fw_truth.
truth() {
	fw_truth=false
	[ "$1" != 1 ] || fw_truth=true
}

# KEY: its options. One that is not in the file is on its way into it, as it begins.
schedule_line() {
	fw_on=0
	fw_day=
	fw_start=00:00
	fw_duration=86400
	fw_inverse=0
	fw_bit=
	while IFS='|' read -r fw_key fw_line; do
		[ "$fw_key" = "$1" ] || continue
		IFS='|' read -r fw_on fw_day fw_start fw_duration fw_inverse fw_bit <<-end
			$fw_line
		end
	done <<-end
		$fw_schedules
	end
	return 0
}

schedule_get() {
	case $rest in
	Enable)
		truth "$fw_on"
		reply "$fw_path" "$fw_truth"
		;;
	Day)
		fw_list=
		for fw_one in $fw_day; do
			fw_list="$fw_list${fw_list:+,}$fw_one"
		done
		reply "$fw_path" "$fw_list"
		;;
	StartTime) reply "$fw_path" "$fw_start" ;;
	Duration) reply "$fw_path" "$fw_duration" ;;
	InverseMode)
		truth "$fw_inverse"
		reply "$fw_path" "$fw_truth"
		;;
	Status | TimeLeft)
		schedule_state
		case $rest in
		Status) reply "$fw_path" "$fw_state" ;;
		*) reply "$fw_path" "$fw_time_left" ;;
		esac
		;;
	esac
}

# What it is now, and for how long. The clock is asked where it matters.
schedule_state() {
	fw_time_left=0
	fw_state=StackDisabled
	[ "$fw_enabled" = 1 ] || return 0
	fw_state=Inactive
	times_of || return 0
	spans_of_days
	case $fw_windows in
	' ') return 0 ;;
	' 0-86400=Mon,Tue,Wed,Thu,Fri,Sat,Sun ')
		fw_state=Active
		return 0
		;;
	esac
	[ -n "$fw_now" ] || fw_now=$(date '+%u 1%H 1%M 1%S')
	fw_today=${fw_now%% *}
	fw_hour=${fw_now#* 1}
	fw_second=${fw_hour##* 1}
	fw_minute=${fw_hour#* 1}
	fw_hour=${fw_hour%% *}
	fw_minute=${fw_minute%% *}
	fw_at=$((${fw_hour#0} * 3600 + ${fw_minute#0} * 60 + ${fw_second#0}))
	# From one end of a span to the next, for a week and a day.
	fw_ahead=0
	fw_ends=
	while [ "$fw_ahead" -le 7 ]; do
		spans_of $(((fw_today - 1 + fw_ahead) % 7 + 1))
		for fw_span in $fw_spans; do
			fw_from=$((${fw_span%-*} + fw_ahead * 86400))
			fw_to=$((${fw_span#*-} + fw_ahead * 86400))
			if [ -n "$fw_ends" ]; then
				[ "$fw_from" -eq "$fw_ends" ] || break 2
				fw_ends=$fw_to
			elif [ "$fw_to" -le "$fw_at" ]; then
				continue
			elif [ "$fw_from" -gt "$fw_at" ]; then
				fw_time_left=$((fw_from - fw_at))
				return 0
			else
				fw_state=Active
				fw_ends=$fw_to
			fi
		done
		[ -z "$fw_ends" ] || [ "$fw_ends" -eq $((fw_ahead * 86400 + 86400)) ] || break
		fw_ahead=$((fw_ahead + 1))
	done
	[ -z "$fw_ends" ] || fw_time_left=$((fw_ends - fw_at))
}

# Seconds of the day from which, and how many; false where the schedule is off or has no time that can be met.
times_of() {
	[ "$fw_on" = 1 ] || return 1
	fw_from=0
	case $fw_start in
	'') [ "$fw_duration" -ge 86400 ] || return 1 ;;
	*)
		fw_hour=${fw_start%:*}
		fw_minute=${fw_start#*:}
		fw_from=$((${fw_hour#0} * 3600 + ${fw_minute#0} * 60))
		;;
	esac
	fw_begins=$fw_from
	case $fw_duration in
	'' | *[!0-9]*) return 1 ;;
	esac
	[ "$fw_duration" -le 86400 ]
}

# DAY from 1: FROM-TO in seconds, in their order, into fw_spans.
spans_of() {
	fw_ends_at=$((fw_begins + fw_duration))
	fw_spans=
	fw_open=
	day_named $((($1 + 5) % 7 + 1))
	case $fw_day in
	*" $fw_named "*) [ "$fw_ends_at" -le 86400 ] || fw_open=$((fw_ends_at - 86400)) ;;
	esac
	day_named "$1"
	fw_close=86400
	[ "$fw_ends_at" -ge 86400 ] || fw_close=$fw_ends_at
	case $fw_day=$fw_open in
	*" $fw_named "*="$fw_begins") fw_spans=0-$fw_close ;;
	*" $fw_named "*=) fw_spans=$fw_begins-$fw_close ;;
	*" $fw_named "*) fw_spans="0-$fw_open $fw_begins-$fw_close" ;;
	*=?*) fw_spans=0-$fw_open ;;
	esac
	[ "$fw_inverse" = 1 ] || return 0
	fw_open=0
	fw_close=$fw_spans
	fw_spans=
	for fw_span in $fw_close; do
		[ "${fw_span%-*}" -eq "$fw_open" ] || fw_spans="$fw_spans $fw_open-${fw_span%-*}"
		fw_open=${fw_span#*-}
	done
	[ "$fw_open" -eq 86400 ] || fw_spans="$fw_spans $fw_open-86400"
}

day_named() {
	case $1 in
	1) fw_named=Monday ;;
	2) fw_named=Tuesday ;;
	3) fw_named=Wednesday ;;
	4) fw_named=Thursday ;;
	5) fw_named=Friday ;;
	6) fw_named=Saturday ;;
	*) fw_named=Sunday ;;
	esac
}

# All spans with their days, `FROM-TO=Mon,Tue`, into fw_windows.
spans_of_days() {
	fw_windows=' '
	for fw_one in 1 2 3 4 5 6 7; do
		spans_of "$fw_one"
		day_named "$fw_one"
		for fw_span in $fw_spans; do
			case $fw_windows in
			*" $fw_span="*)
				fw_line=${fw_windows#*" $fw_span="}
				fw_windows="${fw_windows%%" $fw_span="*} $fw_span=${fw_line%% *},${fw_named%"${fw_named#???}"} ${fw_line#* }"
				;;
			*) fw_windows="$fw_windows$fw_span=${fw_named%"${fw_named#???}"} " ;;
			esac
		done
	done
}

# PATH VALUE of a check or a set: what belongs together comes in any order, so it is kept until all is there.
fw_wish() {
	fw_wishes="$fw_wishes$1 $2
"
}

fw_finish() {
	[ -n "$fw_wishes" ] || return 0
	fw_load
	while read -r fw_path fw_value; do
		case $fw_path in
		'') ;;
		"${schedules_object}Enable")
			fw_enabled=0
			[ "$fw_value" != true ] || fw_enabled=1
			[ -z "$fw_writes" ] || {
				reply uci.firewall.schedules schedules
				reply uci.firewall.schedules.enabled "$fw_enabled"
			}
			while IFS='|' read -r fw_key _; do
				[ -z "$fw_key" ] || fw_touched="$fw_touched$fw_key "
			done <<-end
				$fw_schedules
			end
			;;
		"$schedule_rows"*)
			row "$schedule_rows" "$fw_path" || continue
			schedule_set
			;;
		"$trackings"*) tracking_set ;;
		"$settings"*)
			row "$settings" "$fw_path" || continue
			if zone_of "$key"; then
				ping_set
			else
				fault 9002 "$fw_path" "no zone has the interface $key"
			fi
			;;
		"$accesses"* | "$classes"*)
			row "${fw_path%%\[*}" "$fw_path" || continue
			case $fw_touched in
			*" =$key "*) ;;
			*)
				fw_touched="$fw_touched=$key "
				case $fw_path in
				"$classes"*) class_set ;;
				*) access_set ;;
				esac
				;;
			esac
			;;
		*)
			row "${fw_path%%\[*}" "$fw_path" || continue
			fw_rule "$key"
			case $fw_mark in
			'' | '!0x0/'*) ;;
			*)
				fault 9001 "$fw_path" "the rule looks for the mark $fw_mark"
				continue
				;;
			esac
			if bits_of "$fw_value"; then
				mark_edit '!0x0/'
			else
				fault 9004 "$fw_path" 'expected at most 8 schedules'
			fi
			;;
		esac
	done <<-end
		$fw_wishes
	end
	for fw_key in $fw_touched; do
		case $fw_key in
		=*) ;;
		*) schedule_rules "$fw_key" ;;
		esac
	done
}

# BEFORE: the mark that the rule of $key looks for.
mark_edit() {
	[ -n "$fw_writes" ] || return 0
	fw_hex=
	[ "$fw_bits" -eq 0 ] || hexadecimal "$fw_bits"
	reply "uci.firewall.$key.mark" "${fw_hex:+$1$fw_hex}"
	times_go
}

# Times of its own would stand beside those of its schedules.
times_go() {
	[ -n "$fw_hex" ] || return 0
	for fw_one in weekdays start_time stop_time; do
		reply "uci.firewall.$key.$fw_one" ''
	done
}

# A mark of somebody else stays, and then there are no schedules.
access_set() {
	access_key=$key
	fw_rule "$key"
	access
	access_bits=$fw_bits
	while read -r fw_path fw_value; do
		row "$accesses" "$fw_path" || continue
		[ "$key" = "$access_key" ] || continue
		case $rest in
		AccessPolicy) fw_access=$fw_value ;;
		*)
			bits_of "$fw_value" || fault 9004 "$fw_path" 'expected at most 8 schedules'
			access_bits=$fw_bits
			case $fw_bits=$fw_mark in
			0=* | *= | *=0x0/*) ;;
			*) fault 9001 "$fw_path" "the rule looks for the mark $fw_mark" ;;
			esac
			;;
		esac
	done <<-end
		$fw_wishes
	end
	[ -n "$fw_writes" ] || return 0
	key=$access_key
	fw_bits=$access_bits
	case $fw_mark in
	'' | 0x0/*) ;;
	*) fw_bits=-1 ;;
	esac
	fw_edit=uci.firewall.$key
	case $fw_access=$fw_bits in
	Allow=-1 | Allow=0) reply "$fw_edit.target" ACCEPT ;;
	*)
		case $fw_target in
		REJECT | DROP) ;;
		*) reply "$fw_edit.target" REJECT ;;
		esac
		;;
	esac
	[ "$fw_bits" -ge 0 ] || return 0
	fw_hex=
	[ "$fw_bits" -eq 0 ] || hexadecimal "$fw_bits"
	case $fw_access in
	Allow)
		reply "$fw_edit.mark" "${fw_hex:+0x0/$fw_hex}"
		reply "$fw_edit.mark_off" ''
		times_go
		;;
	*)
		reply "$fw_edit.mark" ''
		reply "$fw_edit.mark_off" "$fw_hex"
		;;
	esac
}

tables_load() {
	[ -z "$fw_tables" ] || return 0
	fw_tables='
'
	reading=network
	uci_read network
	reading=
}

# The routing table of what a rule marks, into fw_policy: the rules of the network choose it by the mark.
table_of() {
	fw_policy=0
	case $fw_target=$fw_set_mark in
	MARK=?* | mark=?*) ;;
	*) return 0 ;;
	esac
	fw_bits=${fw_set_mark%%/*}
	while IFS='|' read -r _ fw_bit fw_lookup; do
		[ -n "$fw_bit" ] && [ $((fw_bit)) -eq $((fw_bits)) ] || continue
		case $fw_lookup in
		main) fw_policy=254 ;;
		default) fw_policy=253 ;;
		'' | *[!0-9]*) continue ;;
		*) fw_policy=$fw_lookup ;;
		esac
		return 0
	done <<-end
		$fw_tables
	end
}

# A rule marks packets for a table, or it sets their DSCP. Before they are routed fw4 marks only what comes from one zone to
# whatever place.
class_set() {
	class_key=$key
	tables_load
	fw_rule "$key"
	table_of
	class_dscp=$fw_set_dscp
	class_table=$fw_policy
	class_path=$fw_path
	while read -r fw_path fw_value; do
		row "$classes" "$fw_path" || continue
		[ "$key" = "$class_key" ] || continue
		case $rest=$fw_value in
		DSCPMark=-*) fault 9007 "$fw_path" 'fw4 knows no priority of Ethernet' ;;
		DSCPMark=*) class_dscp=$fw_value ;;
		*) class_table=$fw_value ;;
		esac
	done <<-end
		$fw_wishes
	end
	fw_edit=uci.firewall.$class_key
	case $class_table=$class_dscp in
	0=*)
		[ -n "$fw_writes" ] || return 0
		reply "$fw_edit.target" DSCP
		reply "$fw_edit.set_mark" ''
		reply "$fw_edit.set_dscp" "$class_dscp"
		return 0
		;;
	*=?*) fault 9007 "$class_path" 'expected a DSCPMark of -1 or a ForwardingPolicy of 0: a rule does one of them' ;;
	esac
	[ "$class_table" -le 65535 ] || fault 9007 "$class_path" 'expected a table of at most 65535'
	case $fw_src in
	'*') fault 9007 "$class_path" 'expected an Interface: what comes from anywhere is routed before it is marked' ;;
	esac
	[ -n "$fw_writes" ] || return 0
	hexadecimal "$class_table"
	reply "$fw_edit.target" MARK
	reply "$fw_edit.set_mark" "$fw_hex/0xffff"
	reply "$fw_edit.set_dscp" ''
	reply "$fw_edit.dest" '*'
	for fw_type in rule rule6; do
		case $fw_tables in
		*"
$fw_type|$fw_hex|$class_table
"*) continue ;;
		esac
		fw_edit=uci.network.policy${fw_type#rule}_$class_table
		reply "$fw_edit" "$fw_type"
		reply "$fw_edit.mark" "$fw_hex/0xffff"
		reply "$fw_edit.lookup" "$class_table"
	done
}

# One parameter of the schedule $key: its option, and the line here, which the rules are made of.
schedule_set() {
	fw_touched=${fw_touched%"$key "}
	fw_touched="$fw_touched$key "
	schedule_line "$key"
	fw_edit=uci.firewall.$key
	case $rest in
	Enable)
		fw_on=0
		[ "$fw_value" != true ] || fw_on=1
		schedule_edit enabled "$fw_on"
		;;
	Day)
		fw_day=' '
		while [ -n "$fw_value" ]; do
			fw_one=${fw_value%%,*}
			fw_value=${fw_value#"$fw_one"}
			fw_value=${fw_value#,}
			fw_day="$fw_day$fw_one "
		done
		schedule_edit 'day[]' "${fw_day# }"
		;;
	StartTime)
		fw_start=$fw_value
		schedule_edit start "$fw_start"
		;;
	Duration)
		fw_duration=$fw_value
		schedule_edit duration "$fw_duration"
		;;
	InverseMode)
		fw_inverse=0
		[ "$fw_value" != true ] || fw_inverse=1
		schedule_edit inverse "$fw_inverse"
		;;
	esac
	fw_others=
	while IFS='|' read -r fw_key fw_line; do
		case $fw_key in
		'' | "$key") ;;
		*)
			fw_others="$fw_others$fw_key|$fw_line
"
			;;
		esac
	done <<-end
		$fw_schedules
	end
	fw_schedules="$fw_others$key|$fw_on|$fw_day|$fw_start|$fw_duration|$fw_inverse|$fw_bit
"
}
schedule_edit() { [ -z "$fw_writes" ] || reply "$fw_edit.$1" "$2"; }

# KEY: a rule for each span of a schedule and each zone, before all others in effect; those of before are taken over or go.
schedule_rules() {
	schedule_line "$1"
	key=$1
	fw_windows=' '
	if times_of; then
		spans_of_days
	elif [ "$fw_on" = 1 ]; then
		quoted "$key"
		fault 9007 "${schedule_rows}[$quoted].Duration" 'expected at most 86400, and a StartTime where it is less'
	fi
	if ! bit_of "$key"; then
		fault 9004 "${schedule_rows}" 'expected at most 8 schedules'
		return 0
	fi
	[ -n "$fw_writes" ] || return 0
	hexadecimal "$fw_bit"
	fw_wanted=' '
	fw_number=0
	[ "$fw_enabled" = 1 ] || fw_windows=
	for fw_span in $fw_windows; do
		fw_number=$((fw_number + 1))
		fw_place=0
		while IFS='|' read -r fw_name _; do
			[ -n "$fw_name" ] || continue
			fw_place=$((fw_place + 1))
			fw_edit=uci.firewall.during_${fw_hex}_${fw_number}_$fw_place
			fw_wanted="$fw_wanted${fw_edit##*.} "
			span_rule
		done <<-end
			$fw_zones
		end
	done
	rules_left
}

# The rule fw_edit, of the span fw_span and the zone fw_name. nftables counts hours by UTC: a time without its other end would
# be another one.
span_rule() {
	reply "$fw_edit" rule
	reply "$fw_edit.name" "During-$key"
	reply "$fw_edit.src" "$fw_name"
	reply "$fw_edit.dest" '*'
	reply "$fw_edit.proto" all
	fw_days=${fw_span#*=}
	fw_from=${fw_span%%-*}
	fw_to=${fw_span%%=*}
	fw_to=${fw_to#*-}
	fw_line=
	while [ "$fw_days" != Mon,Tue,Wed,Thu,Fri,Sat,Sun ] && [ -n "$fw_days" ]; do
		fw_line="$fw_line${fw_line:+ }${fw_days%%,*}"
		fw_days=${fw_days#???}
		fw_days=${fw_days#,}
	done
	reply "$fw_edit.weekdays" "$fw_line"
	case $fw_from-$fw_to in
	0-86400)
		reply "$fw_edit.start_time" ''
		reply "$fw_edit.stop_time" ''
		;;
	*)
		clock "$fw_from"
		reply "$fw_edit.start_time" "$fw_clock"
		clock $((fw_to - 1))
		reply "$fw_edit.stop_time" "$fw_clock"
		;;
	esac
	reply "$fw_edit.target" MARK
	reply "$fw_edit.set_xmark" "$fw_hex/$fw_hex"
}

clock() { fw_clock=$(printf '%02d:%02d:%02d' $(($1 / 3600)) $(($1 / 60 % 60)) $(($1 % 60))); }

# Rules of the bit fw_hex that are not among fw_wanted go.
rules_left() {
	while IFS='|' read -r fw_key _ _ _ _ _ fw_target _ _ _ fw_set _; do
		case $fw_target=$fw_set=$fw_key in
		MARK="$fw_hex/$fw_hex"=during_*)
			case $fw_wanted in
			*" $fw_key "*) ;;
			*) reply "uci.firewall.$fw_key" '' ;;
			esac
			;;
		esac
	done <<-end
		$fw_rules
	end
}

# A schedule that is gone: so are its rules, and nothing waits for it. What had no other has no schedule.
fw_del() {
	row "$schedule_rows" "$1" || return 0
	fw_load
	schedule_line "$key"
	[ -n "$fw_bit" ] || return 0
	hexadecimal "$fw_bit"
	fw_wanted=' '
	rules_left
	fw_gone=$((fw_bit))
	while IFS='|' read -r key fw_src _ _ _ _ fw_target _ fw_mark fw_mark_off _; do
		fw_bits=0
		case $fw_mark in
		'!0x0/0x'* | 0x0/0x*) fw_bits=${fw_mark#*/} ;;
		esac
		fw_bits=$((fw_bits))
		fw_hex=
		if [ $((fw_bits & fw_gone)) -ne 0 ]; then
			fw_bits=$((fw_bits & ~fw_gone))
			[ "$fw_bits" -eq 0 ] || hexadecimal "$fw_bits"
			reply "uci.firewall.$key.mark" "${fw_hex:+${fw_mark%%/*}/$fw_hex}"
			case $fw_mark=$fw_hex in
			0x0/*=) reply "uci.firewall.$key.target" ACCEPT ;;
			esac
		fi
		fw_bits=$((${fw_mark_off:-0}))
		if [ $((fw_bits & fw_gone)) -ne 0 ]; then
			fw_bits=$((fw_bits & ~fw_gone))
			fw_hex=
			[ "$fw_bits" -eq 0 ] || hexadecimal "$fw_bits"
			reply "uci.firewall.$key.mark_off" "$fw_hex"
		fi
	done <<-end
		$fw_rules
	end
}

# NETWORK: its zone into fw_zone, and what that does with what comes in into fw_policy.
zone_of() {
	while IFS='|' read -r fw_zone fw_policy fw_networks _; do
		case $fw_networks in
		*" $1 "*) return 0 ;;
		esac
	done <<-end
		$fw_zones
	end
	return 1
}

# PARAMETER [1|0]: whether a ping that comes into fw_zone is let in (or, over IPv6, through), into fw_ping: the first rule
# that fits says so, or else the zone. With a wish, rules that say otherwise lose the ping, and one says so.
ping_of() {
	fw_want=${2:-}
	fw_through=
	fw_version=ipv6
	case $1 in
	IPv4*) fw_version=ipv4 ;;
	IPv6Pass*) fw_through=1 ;;
	esac
	fw_ping=0
	case $fw_through=$fw_policy=$fw_forwards in
	=ACCEPT=* | =accept=* | 1=*" $fw_zone "*) fw_ping=1 ;;
	esac
	fw_default=$fw_ping
	fw_found=
	fw_told=
	fw_able=
	fw_room=
	while IFS='|' read -r fw_key fw_src fw_dest fw_proto fw_family fw_icmp fw_target fw_on fw_mark _ _ fw_narrow _; do
		case $fw_src in
		"$fw_zone" | '*') ;;
		*) continue ;;
		esac
		case $fw_through=$fw_dest in
		= | 1=?*) ;;
		*) continue ;;
		esac
		case $fw_narrow$fw_mark=$fw_family in
		= | =any | =all | "=$fw_version") ;;
		*) continue ;;
		esac
		case $fw_version=$fw_proto in
		*' icmp '* | *' all '* | *' any '* | ipv6=*' icmpv6 '* | ipv6=*' ipv6-icmp '*) ;;
		*) continue ;;
		esac
		case $fw_target in
		ACCEPT | accept) fw_says=1 ;;
		DROP | REJECT | drop | reject) fw_says=0 ;;
		*) continue ;;
		esac
		ping_rule
	done <<-end
		$fw_rules
	end
}

# What one rule says of it, and what becomes of it: fw_told where one that is on says what is wished, fw_able is one that
# is off and would, fw_room one that says so of other types.
ping_rule() {
	fw_others=
	fw_type=
	for fw_one in $fw_icmp; do
		case $fw_version=$fw_one in
		*=echo-request | *=ping | ipv4=8 | ipv6=128) fw_type=$fw_one ;;
		*) fw_others="$fw_others$fw_one " ;;
		esac
	done
	case $fw_on=$fw_icmp=$fw_type in
	1=?*=)
		[ "$fw_says" != 1 ] || fw_room="$fw_key $fw_icmp"
		return 0
		;;
	0==*) return 0 ;;
	0=*)
		[ -n "$fw_others" ] || [ -z "$fw_type" ] || [ "$fw_says" != "$fw_want" ] || fw_able=$fw_key
		return 0
		;;
	esac
	if [ -z "$fw_found" ]; then
		fw_found=1
		fw_ping=$fw_says
	fi
	case $fw_want in
	'') return 0 ;;
	"$fw_says")
		fw_told=1
		return 0
		;;
	esac
	case $fw_icmp=$fw_others in
	=*) fault 9007 "$fw_path" "a rule of the firewall, $fw_key, is for all of ICMP" ;;
	*=) ping_edit "$fw_key.enabled" 0 ;;
	*) ping_edit "$fw_key.icmp_type[]" "$fw_others" ;;
	esac
}

ping_set() {
	fw_answer=0
	[ "$fw_value" != true ] || fw_answer=1
	ping_of "$rest"
	[ "$fw_ping" != "$fw_answer" ] || return 0
	ping_of "$rest" "$fw_answer"
	[ -z "$fw_told" ] && [ "$fw_default" != "$fw_want" ] || return 0
	if [ -n "$fw_able" ]; then
		ping_edit "$fw_able.enabled" 1
		return 0
	fi
	case $fw_want=$fw_room in
	1=?*)
		ping_edit "${fw_room%% *}.icmp_type[]" "${fw_room#* } echo-request"
		return 0
		;;
	esac
	fw_key=ping${fw_through:+_through}_${fw_version}_$key
	ping_edit "$fw_key" rule
	ping_edit "$fw_key.name" "Ping-$key"
	ping_edit "$fw_key.src" "$fw_zone"
	[ -z "$fw_through" ] || ping_edit "$fw_key.dest" '*'
	ping_edit "$fw_key.family" "$fw_version"
	ping_edit "$fw_key.proto" icmp
	ping_edit "$fw_key.icmp_type[]" echo-request
	fw_target=DROP
	[ "$fw_want" = 0 ] || fw_target=ACCEPT
	ping_edit "$fw_key.target" "$fw_target"
	ping_edit "$fw_key.enabled" 1
}
ping_edit() { [ -z "$fw_writes" ] || reply "uci.firewall.$1" "$2"; }

# fw4 passes over a zone that names a helper which this file does not have.
helpers_load() {
	[ -z "$fw_helpers" ] || return 0
	fw_helpers='
'
	reading=helpers
	uci_read ../../usr/share/firewall4/helpers
	reading=
}

# PATH: the helpers of a protocol into fw_names, their ports into fw_ports, whether the kernel has them, and whether some zone
# uses them, into fw_follows.
tracking_of() {
	case ${1#"$trackings"} in
	FTP.*) fw_names=' ftp ' ;;
	H323.*) fw_names=' RAS Q.931 ' ;;
	IRC.*) fw_names=' irc ' ;;
	PPTP.*) fw_names=' pptp ' ;;
	SIP.*) fw_names=' sip ' ;;
	*) fw_names=' tftp ' ;;
	esac
	fw_ports=
	fw_there=
	fw_known=
	while read -r fw_name fw_module fw_port; do
		[ -n "$fw_name" ] || continue
		fw_known="$fw_known $fw_name"
		case $fw_names in
		*" $fw_name "*)
			fw_ports="$fw_ports${fw_ports:+,}$fw_port"
			[ ! -d "$CWMPD_ROOT/sys/module/$fw_module" ] || fw_there=1
			;;
		esac
	done <<-end
		$fw_helpers
	end
	fw_follows=0
	[ -n "$fw_there" ] || return 0
	while IFS='|' read -r fw_zone _ _ fw_key fw_masq fw_auto fw_followed; do
		zone_follows || continue
		for fw_name in $fw_names; do
			case $fw_followed in
			*" $fw_name "*) fw_follows=1 ;;
			esac
		done
	done <<-end
		$fw_zones
	end
}

# What a zone follows into fw_followed: what it lists, or all, unless it masquerades. False where that is nothing.
zone_follows() {
	[ -n "$fw_zone" ] || return 1
	case $fw_followed in
	*[!\ ]*) return 0 ;;
	esac
	for fw_one in "$fw_all_auto" "$fw_auto"; do
		case $fw_one in
		0 | no | off | false) return 1 ;;
		esac
	done
	! masquerades || return 1
	fw_followed="$fw_known "
}

masquerades() {
	case $fw_masq in
	*' 1 '* | *' yes '* | *' on '* | *' true '*) return 0 ;;
	esac
	return 1
}

# Zones that follow the protocol do no longer; or all that do not masquerade do so, too.
tracking_set() {
	helpers_load
	tracking_of "$fw_path"
	case $fw_value$fw_follows in
	true1 | false0) return 0 ;;
	true?)
		if [ -z "$fw_there" ]; then
			fault 9007 "$fw_path" 'the kernel has no such helper (kmod-nf-nathelper, kmod-nf-nathelper-extra)'
			return 0
		fi
		;;
	esac
	[ -n "$fw_writes" ] || return 0
	while IFS='|' read -r fw_zone _ _ fw_key fw_masq fw_auto fw_followed; do
		[ -n "$fw_zone" ] || continue
		case $fw_value in
		true)
			! masquerades || continue
			zone_follows || fw_followed=
			fw_left="$fw_followed${fw_names# }"
			;;
		*)
			zone_follows || continue
			fw_left=
			for fw_name in $fw_followed; do
				case $fw_names in
				*" $fw_name "*) ;;
				*) fw_left="$fw_left $fw_name" ;;
				esac
			done
			[ -n "$fw_left" ] || reply "uci.firewall.$fw_key.auto_helper" 0
			;;
		esac
		reply "uci.firewall.$fw_key.helper[]" "${fw_left# }"
	done <<-end
		$fw_zones
	end
}
