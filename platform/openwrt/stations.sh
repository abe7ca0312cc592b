# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `gateway`: who is on a LAN, by which address, since when, and at which port. The hook has the LAN at
# hand: its row in base, its device, net, mask and ports.

stations=1
heard=
now=

# Who answers ARP on the device, with the name and the time of the lease that there may be; then who has a lease there.
hosts() {
	known=' '
	[ ! -r "$CWMPD_ROOT/proc/net/arp" ] || neighbours
	[ -r "$CWMPD_ROOT/tmp/dhcp.leases" ] || return 0
	while read -r _ mac address _; do
		case $known in
		*" $mac "*) continue ;;
		esac
		if number "$address" && [ $((number & mask)) -eq "$net" ]; then
			host false
		fi
	done <"$CWMPD_ROOT/tmp/dhcp.leases"
}

neighbours() {
	while read -r address _ flags mac _ on; do
		[ "$on=$flags" != "$device=0x0" ] || continue
		[ "$on" = "$device" ] || continue
		known="$known$mac "
		host true
	done <"$CWMPD_ROOT/proc/net/arp"
}

# ACTIVE
host() {
	quoted "$mac"
	host="${base}Hosts.Host.[$quoted]."
	touches "$request" "$host" || return 0
	lease "$mac"
	answer IPAddress "$address"
	answer MACAddress "$mac"
	answer HostName "$called"
	answer AddressSource "$source"
	answer LeaseTimeRemaining "$remaining"
	answer ClientID "$client"
	answer Active "$1"
	if under "$request" "${host}InterfaceType" || under "$request" "${host}Layer2Interface"; then
		port_of "$mac"
		answer InterfaceType "$type"
		answer Layer2Interface "$port"
	fi
}

# EXPIRY MAC ADDRESS NAME CLIENT-ID; an expiry of 0 never comes.
lease() {
	called=
	source=Static
	remaining=0
	client=
	[ -r "$CWMPD_ROOT/tmp/dhcp.leases" ] || return 0
	while read -r expiry owner _ name id; do
		[ "$owner" = "$1" ] || continue
		source=DHCP
		[ "$id" = '*' ] || while [ -n "$id" ]; do
			client=$client${id%%:*}
			id=${id#"${id%%:*}"}
			id=${id#:}
		done
		[ "$name" = '*' ] || called=$name
		remaining=-1
		[ "$expiry" -eq 0 ] 2>/dev/null || left
	done <"$CWMPD_ROOT/tmp/dhcp.leases"
}

# The clock without a process: when the kernel began, and how long ago that is.
left() {
	if [ -z "$now" ]; then
		while read -r word number; do
			[ "$word" != btime ] || now=$number
		done <"$CWMPD_ROOT/proc/stat"
		read -r number _ <"$CWMPD_ROOT/proc/uptime"
		now=$((now + ${number%%.*}))
	fi
	remaining=$((expiry - now))
	[ "$remaining" -gt 0 ] || remaining=0
}

answer() {
	if under "$request" "$host$1"; then
		reply "$host$1" "$2"
	fi
}

# Where the bridge has heard a MAC address, else the only port of its LAN, into port; of what kind that is, into type. A
# station is known by the device of its network.
port_of() {
	[ -n "$heard" ] || bridges
	port=
	type=Other
	case $ports=$heard in
	*=*" $1="*)
		port=${heard#*" $1="}
		port=${port%% *}
		;;
	*' '*=*) return 0 ;;
	*) port=$ports ;;
	esac
	if [ -e "$CWMPD_ROOT/sys/class/net/$port/phy80211" ]; then
		type=802.11
	else
		type=Ethernet
	fi
}
