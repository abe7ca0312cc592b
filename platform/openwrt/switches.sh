# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `pool`: one switch for all of a kind, servers or tunnels; the other end of DS-Lite; who gets a part of
# the ULA prefix. Those that go off with all are marked, and on again with it.
# netifd has one option for the other end's name or address. An interface gets a part of each prefix whose class it lists,
# or of all; that of the ULA prefix is local.

kinds=
peers=
wished=
ula=

tell_switches() {
	if under "$request" "$served"; then
		case $sections in
		*' on
'* | *' silent
'*) reply "$served" true ;;
		*) reply "$served" false ;;
		esac
	fi
	for kind in 6rd dslite map dhcpv6 ra; do
		switch_object
		if under "$request" "$object"; then
			case $tunnels$servers in
			*"
$kind on "*) reply "$object" true ;;
			*) reply "$object" false ;;
			esac
		fi
	done
	if touches "$request" "$endpoints"; then
		while read -r kind state key peer; do
			[ "$kind" = dslite ] || continue
			quoted "$key"
			base="${endpoints}[$quoted]."
			case $peer in
			*:*)
				answer EndpointAddressTypePrecedence IPv6Address
				answer EndpointAddress "$peer"
				answer EndpointName ''
				;;
			*)
				answer EndpointAddressTypePrecedence FQDN
				answer EndpointAddress ''
				answer EndpointName "$peer"
				;;
			esac
		done <<-end
			$tunnels
		end
	fi
	if touches "$request" "$interfaces"; then
		while read -r key length list; do
			[ -n "$key" ] || continue
			quoted "$key"
			base="${interfaces}[$quoted]."
			if gets_ula; then
				answer ULAEnable true
			else
				answer ULAEnable false
			fi
		done <<-end
			$classes
		end
	fi
}

# Of kind, into object.
switch_object() {
	case $kind in
	dhcpv6) object=Device.DHCPv6.Server.Enable ;;
	ra) object=Device.RouterAdvertisement.Enable ;;
	6rd) object=Device.IPv6rd.Enable ;;
	dslite) object=Device.DSLite.Enable ;;
	*) object=Device.MAP.Enable ;;
	esac
}

# PATH VALUE
switch() {
	for kind in 6rd dslite map dhcpv6 ra; do
		switch_object
		[ "$object" != "$1" ] || break
	done
	case "$2 $tunnels$servers" in
	false* | *"
$kind on "* | *"
$kind held "*) kinds="$kinds$kind $2
" ;;
	*)
		fault 9001 "$1" 'expected something that went off with it'
		return 1
		;;
	esac
}

finish_tunnels() {
	while read -r wanted wish; do
		[ -n "$wanted" ] || continue
		while read -r kind state key _; do
			[ "$kind" = "$wanted" ] || continue
			case $wish=$state in
			false=on)
				reply "uci.network.$key.disabled" 1
				reply "uci.network.$key.disabled_by" cwmpd
				;;
			true=held)
				reply "uci.network.$key.disabled" ''
				reply "uci.network.$key.disabled_by" ''
				;;
			esac
		done <<-end
			$tunnels
		end
		while read -r kind state key was; do
			[ "$kind" = "$wanted" ] || continue
			case $wish=$state in
			false=on)
				reply "uci.dhcp.$key.$kind" disabled
				reply "uci.dhcp.$key.${kind}_off" "$was"
				;;
			true=held)
				reply "uci.dhcp.$key.$kind" "$was"
				reply "uci.dhcp.$key.${kind}_off" ''
				;;
			esac
		done <<-end
			$servers
		end
	done <<-end
		$kinds
	end
	# What takes a name or an address away counts only where nothing takes its place.
	while read -r wanted leaf peer; do
		[ -z "$peer" ] || continue
		while read -r kind _ key now; do
			[ "$key" = "$wanted" ] || continue
			case $leaf=$now in
			EndpointName=*:* | EndpointName=) ;;
			EndpointAddress=*:* | EndpointName=*) reply "uci.network.$key.peeraddr" '' ;;
			esac
		done <<-end
			$tunnels
		end
	done <<-end
		$peers
	end
	while read -r wanted leaf peer; do
		[ -z "$peer" ] || reply "uci.network.$wanted.peeraddr" "$peer"
	done <<-end
		$peers
	end
}

finish_server() {
	[ -n "$wished" ] || return 0
	while read -r key state; do
		case $wished=$state in
		false=on | false=silent)
			reply "uci.dhcp.$key.dhcpv4" disabled
			reply "uci.dhcp.$key.dhcpv4_off" server
			;;
		true=held)
			reply "uci.dhcp.$key.dhcpv4" server
			reply "uci.dhcp.$key.dhcpv4_off" ''
			;;
		true=silent) reply "uci.dhcp.$key.dhcpv4" server ;;
		true=off)
			case $sections in
			*' held
'* | *' on
'*) ;;
			*) reply "uci.dhcp.$key.dhcpv4" server ;;
			esac
			;;
		esac
	done <<-end
		$sections
	end
}

# Of what was read into length and list.
gets_ula() {
	case "$length $list " in
	'= '*) return 1 ;;
	*' = ' | *' =local '* | *' local '*) ;;
	*) return 1 ;;
	esac
}

# Without a list of classes an interface gets a part of every prefix.
finish_ula() {
	while read -r wanted wish; do
		[ -n "$wanted" ] || continue
		while read -r key length list; do
			[ "$key" = "$wanted" ] || continue
			if gets_ula; then
				[ "$wish" = false ] || continue
			else
				[ "$wish" = true ] || continue
			fi
			left=
			[ "$list" != = ] || list="=$uplinks"
			set -f
			for class in ${list#=}; do
				[ "$class" = local ] || left="$left${left:+ }$class"
			done
			set +f
			if [ "$wish" = false ]; then
				reply "uci.network.$key.ip6class[]" "$left"
				[ -n "$left" ] || reply "uci.network.$key.ip6assign" ''
				continue
			fi
			[ "$length" != = ] || reply "uci.network.$key.ip6assign" 64
			[ "$left" != "$uplinks" ] || left=
			reply "uci.network.$key.ip6class[]" "$left${left:+ local}"
		done <<-end
			$classes
		end
	done <<-end
		$ula
	end
}
