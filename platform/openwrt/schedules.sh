# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what firewall.sh and lib.sh set, or read
# Schedules of the firewall, for the hook `hosts`. What it reads and keeps for that is in firewall.sh.
#
# A rule of fw4 has one time of the day and some weekdays, which no schedule that goes beyond midnight fits into. So each
# schedule is a bit of the packet mark: rules that come before all others (target MARK) set it while the schedule is on, and
# what refers to the schedule looks for it (option mark). `config schedule` and `config schedules` are passed over by fw4.

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
		set -f
		for fw_one in $fw_day; do
			fw_list="$fw_list${fw_list:+,}$fw_one"
		done
		set +f
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
	while IFS='|' read -r key _ _ _ _ _ fw_target _ fw_mark fw_mark_off _; do
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
