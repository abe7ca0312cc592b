# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook, lib.sh and schedules.sh set, or read
# The part of the hook `hosts` that knows the firewall: pings of a zone, what becomes of classified traffic, which protocols
# are followed (conntrack helpers), which interface a mapping is for; and, in schedules.sh, when rules hold.

schedules_object=Device.Schedules.
schedule_rows=Device.Schedules.Schedule.
pinholes=Device.Firewall.Pinhole.
mappings=Device.NAT.PortMapping.
accesses=Device.Hosts.AccessControl.
settings=Device.Firewall.InterfaceSetting.
classes=Device.QoS.Classification.
trackings=Device.Firewall.ConnectionTracking.
ways_in=Device.Firewall.Service.
translations=Device.NAT.InterfaceSetting.
conntrack=net/netfilter/nf_conntrack_

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
	fw_dip=
	fw_named=
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
	src_dip) fw_dip=$2 ;;
	interface) fw_named=$2 ;;
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
		fw_rules="$fw_rules$fw_key|$fw_src|$fw_dest|$fw_proto |$fw_family|$fw_icmp|$fw_target|$fw_on|$fw_mark|$fw_mark_off|$fw_set|$fw_narrow|$fw_set_mark|$fw_set_dscp|$fw_dip|$fw_named
"
		;;
	*:schedules) fw_enabled=$fw_on ;;
	*:schedule)
		is_mark "$fw_mark" || fw_mark=
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
	fw_dip=
	fw_named=
	while IFS='|' read -r fw_key fw_line; do
		[ "$fw_key" = "$1" ] || continue
		IFS='|' read -r fw_src _ _ _ _ fw_target _ fw_mark fw_mark_off _ _ fw_set_mark fw_set_dscp fw_dip fw_named <<-end
			$fw_line
		end
	done <<-end
		$fw_rules
	end
}

fw_get() {
	fw_path=$1
	# Who has made a rule: of those that the ACS has made, the agent has chosen the name.
	case $1 in
	*.Origin)
		row "${1%%\[*}" "$1" || return 0
		case $key in
		mapping[0-9]* | dmz[0-9]* | access[0-9]*) reply "$1" Controller ;;
		*) reply "$1" User ;;
		esac
		return 0
		;;
	esac
	fw_load
	case $1 in
	"$translations"*.TCP*) reply_file "$1" "$CWMPD_ROOT/proc/sys/${conntrack}tcp_timeout_established" ;;
	"$translations"*) reply_file "$1" "$CWMPD_ROOT/proc/sys/${conntrack}udp_timeout" ;;
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
	"$pinholes"*.Interface | "$ways_in"*)
		row "${1%%\[*}" "$1" || return 0
		way_of "$key"
		reply "$1" "$fw_one"
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
		case $key=$rest in
		# What miniupnpd has made: on its interface, at all times.
		TCP-[0-9]*=Interface | UDP-[0-9]*=Interface)
			fw_outside
			reply "$1" "$fw_one"
			return 0
			;;
		TCP-[0-9]*=AllInterfaces | UDP-[0-9]*=AllInterfaces)
			reply "$1" false
			return 0
			;;
		esac
		fw_rule "$key"
		mapping_of
		case $rest in
		Interface)
			reply "$1" "$fw_one"
			return 0
			;;
		AllInterfaces)
			reply "$1" "$fw_truth"
			return 0
			;;
		esac
		fw_bits=0
		case $fw_mark in
		'!0x0/'*) fw_bits=${fw_mark#*/} ;;
		esac
		schedules_of "$fw_bits"
		reply "$1" "$fw_list"
		;;
	esac
}

# The interface of miniupnpd, into fw_one.
fw_outside() {
	fw_one=wan
	[ -r "$CWMPD_ROOT/etc/config/upnpd" ] || return 0
	while read -r _ fw_key fw_line; do
		[ "$fw_key" = external_iface ] || continue
		uci_plain "$fw_line"
		fw_one=$uci_plain
	done <"$CWMPD_ROOT/etc/config/upnpd"
}

