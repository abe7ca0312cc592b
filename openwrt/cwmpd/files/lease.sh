# shellcheck shell=sh
# Sourced by the scripts of udhcpc and odhcp6c: what the lease says of an ACS goes to the agent. The values
# are hexadecimal, made by the client; the agent judges them.

leases=/var/run/cwmpd.leases
expiry=/var/run/cwmpd.expiry
answers=/var/run/cwmpd.options

# shellcheck disable=SC2154  # Set by the client that sources this.
interface=${INTERFACE:-$interface}

# What the server has said to the options of DHCPv4, a file for each with its octets (01:02, addresses, or one number), of
# those that it could be asked for. udhcpc makes words of the options that it knows, octets of all others.
cwmpd_answers() {
	rm -rf "${answers:?}/$interface"
	mkdir -p "$answers/$interface" || return 0
	# shellcheck disable=SC2154  # Of udhcpc.
	{
		cwmpd_addresses 1 "$subnet"
		cwmpd_number 2 8 "$timezone"
		cwmpd_addresses 3 "$router"
		cwmpd_addresses 4 "$timesrv"
		cwmpd_addresses 5 "$namesrv"
		cwmpd_addresses 6 "$dns"
		cwmpd_addresses 7 "$logsrv"
		cwmpd_addresses 9 "$lprsrv"
		cwmpd_text 12 "$hostname"
		cwmpd_number 13 4 "$bootsize"
		cwmpd_text 15 "$domain"
		cwmpd_addresses 16 "$swapsrv"
		cwmpd_text 17 "$rootpath"
		cwmpd_number 23 2 "$ipttl"
		cwmpd_number 26 4 "$mtu"
		cwmpd_addresses 28 "$broadcast"
		cwmpd_text 40 "$nisdomain"
		cwmpd_addresses 41 "$nissrv"
		cwmpd_addresses 42 "$ntpsrv"
		cwmpd_addresses 44 "$wins"
		cwmpd_number 51 8 "$lease"
		cwmpd_addresses 54 "$serverid"
		cwmpd_text 56 "$message"
		cwmpd_text 66 "$tftp"
		cwmpd_text 67 "$bootfile"
		cwmpd_routes 121 "$staticroutes"
		cwmpd_number 132 4 "$vlanid"
		cwmpd_number 133 2 "$vlanpriority"
		cwmpd_routes 249 "$msstaticroutes"
		cwmpd_text 252 "$wpad"
	}
	env | while IFS='=' read -r name hex; do
		case $name in
		opt[1-9] | opt[1-9][0-9] | opt[12][0-9][0-9]) cwmpd_octets "${name#opt}" "$hex" ;;
		esac
	done
}

# TAG, and the words, the text, DIGITS and the number, or the octets.
cwmpd_addresses() {
	list=
	for address in $2; do
		list=$list,$address
	done
	[ -z "$list" ] || echo "${list#,}" >"$answers/$interface/$1"
}
cwmpd_text() {
	[ -z "$2" ] || cwmpd_octets "$1" "$(printf %s "$2" | hexdump -v -e '1/1 "%02x"')"
}
cwmpd_number() {
	# What a shell cannot count with would end the one that sources this; with a 0 in front it counts by eight.
	case ${3#-} in
	'' | *[!0-9]* | 0?* | ???????????*) ;;
	*) cwmpd_octets "$1" "$(printf "%0$2x" $(($3 & 0xffffffff)))" ;;
	esac
}
cwmpd_octets() {
	case $((${#2} % 2))$2 in
	0 | 1* | *[!0-9A-Fa-f]*) return 0 ;;
	esac
	left=$2
	list=
	while [ -n "$left" ]; do
		more=${left#??}
		list=$list:${left%"$more"}
		left=$more
	done
	case $list in
	:??) list=:$((0x${list#:})) ;;
	esac
	echo "${list#:}" >"$answers/$interface/$1"
}
# TAG and `NETWORK/LENGTH ROUTER …`: the length, so many octets of the network as it needs, and those of the router.
cwmpd_routes() {
	hex=
	for word in $2; do
		case $word in
		*/*)
			more=${word#*/}
			case $more in
			'' | *[!0-9]* | 0?* | ???*) return 0 ;;
			esac
			hex=$hex$(printf %02x "$more")
			count=$(((more + 7) / 8))
			;;
		*) count=4 ;;
		esac
		left=${word%/*}.
		while [ "$count" -gt 0 ] && [ -n "$left" ]; do
			hex=$hex$(printf %02x "${left%%.*}" 2>/dev/null)
			left=${left#*.}
			count=$((count - 1))
		done
	done
	cwmpd_octets "$1" "$hex"
}

# udhcpc's script is told what has happened, that of odhcp6c the device and then what has happened.
case ${2:-$1} in
bound | renew | rebound | updated | ra-updated | informed)
	if [ -n "$opt43$opt125$OPTION_17" ] && mkdir -p "$leases"; then
		{
			[ -z "$opt43" ] || echo "43=$opt43"
			[ -z "$opt125" ] || echo "125=$opt125"
			[ -z "$OPTION_17" ] || echo "17=$OPTION_17"
		} >"$leases/.$interface" && mv "$leases/.$interface" "$leases/$interface"
	else
		rm -f "$leases/$interface"
	fi
	# In a shell of its own: what is set there is not udhcpc's.
	[ -n "$2" ] || (cwmpd_answers)
	# When the lease ends, by the time since the boot, which no clock that is set late changes.
	# shellcheck disable=SC2154  # Of udhcpc.
	case $lease in
	'' | *[!0-9]* | 0?* | ???????????*) ;;
	*)
		if mkdir -p "$expiry" && read -r up _ </proc/uptime; then
			up=$((${up%%.*} + lease))
			[ "$up" -lt 4294967295 ] || up=-1
			echo "$up" >"$expiry/$interface"
		fi
		;;
	esac
	;;
deconfig | unbound | stopped)
	rm -f "$leases/$interface" "$expiry/$interface"
	[ -n "$2" ] || rm -rf "${answers:?}/$interface"
	;;
esac

[ ! -S /var/run/cwmpd.sock ] || cwmpd discovered >/dev/null 2>&1 &
