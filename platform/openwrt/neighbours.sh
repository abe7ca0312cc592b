# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook, lib.sh and firewall.sh set, or read
# The part of the hook `hosts` that knows Device.NeighborDiscovery.: what the kernel does on the device of each interface.
# What the ACS sets stands in options of the `config interface` that netifd passes over (nd_retrans in milliseconds,
# nd_interval in seconds, nd_solicitations, nd_silent, nd_off; nd_off of `globals` for all); the package's hotplug script
# gives it to the kernel whenever the interface comes up, and here it does so at once.

nd_rows=Device.NeighborDiscovery.InterfaceSetting.
ipv6=/proc/sys/net/ipv6/
nd_type=
nd_all_off=
nd_table=
nd_dads=
nd_clients=' '
nd_touched=' '
nd_heard=' '
nd_nat_tcp=
nd_nat_udp=

nd_begin() {
	reading=neighbours
	uci_read network
	reading=
	# odhcp6c solicits on its own; over PPP, netifd starts one where nothing says that it should not.
	while IFS='|' read -r nd_key _ nd_proto _; do
		case $nd_proto in
		dhcpv6 | pppoe | pppoe:auto)
			nd_device_of "$nd_key" 4 && nd_clients="$nd_clients$nd_device "
			;;
		esac
	done <<-end
		$nd_table
	end
}

nd_section() {
	nd_keep
	nd_type=$1
	nd_key=$2
	nd_device=
	nd_name=
	nd_proto=
	nd_v6=
	nd_disabled=
	nd_dad=
	nd_off=
	nd_retrans=
	nd_interval=
	nd_solicitations=
	nd_silent=
}

nd_option() {
	case $1 in
	device) nd_device=$2 ;;
	name) nd_name=$2 ;;
	proto) nd_proto=$2 ;;
	ipv6) nd_v6=$2 ;;
	disabled) nd_disabled=$2 ;;
	dadtransmits) nd_dad=$2 ;;
	nd_off) nd_off=$2 ;;
	nd_retrans) nd_retrans=$2 ;;
	nd_interval) nd_interval=$2 ;;
	nd_solicitations) nd_solicitations=$2 ;;
	nd_silent) nd_silent=$2 ;;
	nat_tcp) nd_nat_tcp=$2 ;;
	nat_udp) nd_nat_udp=$2 ;;
	esac
}

nd_keep() {
	case $nd_type in
	globals) nd_all_off=$nd_off ;;
	device) [ -z "$nd_dad" ] || nd_dads="$nd_dads$nd_name $nd_dad
" ;;
	interface)
		case $nd_proto in
		pppoe)
			nd_device=pppoe-$nd_key
			nd_proto=pppoe${nd_v6:+:$nd_v6}
			;;
		esac
		[ "$nd_disabled" != 1 ] || nd_proto=off
		nd_line
		nd_table="$nd_table$nd_line
"
		;;
	esac
	nd_type=
}

nd_line() { nd_line="$nd_key|$nd_device|$nd_proto|$nd_off|$nd_retrans|$nd_interval|$nd_solicitations|$nd_silent"; }

# KEY DEPTH: the kernel's name of what the interface lies on into nd_device; `@wan` is what wan lies on. No more than a name.
nd_device_of() {
	[ "$2" -gt 0 ] || return 1
	nd_found=
	while IFS='|' read -r nd_one nd_two _; do
		[ "$nd_one" != "$1" ] || nd_found=$nd_two
	done <<-end
		$nd_table
	end
	case $nd_found in
	@*) nd_device_of "${nd_found#@}" $(($2 - 1)) ;;
	'' | . | .. | all | default | *[!A-Za-z0-9_.:-]*) return 1 ;;
	*) nd_device=$nd_found ;;
	esac
}

