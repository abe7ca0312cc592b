# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hooks `gateway` and `pool`: who is on a LAN. A bridge forgets a station five minutes after it was last heard;
# what the kernel calls stale it may keep for ever, so behind a bridge that counts for nothing. What a DHCP client has told
# of itself, the package's hotplug script has kept in hexadecimal. All of it comes from strangers.

stations=1
heard=
watched=
neighbours=
# MAC=DEVICE of those who answer, and of all that the kernel has an address of.
present=' '
placed=' '
bridged=' '
now=
told=/var/run/cwmpd.clients

# [arp]: reads all that there is, once; with arp without a program that tells of IPv6, too.
watch() {
	[ -z "$watched" ] || return 0
	watched=1
	bridges
	# ADDRESS dev DEVICE lladdr MAC [router] STATE
	[ -n "$1" ] || neighbours=$(ip neigh show 2>/dev/null)
	while read -r _ _ on what mac state; do
		[ "$what" = lladdr ] || continue
		case ${state##* } in
		FAILED | INCOMPLETE) continue ;;
		esac
		place
	done <<-end
		$neighbours
	end
	# How stale they are is not known. Who has answered lately has been heard by the bridge, too.
	[ -r "$CWMPD_ROOT/proc/net/arp" ] || return 0
	state=STALE
	while read -r address _ entry mac _ on; do
		case $entry$placed in
		0x0* | [!0]* | *" $mac="*) continue ;;
		esac
		neighbours="$neighbours
$address dev $on lladdr $mac STALE"
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

# MAC: whether it is there, into active; the device that it has an address on, into device; where it was heard, or that device
# where it is a port itself, into port; of what kind that is, into type: radio, wire, or nothing.
presence() {
	active=false
	device=
	port=
	type=
	case $present in
	*" $1="*)
		active=true
		device=${present#*" $1="}
		;;
	*)
		case $placed in
		*" $1="*) device=${placed#*" $1="} ;;
		esac
		;;
	esac
	device=${device%% *}
	case $heard in
	*" $1="*)
		active=true
		port=${heard#*" $1="}
		port=${port%% *}
		;;
	*) port=$device ;;
	esac
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

# MAC NAME: what it has told as this, into said: the number of an option, of which the octets are meant, or vendor.
said() {
	said=
	[ -r "$CWMPD_ROOT$told/$1" ] || return 0
	while IFS='=' read -r name value; do
		case $name=$value in
		[0-9]*=*[!0-9A-Fa-f]*) ;;
		"$2="*) said=$value ;;
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
	while read -r address _ on what mac state; do
		case $known in
		*" $mac "*) continue ;;
		esac
		case $address=$on=$what=${state##* } in
		*:*=*=*=* | *=FAILED | *=INCOMPLETE) ;;
		*"=$lan_device=lladdr="*)
			known="$known$mac "
			host
			;;
		esac
	done <<-end
		$neighbours
	end
	[ -r "$CWMPD_ROOT/tmp/dhcp.leases" ] || return 0
	while read -r _ mac address _; do
		case $known in
		*" $mac "*) continue ;;
		esac
		if number "$address" && [ $((number & mask)) -eq "$net" ]; then
			known="$known$mac "
			host
		fi
	done <"$CWMPD_ROOT/tmp/dhcp.leases"
}

host() {
	quoted "$mac"
	host="${base}Hosts.Host.[$quoted]."
	touches "$request" "$host" || return 0
	lease "$mac"
	tell_host IPAddress "$address"
	tell_host MACAddress "$mac"
	tell_host HostName "$called"
	tell_host AddressSource "$source"
	tell_host LeaseTimeRemaining "$remaining"
	tell_host ClientID "$client"
	said "$mac" vendor
	tell_host VendorClassID "$said"
	said "$mac" 77
	# As much as the model has room for.
	[ "${#said}" -le 256 ] || said=
	tell_host UserClassID "$said"
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
		[ "${#client}" -le 256 ] || client=
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

# Below Device:2, where interfaces are known by their devices (DEVICE=SECTION), and by their networks; those of `outside` lead
# out. Who has a lease; then whom the kernel has heard of otherwise.
tell_hosts() {
	watch ''
	known=' '
	if [ -r "$CWMPD_ROOT/tmp/dhcp.leases" ]; then
		while read -r _ mac address name _; do
			case $known in
			*" $mac "*) continue ;;
			esac
			# dnsmasq writes a star for no name.
			[ "$name" != '*' ] || name=
			known="$known$mac "
			host_of_device "$mac"
		done <"$CWMPD_ROOT/tmp/dhcp.leases"
	fi
	while read -r address _ on what mac state; do
		case $what=${state##* }=$known in
		lladdr=FAILED=* | lladdr=INCOMPLETE=*) continue ;;
		lladdr=*" $mac "*) ;;
		lladdr=*)
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
		*) continue ;;
		esac
		case $address in
		*:*)
			quoted "$mac"
			host="${hosts}[$quoted]."
			tell_host "IPv6Address.[$address].IPAddress" "$address"
			;;
		esac
	done <<-end
		$neighbours
	end
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
	case $devices in
	*" $device="*)
		interface=${devices#*" $device="}
		interface=${interface%% *}
		;;
	*) interface_of "$address" ;;
	esac
	tell_host Layer3Interface "$interface"
	tell_host Layer1Interface "$port"
	case $type in
	radio) tell_host InterfaceType Wi-Fi ;;
	wire) tell_host InterfaceType Ethernet ;;
	*) tell_host InterfaceType Other ;;
	esac
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
	while IFS='=' read -r name value; do
		case $name=$value in
		*[!0-9]*=* | *=*[!0-9A-Fa-f]* | =* | *=) continue ;;
		esac
		answer "${client}Option.[$name].Tag" "$name"
		answer "${client}Option.[$name].Value" "$value"
	done <"$CWMPD_ROOT$told/$mac"
}