# 1 or 0 into fw_truth.
truth() {
	fw_truth=false
	[ "$1" != 1 ] || fw_truth=true
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
		"$pinholes"*.Interface | "$ways_in"*) way_set ;;
		"$trackings"*) tracking_set ;;
		"$translations"*) timeout_set ;;
		"$settings"*)
			row "$settings" "$fw_path" || continue
			if zone_of "$key"; then
				ping_set
			else
				fault 9002 "$fw_path" "no zone has the interface $key"
			fi
			;;
		"$accesses"* | "$classes"* | "$mappings"*Interface*)
			row "${fw_path%%\[*}" "$fw_path" || continue
			case $fw_touched in
			*" =$key "*) ;;
			*)
				fw_touched="$fw_touched=$key "
				case $fw_path in
				"$classes"*) class_set ;;
				"$mappings"*) mapping_set ;;
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
	is_mark "$fw_bits" || return 0
	while IFS='|' read -r _ fw_bit fw_lookup; do
		is_mark "$fw_bit" || continue
		[ $((fw_bit)) -eq $((fw_bits)) ] || continue
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
	class_was=$fw_policy=$fw_set_dscp
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
	[ "$class_table=$class_dscp" != "$class_was" ] || return 0
	case $fw_target=$fw_set_mark=$class_was in
	[Mm]*=?*=0=*)
		fault 9001 "$class_path" "the rule sets the mark $fw_set_mark, which leads to no table"
		return 0
		;;
	esac
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
	set -f
	for fw_one in $fw_icmp; do
		case $fw_version=$fw_one in
		*=echo-request | *=ping | ipv4=8 | ipv6=128) fw_type=$fw_one ;;
		*) fw_others="$fw_others$fw_one " ;;
		esac
	done
	set +f
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
			set -f
			for fw_name in $fw_followed; do
				case $fw_names in
				*" $fw_name "*) ;;
				*) fw_left="$fw_left $fw_name" ;;
				esac
			done
			set +f
			[ -n "$fw_left" ] || reply "uci.firewall.$fw_key.auto_helper" 0
			;;
		esac
		reply "uci.firewall.$fw_key.helper[]" "${fw_left# }"
	done <<-end
		$fw_zones
	end
}

# TEXT: whether it is a number to the shell as well: not one that begins like an octal one.
is_mark() {
	case $1 in
	0[xX]*[!0-9A-Fa-f]* | 0[xX] | 0[xX]?????????*) return 1 ;;
	0 | 0[xX]*) return 0 ;;
	'' | 0* | *[!0-9]* | ???????????*) return 1 ;;
	esac
}

# Of the whole device: in the kernel now, and in a file for the next boot. UDP has one for what is answered, too.
timeout_set() {
	if [ "$fw_value" -lt 1 ] || [ "$fw_value" -gt 2147483 ]; then
		fault 9007 "$fw_path" 'expected 1 to 2147483 seconds'
		return 0
	fi
	[ -n "$fw_writes" ] || return 0
	fw_one=udp
	case $fw_path in
	*.TCP*) fw_one=tcp ;;
	esac
	timeout_give || {
		fault 9002 "$fw_path" 'it could not be stored'
		return 0
	}
	reply uci.network.globals globals
	reply "uci.network.globals.nat_$fw_one" "$fw_value"
}

# Of fw_one, fw_value.
timeout_give() {
	fw_line=
	fw_names='udp_timeout udp_timeout_stream'
	[ "$fw_one" = udp ] || fw_names=tcp_timeout_established
	for fw_name in $fw_names; do
		kernel_give "$conntrack$fw_name" "$fw_value"
		fw_line="$fw_line${fw_line:+
}net.netfilter.nf_conntrack_$fw_name=$fw_value"
	done
	fw_file=$CWMPD_ROOT/etc/sysctl.d/90-cwmp-nat-$fw_one.conf
	value "$fw_file" || value=
	case $fw_line in
	"$value" | "$value
"*) ;;
	*) keep "$fw_file" "$fw_line" ;;
	esac
}

# The files are as the options say (nat_tcp, nat_udp): without one there is none, and the kernel has what other files say.
timeouts_back() {
	fw_value=$nd_nat_tcp
	for fw_one in tcp udp; do
		fw_file=$CWMPD_ROOT/etc/sysctl.d/90-cwmp-nat-$fw_one.conf
		if [ -n "$fw_value" ]; then
			timeout_give
		elif [ -e "$fw_file" ]; then
			rm -f "$fw_file"
			[ ! -x "$CWMPD_ROOT/etc/init.d/sysctl" ] || "$CWMPD_ROOT/etc/init.d/sysctl" restart
		fi
		fw_value=$nd_nat_udp
	done
}