# KEY: the row, and nd_role: `client` where odhcp6c solicits, `host` where the kernel takes advertisements, else empty.
nd_row() {
	nd_key=
	while IFS='|' read -r nd_one nd_two; do
		[ "$nd_one" = "$1" ] || continue
		nd_key=$1
		IFS='|' read -r nd_alias nd_proto nd_off nd_retrans nd_interval nd_solicitations nd_silent <<-line
			$nd_two
		line
	done <<-end
		$nd_table
	end
	[ -n "$nd_key" ] || return 1
	nd_device_of "$1" 4 || nd_device=
	nd_role=
	nd_kernel conf accept_ra 0
	case "$nd_clients=$value" in
	*" ${nd_device:-=} "*) nd_role=client ;;
	*=0) ;;
	*) nd_role=host ;;
	esac
}

# KIND NAME DEFAULT: what the kernel says of the device, into value.
nd_kernel() {
	if [ -z "$nd_device" ] || ! value "$CWMPD_ROOT$ipv6$1/$nd_device/$2"; then
		value=$3
	fi
}

# The value of the parameter $rest of the row into nd_value. While it does not count, what it is to be.
nd_tell() {
	nd_on=1
	[ "$nd_off$nd_all_off" = '' ] || nd_on=
	case $rest=$nd_role in
	Enable=*)
		nd_value=true
		[ -z "$nd_off" ] || nd_value=false
		;;
	RetransTimer=*)
		nd_kernel neigh retrans_time_ms "${nd_retrans:-1000}"
		nd_value=$value
		[ -n "$nd_on" ] || nd_value=${nd_retrans:-$value}
		;;
	RSEnable=client) nd_value=true ;;
	RSEnable=) nd_value=false ;;
	RSEnable=*)
		nd_kernel conf router_solicitations -1
		nd_value=true
		case $nd_on=$value=$nd_solicitations=$nd_silent in
		1=0== | *=1) nd_value=false ;;
		esac
		;;
	RtrSolicitationInterval=client) nd_value=4000 ;;
	RtrSolicitationInterval=*)
		nd_kernel conf router_solicitation_interval "${nd_interval:-4}"
		[ -n "$nd_on" ] || value=${nd_interval:-$value}
		nd_value=$((value * 1000))
		;;
	MaxRtrSolicitations=client) nd_value=4 ;;
	MaxRtrSolicitations=*)
		nd_kernel conf router_solicitations "${nd_solicitations:--1}"
		case $nd_on=$nd_silent in
		1=) ;;
		*) value=${nd_solicitations:--1} ;;
		esac
		nd_value=$value
		# Linux says -1 for as many as it takes.
		[ "$value" != -1 ] || nd_value=4294967295
		;;
	*) return 1 ;;
	esac
}

nd_get() {
	if [ "$1" = "${nd}Enable" ]; then
		case $nd_all_off in
		'') reply "$1" true ;;
		*) reply "$1" false ;;
		esac
		return 0
	fi
	row "$nd_rows" "$1" || return 0
	nd_row "$key" || return 0
	! nd_tell || reply "$1" "$nd_value"
}

