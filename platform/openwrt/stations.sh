# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hooks `gateway` and `pool`: who is on a LAN. A bridge forgets a station five minutes after it was last heard;
# what the kernel calls stale it may keep for ever, so behind a bridge that counts for nothing. What a DHCP client has told
# of itself, the package's hotplug script has kept in hexadecimal. All of it comes from strangers.

stations=1
# A stranger can make the kernel know as many neighbours as it has room for. IPv4 comes first.
most_neighbours=512
most_leases=1024
# Each is looked for among all of these.
most_counted=256
heard=
watched=
traffic=
neighbours=
# MAC=DEVICE of those who answer, and of all that the kernel has an address of.
present=' '
placed=' '
bridged=' '
# MAC=EXPIRY=ADDRESS=CLIENT-ID=NAME, as dnsmasq wrote them.
leases=
now=
told=/var/run/cwmpd.clients

# [arp]: reads all that there is, once; with arp without a program that tells of IPv6, too.
watch() {
	[ -z "$watched" ] || return 0
	watched=1
	bridges
	# ADDRESS dev DEVICE lladdr MAC [router] STATE
	[ -n "$1" ] || neighbours=$(ip neigh show 2>/dev/null)
	found=$neighbours
	neighbours=
	count=0
	while [ "$count" -lt "$most_neighbours" ] && read -r address _ on what mac state; do
		[ "$what" = lladdr ] || continue
		case ${state##* } in
		FAILED | INCOMPLETE) continue ;;
		esac
		count=$((count + 1))
		neighbours="$neighbours$address=$on=$mac "
		place
	done <<-end
		$found
	end
	# How stale they are is not known. Who has answered lately has been heard by the bridge, too.
	[ -r "$CWMPD_ROOT/proc/net/arp" ] || return 0
	state=STALE
	while [ "$count" -lt "$most_neighbours" ] && read -r address _ entry mac _ on; do
		case $entry$placed in
		0x0* | [!0]* | *" $mac="*) continue ;;
		esac
		count=$((count + 1))
		neighbours="$neighbours$address=$on=$mac "
		place
	done <"$CWMPD_ROOT/proc/net/arp"
}

# Of mac, on and state.
place() {
	placed="$placed$mac=$on "
	case ${state##* } in
	STALE) ! is_bridged || return 0 ;;
	esac
	present="$present$mac=$on "
}

# Whether a bridge is below the device `on`, and tells whom it hears.
is_bridged() {
	[ -n "$hears" ] || return 1
	case $bridged in
	*" $on=1 "*) return 0 ;;
	*" $on=0 "*) return 1 ;;
	esac
	for file in "$CWMPD_ROOT/sys/class/net/$on/brforward" "$CWMPD_ROOT/sys/class/net/$on"/lower_*/brforward; do
		[ ! -e "$file" ] || {
			bridged="$bridged$on=1 "
			return 0
		}
	done
	bridged="$bridged$on=0 "
	return 1
}

# EXPIRY MAC ADDRESS NAME CLIENT-ID; of other hardware the MAC has its kind before it. From the line `duid` on it is DHCPv6.
leases() {
	[ -z "$leases" ] || return 0
	leases=' '
	[ -r "$CWMPD_ROOT/tmp/dhcp.leases" ] || return 0
	count=0
	while [ "$count" -lt "$most_leases" ] && read -r expiry mac address name client; do
		case $expiry=$mac in
		duid=*) break ;;
		*=??:??:??:??:??:??) ;;
		*) continue ;;
		esac
		count=$((count + 1))
		leases="$leases$mac=$expiry=$address=$client=$name "
	done <"$CWMPD_ROOT/tmp/dhcp.leases"
}