# The interface of a mapping into fw_one, whether it is for all of the zone that leads out into fw_truth. `src_dip` may name
# an interface, which stands for its addresses.
mapping_of() {
	fw_truth=false
	fw_one=
	while IFS='|' read -r fw_zone _ fw_networks _; do
		case $fw_networks in
		*" ${fw_dip:-=} "*)
			fw_one=$fw_dip
			return 0
			;;
		esac
		if [ "$fw_zone" = "$fw_src" ] && [ -n "$fw_zone" ]; then
			fw_one=${fw_networks#" "}
			fw_one=${fw_one%% *}
		fi
	done <<-end
		$fw_zones
	end
	if [ -z "$fw_dip" ] && zone_leads "$fw_src"; then
		fw_truth=true
	fi
}

# ZONE: whether there is such a one, and it is called wan or masquerades.
zone_leads() {
	while IFS='|' read -r fw_name _ _ _ fw_masq _; do
		[ -n "$fw_name" ] || continue
		[ "$fw_name" = "$1" ] || continue
		[ "$1" = wan ] || masquerades || continue
		return 0
	done <<-end
		$fw_zones
	end
	return 1
}

# The zone that a mapping for all is of: its own where that leads out, or wan, or the first that masquerades, into fw_zone.
zone_out() {
	for fw_zone in "$fw_src" wan; do
		! zone_leads "$fw_zone" || return 0
	done
	while IFS='|' read -r fw_zone _ _ _ fw_masq _; do
		[ -n "$fw_zone" ] || continue
		! masquerades || return 0
	done <<-end
		$fw_zones
	end
	return 1
}

# For all: the zone that leads out, without an address. For one: its zone, and its addresses where there may be others.
mapping_set() {
	mapping_key=$key
	mapping_path=$fw_path
	fw_rule "$key"
	mapping_of
	fw_wanted=$fw_one
	fw_all=
	while read -r fw_path fw_value; do
		row "$mappings" "$fw_path" || continue
		[ "$key" = "$mapping_key" ] || continue
		case $rest in
		Interface) fw_wanted=$fw_value ;;
		AllInterfaces) fw_all=$fw_value ;;
		esac
	done <<-end
		$fw_wishes
	end
	fw_edit=uci.firewall.$mapping_key
	case $fw_all=$fw_truth=$fw_wanted in
	true=* | =true=)
		if ! zone_out; then
			fault 9007 "$mapping_path" 'expected a zone of the firewall that is called wan or masquerades'
			return 0
		fi
		[ -n "$fw_writes" ] || return 0
		reply "$fw_edit.src" "$fw_zone"
		reply "$fw_edit.src_dip" ''
		return 0
		;;
	"=$fw_truth=$fw_one" | "false=false=$fw_one") return 0 ;;
	esac
	if ! zone_of "$fw_wanted"; then
		fault 9007 "$mapping_path" "expected an Interface in a zone of the firewall, got \"$fw_wanted\""
		return 0
	fi
	[ -n "$fw_writes" ] || return 0
	reply "$fw_edit.src" "$fw_zone"
	case $fw_networks in
	*' '?*' '?*) ;;
	*) zone_leads "$fw_zone" || fw_wanted= ;;
	esac
	reply "$fw_edit.src_dip" "$fw_wanted"
}

# KEY: the interface that a rule of a zone is shown with: the one that it names (fw4 passes over that), or the first of its
# zone, into fw_one and fw_first.
way_of() {
	fw_rule "$1"
	fw_one=
	fw_first=
	while IFS='|' read -r fw_zone _ fw_networks _; do
		[ "$fw_zone" = "${fw_src:-wan}" ] || continue
		fw_first=${fw_networks#" "}
		fw_first=${fw_first%% *}
		fw_one=$fw_first
		case $fw_networks in
		*" ${fw_named:-=} "*) fw_one=$fw_named ;;
		esac
	done <<-end
		$fw_zones
	end
}

way_set() {
	row "${fw_path%%\[*}" "$fw_path" || return 0
	way_of "$key"
	if ! zone_of "$fw_value" || [ "$fw_zone" != "${fw_src:-wan}" ]; then
		fault 9007 "$fw_path" "expected an interface of the zone ${fw_src:-wan}, got \"$fw_value\""
		return 0
	fi
	[ -n "$fw_writes" ] || return 0
	[ "$fw_value" != "$fw_first" ] || fw_value=
	reply "uci.firewall.$key.interface" "$fw_value"
}