# PATH VALUE of a check or a set. What the row is then is told to the kernel at the end.
nd_set() {
	nd_wish=$2
	if [ "$1" = "${nd}Enable" ]; then
		nd_all_off=
		[ "$nd_wish" = true ] || nd_all_off=1
		[ -z "$fw_writes" ] || {
			reply uci.network.globals globals
			reply uci.network.globals.nd_off "$nd_all_off"
		}
		nd_all
		return 0
	fi
	row "$nd_rows" "$1" || return 0
	nd_row "$key" || return 0
	nd_tell
	[ "$nd_wish" != "$nd_value" ] || return 0
	case $rest=$nd_role in
	Enable=* | RetransTimer=*) ;;
	*=client)
		fault 9001 "$1" 'DHCPv6 solicits here: 4 times, every 4 seconds'
		return 0
		;;
	*=)
		fault 9001 "$1" 'nobody solicits here: the kernel takes no advertisements (accept_ra)'
		return 0
		;;
	esac
	case $rest=$nd_wish in
	Enable=true) nd_off= ;;
	Enable=*) nd_off=1 ;;
	RSEnable=true)
		# The kernel's own.
		[ -n "$nd_silent" ] || nd_edit "$nd_key" solicitations "${nd_solicitations:=-1}"
		nd_silent=
		nd_heard="$nd_heard$nd_key "
		;;
	RSEnable=*) nd_silent=1 ;;
	MaxRtrSolicitations=4294967295) nd_solicitations=-1 ;;
	*)
		if [ "$nd_wish" -gt 2147483647 ]; then
			fault 9007 "$1" 'expected at most 2147483647'
			return 0
		fi
		case $rest=$nd_wish in
		MaxRtrSolicitations=*) nd_solicitations=$nd_wish ;;
		RetransTimer=*) nd_retrans=$nd_wish ;;
		*000) nd_interval=$((nd_wish / 1000)) ;;
		*)
			fault 9007 "$1" 'expected whole seconds'
			return 0
			;;
		esac
		;;
	esac
	# The row as it is now; its alias is that of its file.
	nd_device=$nd_alias
	nd_line
	nd_new=
	while IFS= read -r nd_one; do
		case $nd_one in
		'') continue ;;
		"$nd_key|"*) nd_one=$nd_line ;;
		esac
		nd_new="$nd_new$nd_one
"
	done <<-end
		$nd_table
	end
	nd_table=$nd_new
	case $rest in
	Enable) nd_edit "$nd_key" off "$nd_off" ;;
	RSEnable) nd_edit "$nd_key" silent "$nd_silent" ;;
	MaxRtrSolicitations) nd_edit "$nd_key" solicitations "$nd_solicitations" ;;
	RetransTimer) nd_edit "$nd_key" retrans "$nd_retrans" ;;
	*) nd_edit "$nd_key" interval "$nd_interval" ;;
	esac
	case $nd_touched in
	*" $nd_key "*) ;;
	*) nd_touched="$nd_touched$nd_key " ;;
	esac
}

# All rows are touched.
nd_all() {
	while IFS='|' read -r nd_key _; do
		[ -z "$nd_key" ] || nd_touched="$nd_touched$nd_key "
	done <<-end
		$nd_table
	end
}

nd_edit() { [ -z "$fw_writes" ] || reply "uci.network.$1.nd_$2" "$3"; }

# What the rows that were touched say, to the kernel; where they do not count, what it begins with.
nd_finish() {
	[ -n "$fw_writes" ] || return 0
	for nd_one_of in $nd_touched; do
		nd_row "$nd_one_of" || continue
		[ -n "$nd_device" ] || continue
		nd_on=1
		[ "$nd_off$nd_all_off" = '' ] || nd_on=
		nd_give neigh retrans_time_ms "$nd_retrans" 1000
		nd_give conf router_solicitation_interval "$nd_interval" 4
		case $nd_silent=$nd_heard in
		1=*) nd_solicitations=0 ;;
		*" $nd_key "*) nd_solicitations=${nd_solicitations:--1} ;;
		esac
		nd_give conf router_solicitations "$nd_solicitations" -1
		while read -r nd_name nd_dad; do
			[ "${nd_name:-=}" != "$nd_device" ] || nd_give conf dad_transmits "$nd_dad" 1
		done <<-end
			$nd_dads
		end
	done
}

# KIND NAME VALUE DEFAULT: what nothing was ever said of stays as it is.
nd_give() {
	nd_now=$3
	[ -n "$nd_now" ] || return 0
	if [ -z "$nd_on" ]; then
		value "$CWMPD_ROOT$ipv6$1/default/$2" || value=$4
		nd_now=$value
	fi
	kernel_give "net/ipv6/$1/$nd_device/$2" "$nd_now"
}