# A word of leases, into mac, expiry, address, client and name.
lease() {
	mac=${1%%=*}
	client=${1#*=}
	expiry=${client%%=*}
	client=${client#*=}
	address=${client%%=*}
	client=${client#*=}
	name=${client#*=}
	client=${client%%=*}
	# dnsmasq writes a star for what there is not.
	[ "$name" != '*' ] || name=
	[ "$client" != '*' ] || client=
}

# WORDS NAME: what the first NAME=… of them says, into found. Word by word: `${…#*…}` takes time with the square of the length.
find_word() {
	found=
	case $1 in
	*" $2="*) ;;
	*) return 1 ;;
	esac
	set -f
	for word in $1; do
		case $word in
		"$2="*)
			found=${word#*=}
			break
			;;
		esac
	done
	set +f
}

# MAC: whether it is there, into active; the device that it has an address on, into device; where it was heard, or that device
# where it is a port itself, into port; of what kind that is, into type: radio, wire, or nothing.
presence() {
	active=false
	type=
	if find_word "$present" "$1"; then
		active=true
	else
		find_word "$placed" "$1"
	fi
	device=$found
	port=$device
	if find_word "$heard" "$1"; then
		active=true
		port=$found
	fi
	kind_of_port
}

kind_of_port() {
	if [ -z "$port" ]; then
		return 0
	elif [ -e "$CWMPD_ROOT/sys/class/net/$port/phy80211" ]; then
		type=radio
	elif [ -e "$CWMPD_ROOT/sys/class/net/$port/device" ]; then
		type=wire
	else
		port=
	fi
}

# MAC: what it has told as option 77, of which the octets are meant, and of its vendor as text, into user_class and vendor.
said() {
	user_class=
	vendor=
	[ -r "$CWMPD_ROOT$told/$1" ] || return 0
	while IFS= read -r line; do
		case $line in
		77=*[!0-9A-Fa-f]*) ;;
		77=*) user_class=${line#*=} ;;
		vendor=*) vendor=${line#*=} ;;
		esac
	done <"$CWMPD_ROOT$told/$1"
}

tell_host() {
	if under "$request" "$host$1"; then
		reply "$host$1" "$2"
	fi
}

# Below the older root a LAN is at hand: its row in base, device, net, mask and ports. Who has an address on the device, with
# the name and the time of the lease that there may be; then who has a lease there.
hosts() {
	lan_device=$device
	lan_ports=$ports
	watch arp
	known=' '
	leases
	set -f
	# shellcheck disable=SC2086 # words
	set -- $neighbours
	set +f
	for one; do
		address=${one%%=*}
		mac=${one##*=}
		case $known=$one in
		*" $mac "* | *=*:*=*=*) ;;
		*"=$lan_device="*)
			known="$known$mac "
			host
			;;
		esac
	done
	set -f
	# shellcheck disable=SC2086 # words
	set -- $leases
	set +f
	for one; do
		lease "$one"
		case $known in
		*" $mac "*) continue ;;
		esac
		if number "$address" && [ $((number & mask)) -eq "$net" ]; then
			known="$known$mac "
			host
		fi
	done
}

host() {
	quoted "$mac"
	host="${base}Hosts.Host.[$quoted]."
	touches "$request" "$host" || return 0
	tell_host IPAddress "$address"
	tell_host MACAddress "$mac"
	leased
	tell_host HostName "$name"
	tell_host AddressSource "$source"
	tell_host LeaseTimeRemaining "$remaining"
	tell_host ClientID "$digits"
	said "$mac"
	tell_host VendorClassID "$vendor"
	# As much as the model has room for.
	[ "${#user_class}" -le 256 ] || user_class=
	tell_host UserClassID "$user_class"
	presence "$mac"
	# The only port of a LAN without a bridge.
	on=$lan_device
	case $port=$lan_ports in
	=*' '* | ?*=*) ;;
	*)
		if ! is_bridged; then
			port=$lan_ports
			kind_of_port
		fi
		;;
	esac
	tell_host Active "$active"
	tell_host Layer2Interface "$port"
	case $type in
	radio) tell_host InterfaceType 802.11 ;;
	wire) tell_host InterfaceType Ethernet ;;
	*) tell_host InterfaceType Other ;;
	esac
}

