# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `pool`: which clients a pool of DHCPv4 is for, what it gives to nobody; relays, and leases and sessions
# of the router itself. A pool has tags, which sections `match`, `vendorclass`, `userclass` and `mac` set.
# Of octets dnsmasq compares as many as it is given: where exactly those are meant, one more must not fit.

# Each printable character with its number.
# shellcheck disable=SC2016 # the dollar is one of them
ascii='| 20|!21|"22|#23|$24|%25|&26|'\''27|(28|)29|*2a|+2b|,2c|-2d|.2e|/2f|030|131|232|333|434|535|636|737|838|939|:3a|;3b|<3c|=3d|>3e|?3f|@40|A41|B42|C43|D44|E45|F46|G47|H48|I49|J4a|K4b|L4c|M4d|N4e|O4f|P50|Q51|R52|S53|T54|U55|V56|W57|X58|Y59|Z5a|[5b|\5c|]5d|^5e|_5f|`60|a61|b62|c63|d64|e65|f66|g67|h68|i69|j6a|k6b|l6c|m6d|n6e|o6f|p70|q71|r72|s73|t74|u75|v76|w77|x78|y79|z7a|{7b||7c|}7d|~7e|'

# Of 255 octets, which is all that an option holds, two digits each and colons between.
longest=764

tell_pool() {
	answer Interface "$interface"
	case $state in
	on | silent)
		answer Enable true
		case $networks in
		*" $interface="*) answer Status Enabled ;;
		*) answer Status Error_Misconfigured ;;
		esac
		;;
	*)
		answer Enable false
		answer Status Disabled
		;;
	esac
	conditions
	to_text "$vendor"
	answer VendorClassID "$text"
	answer VendorClassIDMode "$vendor_mode"
	answer VendorClassIDExclude "$vendor_exclude"
	to_digits "$client"
	answer ClientID "$digits"
	to_digits "$user"
	answer UserClassID "$digits"
	answer Chaddr "$mac"
	answer ChaddrMask "$mac_mask"
	answer ChaddrExclude "$mac_exclude"
}

# LINES KEY: what stands behind the key in its line, into found.
of_key() {
	found=
	case $lf$1 in
	*"$lf$2 "*)
		found=${1#"$2 "}
		[ "$found" != "$1" ] || found=${1#*"$lf$2 "}
		found=${found%%"$lf"*}
		;;
	*) return 1 ;;
	esac
}

# What the tags of the pool of this key mean, or how they are to mean it once there is something. A tag that means
# nothing here is one of the others.
conditions() {
	vendor=
	client=
	user=
	mac=
	others=
	longer=' '
	of_key "$marks" "$key"
	left=$found
	for name in vendor_mode vendor_exclude mac_mask mac_exclude; do
		word=${left%% *}
		left=${left#* }
		word=${word#=}
		case $name in
		vendor_mode) vendor_mode=${word:-Exact} ;;
		vendor_exclude) vendor_exclude=${word:-false} ;;
		mac_mask) mac_mask=$word ;;
		*) mac_exclude=${word:-false} ;;
		esac
	done
	while [ -n "$left" ]; do
		word=${left%% *}
		left=${left#"$word"}
		left=${left# }
		condition
	done
	case $vendor_mode$longer in
	Prefix*" 60=$vendor "*) vendor_mode=Exact ;;
	Prefix*) [ "${#vendor}$vendor_exclude" != "${longest}false" ] || vendor_mode=Exact ;;
	esac
}

# One of the tags.
condition() {
	mode=Substring
	of_key "$made" "${word#!}" || found=
	content=${found#* }
	content=${content#\"}
	content=${content%\"}
	case $found in
	'match 60,'* | 'match option:vendor-class,'* | 'vendorclass '*) number=60 ;;
	'match 61,'*) number=61 ;;
	'match 77,'* | 'userclass '*) number=77 ;;
	'mac '*) number=mac ;;
	*)
		others="$others${others:+ }$word"
		return
		;;
	esac
	case $word in
	'!'*) excluded=true ;;
	*) excluded=false ;;
	esac
	case $number=$found in
	mac=*)
		mac=$content
		mac_exclude=$excluded
		unmask
		return
		;;
	*=match*)
		content=${content#*,}
		content=${content#\"}
		case ${content%:\*} in
		*[!0-9A-Fa-f:]*) to_octets "$content" ;;
		??:*)
			octets=$content
			mode=Prefix
			;;
		*) to_octets "$content" ;;
		esac
		;;
	*) to_octets "$content" ;;
	esac
	case $number=$octets in
	*:'*') longer="$longer$number=${octets%:\*} " ;;
	60=*)
		vendor=$octets
		vendor_mode=$mode
		vendor_exclude=$excluded
		;;
	61=*) client=$octets ;;
	*) user=$octets ;;
	esac
}

# Stars for whole octets of mac into a mask.
unmask() {
	case $mac in
	*'*'*) ;;
	*) return 0 ;;
	esac
	more=$mac:
	mac=
	mac_mask=
	while [ -n "$more" ]; do
		part=${more%%:*}
		more=${more#*:}
		case $part in
		'*')
			mac=$mac:00
			mac_mask=$mac_mask:00
			;;
		*)
			mac=$mac:$part
			mac_mask=$mac_mask:FF
			;;
		esac
	done
	mac=${mac#:}
	mac_mask=${mac_mask#:}
}

# 64:73:6C to text; what is no character of it stays away.
to_text() {
	text=
	more=${1:+$1:}
	while [ -n "$more" ]; do
		part=${more%%:*}
		more=${more#*:}
		part=${ascii%%"$part|"*}
		text=$text${part#"${part%?}"}
	done
}

# Text to 64:73:6c; fails where it is no text.
to_octets() {
	octets=
	more=$1
	while [ -n "$more" ]; do
		part=${more%"${more#?}"}
		more=${more#?}
		case $ascii in
		*"|$part"??'|'*) ;;
		*) return 1 ;;
		esac
		part=${ascii#*"|$part"}
		octets=$octets:${part%%|*}
	done
	octets=${octets#:}
}

# 646D to 64:6d; half an octet at the end is told by a mark.
to_pairs() {
	octets=
	more=$1
	while [ -n "$more" ]; do
		octets=$octets:${more%"${more#??}"}
		case $more in
		??*) more=${more#??} ;;
		*)
			octets="$octets?"
			more=
			;;
		esac
	done
	octets=${octets#:}
}

# 64:6d to 646d
to_digits() {
	digits=
	more=$1
	while [ -n "$more" ]; do
		digits=$digits${more%%:*}
		case $more in
		*:*) more=${more#*:} ;;
		*) more= ;;
		esac
	done
}

# PATH: the key of a pool there, into key, and what is behind it, into rest.
pool_of() {
	case $1 in
	*"${conditional}["*) row "${1%%"${conditional}["*}$conditional" "$1" ;;
	"$lans"*)
		row "$lans" "$1" || return 1
		rest=${rest##*.}
		wanted=$key
		while read -r key _ _ _ _ _ beside interface; do
			[ "$beside$interface" != "-=$wanted" ] || return 0
		done <<-end
			$lines
		end
		return 1
		;;
	*) row "$pools" "$1" ;;
	esac
}

# PATH VALUE: of a pool. What it comes to is judged when all lines are read.
change_pool() {
	pool_of "$1" || return 1
	case $rest in
	VendorClassID)
		if ! to_octets "$2"; then
			fault 9007 "$1" 'expected printable ASCII'
			return 1
		fi
		set -- "$1" "$octets"
		;;
	ClientID | UserClassID)
		# Below the older root they are texts.
		case $((${#2} % 2))$2 in
		1* | *[!0-9A-Fa-f]*)
			fault 9007 "$1" 'expected hexadecimal digits, two for each octet'
			return 1
			;;
		esac
		to_pairs "$2"
		case "$octets" in
		*[!0-9A-Fa-f:]*)
			fault 9007 "$1" 'expected octets in hexadecimal'
			return 1
			;;
		esac
		set -- "$1" "$octets"
		;;
	esac
	of_key "$lines" "$key" || return 1
	wishes="$wishes$key $rest =$2 $1
"
}

# What is wished of pools but for their addresses: first where they are, as that counts for whom they are for.
finish_pools() {
	while read -r key leaf value path; do
		case $leaf in
		Enable | DHCPServerEnable) finish_enable ;;
		DHCPServerConfigurable) finish_default ;;
		Interface)
			[ -z "$changed" ] || reply "uci.dhcp.$key.interface" "${value#=}"
			move_pool
			;;
		esac
	done <<-end
		$wishes
	end
	asked=
	while read -r key leaf value path; do
		case $leaf=$asked in
		=* | Enable=* | DHCPServer*=* | Interface=* | *" $key "*) ;;
		*)
			asked="$asked $key "
			finish_conditions
			;;
		esac
	done <<-end
		$wishes
	end
}

finish_addresses() {
	while read -r value path; do
		[ -z "$value" ] || change_address "$path" "$value"
	done <<-end
		$addresses
	end
}

# The pool of this key to the network of another interface.
move_pool() {
	case $lf$table in
	*"$lf$key "*)
		more=${lf}${table%%"$lf"}
		left=${more%%"$lf$key "*}
		more=${more#*"$lf$key "}
		case $more in
		*"$lf"*) left="$left$lf${more#*"$lf"}" ;;
		esac
		table="${left#"$lf"}
"
		;;
	esac
	of_key "$lines" "$key"
	section=$key
	interface=${value#=}
	read -r _ start limit mask _ beside _ <<-end
		$found
	end
	start=${start#=}
	limit=${limit#=}
	mask=${mask#=}
	keep_pool
	new=
	while read -r name word; do
		[ "$name" != "$key" ] || word="${word% =*} =$interface"
		new="$new$name $word
"
	done <<-end
		$lines
	end
	lines=$new
}

# Of key and value.
finish_enable() {
	[ -n "$changed" ] || return 0
	of_key "$lines" "$key"
	case $value in
	=true)
		case $found in
		ignored*) reply "uci.dhcp.$key.ignore" '' ;;
		esac
		reply "uci.dhcp.$key.dhcpv4" server
		;;
	*) reply "uci.dhcp.$key.dhcpv4" disabled ;;
	esac
	case $found in
	held*) reply "uci.dhcp.$key.dhcpv4_off" '' ;;
	esac
}

# DHCPServerConfigurable: a server that may not be configured is as OpenWrt has it when it is new.
finish_default() {
	[ -n "$changed" ] || return 0
	if [ "$value" = =true ]; then
		reply "uci.dhcp.$key.configurable" ''
		return
	fi
	reply "uci.dhcp.$key.configurable" 0
	reply "uci.dhcp.$key.start" 100
	reply "uci.dhcp.$key.limit" 150
	reply "uci.dhcp.$key.leasetime" 12h
	reply "uci.dhcp.$key.dhcpv4" server
	for name in ignore netmask dhcpv4_off 'dhcp_option[]' 'dhcp_option_off[]'; do
		reply "uci.dhcp.$key.$name" ''
	done
}

# All that is wished of the clients of the pool of this key, path being that of one of the wishes.
finish_conditions() {
	conditions
	wanted=$key
	while read -r name leaf value path; do
		[ "$name" = "$wanted" ] || continue
		value=${value#=}
		case $leaf in
		VendorClassID) vendor=$value ;;
		VendorClassIDMode) vendor_mode=$value ;;
		VendorClassIDExclude) vendor_exclude=$value ;;
		ClientID) client=$value ;;
		UserClassID) user=$value ;;
		Chaddr) mac=$value ;;
		ChaddrMask) mac_mask=$value ;;
		ChaddrExclude) mac_exclude=$value ;;
		esac
		judge_condition
	done <<-end
		$wishes
	end
	[ -z "$changed" ] || write_conditions
}

judge_condition() {
	case $leaf=$vendor=$vendor_mode=$vendor_exclude in
	Vendor*==*) ;;
	Vendor*=Suffix=*) fault 9007 "$path" 'dnsmasq compares no suffix: expected Exact, Prefix or Substring' ;;
	Vendor*=Exact=true) fault 9007 "$path" 'expected Prefix or Substring as the VendorClassIDMode of what is excluded' ;;
	Vendor*=Substring=*)
		to_text "$vendor"
		case $text in
		*[\",\#\\]* | ' '* | *' ') fault 9007 "$path" 'expected neither quotation marks, commas, # nor \ in a Substring' ;;
		esac
		;;
	esac
	case $leaf=$vendor=$client=$user in
	*ID=??=*=* | *ID=*=??=* | *ID=*=*=??) fault 9007 "$path" 'expected at least two octets' ;;
	esac
	case $leaf=$key in
	*=*[!A-Za-z0-9_]*) fault 9001 "$path" 'expected a pool with a name in /etc/config/dhcp' ;;
	esac
	more=${mac_mask:+$mac_mask:}
	while [ -n "$more" ]; do
		part=${more%%:*}
		more=${more#*:}
		case $leaf=$part in
		ChaddrMask=[Ff][Ff] | ChaddrMask=00) ;;
		ChaddrMask=*) fault 9007 "$path" 'dnsmasq compares whole octets: expected 00 or FF for each' ;;
		esac
	done
}

# The sections that set the tags of the pool of this key, and its tags; and what counts once there is something again.
write_conditions() {
	tags=
	reply "uci.dhcp.$key.vendor_mode" ''
	reply "uci.dhcp.$key.vendor_exclude" ''
	reply "uci.dhcp.$key.mac_mask" ''
	reply "uci.dhcp.$key.mac_exclude" ''
	case $vendor=$vendor_mode in
	=*)
		reply "uci.dhcp.$key.vendor_mode" "${vendor_mode#Exact}"
		reply "uci.dhcp.$key.vendor_exclude" "${vendor_exclude#false}"
		;;
	*=Substring)
		to_text "$vendor"
		make_condition "part" vendorclass "$text" "$vendor_exclude"
		;;
	*) make_condition vendor match "60,$vendor" "$vendor_exclude" ;;
	esac
	[ "${vendor:+$vendor_mode}" != Exact ] || exactly vendor_more "60,$vendor"
	if [ -n "$client" ]; then
		make_condition client match "61,$client" false
		exactly client_more "61,$client"
	fi
	if [ -n "$user" ]; then
		make_condition user match "77,$user" false
		exactly user_more "77,$user"
	fi
	if [ -n "$mac" ]; then
		mask
		make_condition mac mac "$masked" "$mac_exclude"
	else
		reply "uci.dhcp.$key.mac_mask" "$mac_mask"
		reply "uci.dhcp.$key.mac_exclude" "${mac_exclude#false}"
	fi
	for name in vendor part vendor_more client client_more user user_more mac; do
		case " $tags " in
		*"${key}_$name "*) ;;
		*) ! of_key "$made" "${key}_$name" || reply "uci.dhcp.${key}_$name" '' ;;
		esac
	done
	reply "uci.dhcp.$key.tag[]" "$others${others:+ }${tags# }"
	# Without a name of its own it would have the options of the interface's other pools; and those of IPv6 are in one.
	of_key "$lines" "$key"
	left=$found
	beside=
	while read -r name _ _ _ _ _ word interface; do
		[ "$name" != "$key" ] || continue
		[ "$word$interface" != "-${left##* }" ] || beside=1
	done <<-end
		$lines
	end
	case $beside$others$tags=$left in
	=*' + ='*) reply "uci.dhcp.$key.conditional" '' ;;
	"1$others "*' - ='*)
		reply "uci.dhcp.$key.conditional" 1
		case $left in
		*' =named '*) ;;
		*) reply "uci.dhcp.$key.networkid" "$key" ;;
		esac
		;;
	esac
}

# NAME MATCH: nothing longer. dnsmasq does not start with a match that is longer than an option can be.
exactly() {
	[ "${#2}" -ge $((longest + 3)) ] || make_condition "$1" match "$2:*" true
}

# NAME TYPE CONTENT EXCLUDED
make_condition() {
	name=${key}_$1
	of_key "$made" "$name" || reply "uci.dhcp.$name" "$2"
	reply "uci.dhcp.$name.networkid" "$name"
	reply "uci.dhcp.$name.$2" "$3"
	case $4 in
	true) tags="$tags !$name" ;;
	*) tags="$tags $name" ;;
	esac
}

# Stars for the octets of mac that the mask has not, into masked.
mask() {
	masked=
	more=$mac:
	left=$mac_mask:
	while [ -n "$more" ]; do
		part=${more%%:*}
		more=${more#*:}
		case $left in
		00:*) masked="$masked:*" ;;
		*) masked=$masked:$part ;;
		esac
		left=${left#*:}
	done
	masked=${masked#:}
}

# PATH VALUE
change_relay() {
	wanted=$key
	new=
	while read -r key interface server state; do
		[ -n "$key" ] || continue
		if [ "$key" = "$wanted" ]; then
			case $1 in
			*.Enable)
				state=$2
				[ "$2" != true ] || relay_off=${relay_off:+=}
				;;
			*.Interface) interface="=$2" ;;
			*) server="=$2" ;;
			esac
			case $1=$2$networks in
			*.Interface=[!' ']*)
				case $networks in
				*" ${interface#=}="*) ;;
				*)
					fault 9007 "$1" 'expected an interface with an address of its own'
					return 1
					;;
				esac
				;;
			esac
			judged="$judged$key $1
"
		fi
		new="$new$key $interface $server $state
"
	done <<-end
		$relayed
	end
	relayed=$new
}

# VALUE: all that are on go off, and those that went off with all come on again. What dnsmasq passes over (relay_off) says
# that they are off where there is none.
switch_relays() {
	case $1=$relay_off in
	false=) [ -z "$dnsmasq" ] || relay_off='1=' ;;
	true=?*) relay_off='=' ;;
	esac
	new=
	while read -r key interface server state; do
		[ -n "$key" ] || continue
		case $1=$state in
		false=true) state='held false' ;;
		true=held*) state=true ;;
		*)
			new="$new$key $interface $server $state
"
			continue
			;;
		esac
		judged="$judged$key $relays
"
		new="$new$key $interface $server $state
"
	done <<-end
		$relayed
	end
	relayed=$new
}

finish_relays() {
	case $relay_off in
	*=) reply "uci.dhcp.$dnsmasq.relay_off" "${relay_off%=}" ;;
	esac
	while read -r key interface server state; do
		case "
$judged" in
		*"
$key $relays"*) ;;
		*) continue ;;
		esac
		number=
		case $networks in
		*" ${interface#=}="*)
			number=${networks#*" ${interface#=}="}
			number=${number%%/*}
			;;
		esac
		reply "uci.dhcp.$key.interface" "${interface#=}"
		reply "uci.dhcp.$key.server_addr" "${server#=}"
		[ "$state" = true ] || number=
		held=
		case $state in
		held*) held=cwmpd ;;
		esac
		reply "uci.dhcp.$key.disabled_by" "$held"
		state=${state#true}
		reply "uci.dhcp.$key.disabled" "${state:+1}"
		reply "uci.dhcp.$key.local_addr" "${number:+$((number >> 24 & 255)).$((number >> 16 & 255)).$((number >> 8 & 255)).$((number & 255))}"
	done <<-end
		$relayed
	end
}

# PATH LIST: what no client gets must be in the pool's network.
reserve() {
	pool_of "$1" || return 1
	wanted=$key
	found=
	while read -r key _ _ net bits _; do
		[ "$key" = "$wanted" ] || continue
		found=1
		more=$2,
		while [ -n "$more" ] && [ "$more" != , ]; do
			one=${more%%,*}
			more=${more#*,}
			if number "$one" && [ $((number & bits)) -eq "$net" ]; then
				continue
			fi
			fault 9007 "$1" "expected addresses of the network that interface has, got $one"
			return 1
		done
		reservations="$reservations$net $bits $2
"
	done <<-end
		$table
	end
	if [ -z "$found" ]; then
		fault 9001 "$1" 'expected an interface with an address of its own'
		return 1
	fi
}

# What of the file of hosts is in the pool's network, into reserved.
reserved() {
	reserved=
	[ -r "$CWMPD_ROOT${hostsfile:=/etc/dnsmasq.reserved}" ] || return 0
	while IFS=, read -r known address; do
		case $known in
		id:cwmp-*) ;;
		*) continue ;;
		esac
		number "$address" || continue
		[ $((number & bits)) -ne "$net" ] || reserved="$reserved${reserved:+,}$address"
	done <"$CWMPD_ROOT$hostsfile"
}

# NETWORK MASK LIST: the file with these in place of those that it has in this network. It is written in its place:
# dnsmasq's jail shows it this very file.
write_reserved() {
	net=$1
	bits=$2
	reserved
	[ "$reserved" != "$3" ] || return 0
	lines=
	[ ! -r "$CWMPD_ROOT$hostsfile" ] || while read -r known; do
		case $known in
		id:cwmp-*)
			number "${known#*,}"
			[ $((number & $2)) -ne "$1" ] || continue
			;;
		esac
		lines="$lines$known
"
	done <"$CWMPD_ROOT$hostsfile"
	more=${3:+$3,}
	while [ -n "$more" ]; do
		lines="${lines}id:cwmp-${more%%,*},${more%%,*}
"
		more=${more#*,}
	done
	printf %s "$lines" >"$CWMPD_ROOT$hostsfile" || fault 9002 "$pools" "expected to write $hostsfile"
	reply "uci.dhcp.$dnsmasq.dhcphostsfile" "$hostsfile"
}

# When the leases end that udhcpc has told of, by the time since the boot.
tell_leases() {
	for file in "$CWMPD_ROOT/var/run/cwmpd.expiry/"*; do
		value "$file" || continue
		left=$value
		quoted "${file##*/}"
		base="${clients}[$quoted]."
		value "$CWMPD_ROOT/proc/uptime" || continue
		case $left in
		-1) ;;
		'' | *[!0-9]*) continue ;;
		*)
			left=$((left - ${value%%.*}))
			[ "$left" -gt 0 ] || left=0
			;;
		esac
		answer LeaseTimeRemaining "$left"
	done
}

tell_sessions() {
	[ -r "$CWMPD_ROOT/proc/net/pppoe" ] || return 0
	while read -r key below; do
		[ -n "$key" ] || continue
		quoted "$key"
		base="${connections}[$quoted].PPPoE."
		while read -r id _ device; do
			[ "$device" != "$below" ] || answer SessionID "$id"
		done <"$CWMPD_ROOT/proc/net/pppoe"
	done <<-end
		$sessions
	end
}

