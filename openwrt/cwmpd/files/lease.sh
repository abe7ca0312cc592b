# shellcheck shell=sh
# Sourced by the scripts of udhcpc and odhcp6c: what the lease says of an ACS goes to the agent. The values
# are hexadecimal, made by the client; the agent judges them.

leases=/var/run/cwmpd.leases
expiry=/var/run/cwmpd.expiry

# shellcheck disable=SC2154  # Set by the client that sources this.
interface=${INTERFACE:-$interface}

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
	# When the lease ends, by the time since the boot, which no clock that is set late changes.
	# shellcheck disable=SC2154  # Of udhcpc.
	if [ -n "$lease" ] && mkdir -p "$expiry" && read -r up _ </proc/uptime; then
		up=$((${up%%.*} + lease))
		[ "$up" -lt 4294967295 ] || up=-1
		echo "$up" >"$expiry/$interface"
	fi
	;;
deconfig | unbound | stopped)
	rm -f "$leases/$interface" "$expiry/$interface"
	;;
esac

[ ! -S /var/run/cwmpd.sock ] || cwmpd discovered >/dev/null 2>&1 &