# What the lease of mac says, if there is one. An expiry of 0 never comes.
leased() {
	name=
	source=Static
	remaining=0
	digits=
	find_word "$leases" "$mac" || return 0
	on=$address
	lease "$mac=$found"
	address=$on
	source=DHCP
	while [ -n "$client" ]; do
		digits=$digits${client%%:*}
		client=${client#"${client%%:*}"}
		client=${client#:}
	done
	[ "${#digits}" -le 256 ] || digits=
	remaining=-1
	[ "$expiry" -eq 0 ] 2>/dev/null || left
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

# Below Device:2, where interfaces are known by their devices (DEVICE=SECTION), and by their networks; those of `outside` lead
# out. Who has a lease; then whom the kernel has heard of otherwise.
tell_hosts() {
	watch ''
	leases
	find_outside
	known=' '
	set -f
	# shellcheck disable=SC2086 # words
	set -- $leases
	set +f
	for one; do
		lease "$one"
		case $known in
		*" $mac "*) continue ;;
		esac
		known="$known$mac "
		host_of_device "$mac"
	done
	set -f
	# shellcheck disable=SC2086 # words
	set -- $neighbours
	set +f
	for one; do
		address=${one%%=*}
		mac=${one##*=}
		on=${one%=*}
		on=${on#*=}
		case $known in
		*" $mac "*) ;;
		*)
			# One that nothing else tells of is on one of the networks of this device.
			case $outside$devices in
			*" $on "*) continue ;;
			*" $on="*) ;;
			*) continue ;;
			esac
			known="$known$mac "
			name=
			host_of_device ''
			;;
		esac
		case $address in
		*:*)
			quoted "$mac"
			host="${hosts}[$quoted]."
			tell_host "IPv6Address.[$address].IPAddress" "$address"
			;;
		esac
	done
}

# CLIENT, of mac, address and name.
host_of_device() {
	quoted "$mac"
	host="${hosts}[$quoted]."
	touches "$request" "$host" || return 0
	tell_host PhysAddress "$mac"
	tell_host IPAddress "$address"
	case $address in
	*:*) ;;
	*) tell_host "IPv4Address.[$address].IPAddress" "$address" ;;
	esac
	tell_host HostName "$name"
	tell_host DHCPClient "$1"
	presence "$mac"
	tell_host Active "$active"
	interface=
	if find_word "$devices" "$device"; then
		interface=$found
	else
		interface_of "$address"
	fi
	tell_host Layer3Interface "$interface"
	tell_host Layer1Interface "$port"
	case $type in
	radio) tell_host InterfaceType Wi-Fi ;;
	wire) tell_host InterfaceType Ethernet ;;
	*) tell_host InterfaceType Other ;;
	esac
	if touches "$request" "${host}WANStats."; then
		traffic
		find_word "$traffic" "$mac" || return 0
		tell_host WANStats.BytesReceived "${found%%=*}"
		found=${found#*=}
		tell_host WANStats.PacketsReceived "${found%%=*}"
		found=${found#*=}
		tell_host WANStats.BytesSent "${found%%=*}"
		tell_host WANStats.PacketsSent "${found#*=}"
	fi
}

# What nlbwmon has counted, as MAC=BYTES=PACKETS=BYTES=PACKETS, in and out, into traffic; those with the most first. It is told
# as MAC CONNECTIONS BYTES PACKETS BYTES PACKETS, below a line of names.
traffic() {
	[ -z "$traffic" ] || return 0
	traffic=' '
	[ -e "$CWMPD_ROOT/var/run/nlbwmon.sock" ] || return 0
	answer=$(nlbw -c csv -g mac -q 2>/dev/null)
	count=0
	while [ "$count" -lt "$most_counted" ] && read -r mac_of _ in packets_in out packets_out; do
		case $in$packets_in$out$packets_out in
		'' | *[!0-9]*) continue ;;
		esac
		count=$((count + 1))
		traffic="$traffic$mac_of=$in=$packets_in=$out=$packets_out "
	done <<-end
		$answer
	end
}

# ADDRESS: the interface in whose network it is, into interface.
interface_of() {
	number "$1" || return 0
	left=$number
	for network in $networks; do
		own=${network#*=}
		[ $((left & ${own#*/})) -ne $((${own%/*} & ${own#*/})) ] || interface=${network%%=*}
	done
}

# What a client has told of itself, in order of the numbers.
tell_told() {
	[ -r "$CWMPD_ROOT$told/$mac" ] || return 0
	while IFS= read -r line; do
		case $line in
		[0-9]*=?*) ;;
		*) continue ;;
		esac
		case ${line%%=*}=${line#*=} in
		*[!0-9]*=* | *=*[!0-9A-Fa-f]*) continue ;;
		esac
		answer "${row}Option.[${line%%=*}].Tag" "${line%%=*}"
		answer "${row}Option.[${line%%=*}].Value" "${line#*=}"
	done <"$CWMPD_ROOT$told/$mac"
}
