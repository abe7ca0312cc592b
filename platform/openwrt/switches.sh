# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `pool`: one switch for all of a kind, servers or tunnels; the other end of DS-Lite, the port of VXLAN; who
# gets a part of the ULA prefix; IPv4 of an interface; servers of names, and the domain of the LAN. Those that go off with all are marked, and on again with it.
# netifd has no switch for IPv4. A static interface without it has its addresses in ipaddr_off, as those that are off by
# themselves; one of DHCP is static meanwhile. ipv4_off says which it was, and what is to stay off. pppd has `noip`.
# netifd has one option for the other end's name or address. An interface gets a part of each prefix whose class it lists,
# or of all; that of the ULA prefix is local.

kinds=
called_so=
heeded=
peers=
wished=
ula=
wishes4=
all_changed=

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
	base=Device.IP.
	if has_four; then
		answer IPv4Enable true
		answer IPv4Status Enabled
	else
		answer IPv4Enable false
		answer IPv4Status Disabled
	fi
	while IFS='|' read -r key proto four _ held from upto pppd; do
		[ -n "$key" ] || continue
		quoted "$key"
		base="${interfaces}[$quoted]."
		if touches "$request" "$base"; then
			stack
			answer IPv4Enable "$stack"
		fi
		case $proto in
		pppo[ea] | ppp | pptp | l2tp | 3g)
			base="${connections}[$quoted]."
			if touches "$request" "$base"; then
				stack
				answer IPCPEnable "$stack"
			fi
			;;
		vxlan*)
			base="${vxlans}[$quoted]."
			if touches "$request" "$base"; then
				# The kernel takes a range that ends before the second.
				case $from in
				'' | 0* | *[!0-9]* | ??????*) from= ;;
				*) [ "$((from + 1))" = "$upto" ] || from= ;;
				esac
				answer SourcePort "${from:-0}"
			fi
			;;
		esac
	done <<-end
		$stacks
	end
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

# Without the servers that a lease tells, the device has those that are configured. dnsmasq has the domain twice: it answers
# for all names of it itself.
tell_names() {
	case $resolvers in
	'' | *" on$lf"*) state=true ;;
	*) state=false ;;
	esac
	base=${naming}Client.
	answer Enable "$state"
	case $state in
	true) answer Status Enabled ;;
	*) answer Status Disabled ;;
	esac
	while read -r key domain _; do
		[ -n "$key" ] || continue
		quoted "$key"
		base="${naming}Zone.[$quoted]."
		domain=${domain#=}
		answer Name "${domain:-lan}"
	done <<-end
		$domains
	end
}

# PATH VALUE
change_names() {
	if row "${naming}Zone." "$1"; then
		case $2 in
		'' | *[!A-Za-z0-9._-]*)
			fault 9007 "$1" 'expected the name of a domain'
			return 1
			;;
		esac
		called_so="$called_so$key =$2$lf"
		return 0
	fi
	case $2=$resolvers in
	false=)
		fault 9001 "$1" 'expected an interface that is told servers: those of the configuration are asked always'
		return 1
		;;
	esac
	heeded=$2
}

# Who was not asked before does not come on with the others.
finish_names() {
	while read -r key state; do
		case $heeded=$state in
		false=on)
			reply "uci.network.$key.peerdns" 0
			reply "uci.network.$key.peerdns_off" 1
			;;
		true=held)
			reply "uci.network.$key.peerdns" ''
			reply "uci.network.$key.peerdns_off" ''
			;;
		true=off)
			case $resolvers in
			*" on$lf"* | *" held$lf"*) ;;
			*) reply "uci.network.$key.peerdns" '' ;;
			esac
			;;
		esac
	done <<-end
		$resolvers
	end
	while read -r wanted wish; do
		[ -n "$wanted" ] || continue
		wish=${wish#=}
		while read -r key domain alone; do
			[ "$key" = "$wanted" ] || continue
			domain=${domain#=}
			[ "${domain:-lan}" != "$wish" ] || continue
			reply "uci.dhcp.$key.domain" "$wish"
			[ "$alone" != "=/$domain/" ] || reply "uci.dhcp.$key.local" "${wish:+/$wish/}"
		done <<-inner
			$domains
		inner
	done <<-end
		$called_so
	end
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

# A line of words between bars for each interface. What pppd is told may have any in it.
keep_stack() {
	case $proto in
	qmi | mbim | ncm | modemmanager) pppd=$pdp ;;
	esac
	stacks="$stacks$section|$proto|$four|$four_off|$four_held|$from|$upto|$pppd
"
}

# Whether there is IPv4 by the line that was read, into stack; whether it can be switched, by its status.
stack() {
	stack=true
	case $proto=$held=$four in
	static=?*=) stack=false ;;
	esac
	case $proto=$key in
	*=loopback) return 1 ;;
	static=* | dhcp=*) return 0 ;;
	none=* | dhcpv6=* | 6in4=* | 6to4=* | 6rd=* | =*) stack=false ;;
	qmi=* | mbim=* | ncm=* | modemmanager=*)
		case $pppd in
		[Ii][Pp][Vv]6) stack=false ;;
		esac
		;;
	pppo[ea]=* | ppp=* | pptp=* | l2tp=* | 3g=*)
		case " $pppd " in
		*' noip '*) stack=false ;;
		esac
		return 0
		;;
	esac
	return 1
}

# Whether any interface but the loopback has it. Where there is none, and none was switched off, none is off.
has_four() {
	found=
	while IFS='|' read -r key proto four _ held _ _ pppd; do
		case $key in
		'' | loopback) continue ;;
		esac
		found=1
		stack || :
		[ "$stack" = false ] || return 0
	done <<-end
		$stacks
	end
	[ -z "$found" ]
}

# PATH VALUE, with the interface in key.
switch_stack() {
	wanted=$key
	while IFS='|' read -r key proto four off held _ _ pppd; do
		[ "$key" = "$wanted" ] || continue
		can=1
		stack || can=
		case $2=$stack=$can=$1 in
		"$stack=$stack"=*) ;;
		*=1=*) wishes4="$wishes4$key $2
" ;;
		*) fault 9001 "$1" "expected an interface with static addresses, DHCP or PPP, got one of $proto" ;;
		esac
	done <<-end
		$stacks
	end
}

# PATH VALUE: of all but the loopback.
switch_stacks() {
	list=
	[ "$2" = true ] || list=$all_held
	while IFS='|' read -r key proto four off held _ _ pppd; do
		case $key in
		'' | loopback) continue ;;
		esac
		can=1
		stack || can=
		case $2=$stack=$can=" $all_held " in
		false=true=1=*" $key "*) ;;
		false=true=1=*) list="$list $key" ;;
		false=true=*)
			fault 9001 "$1" "expected interfaces with static addresses, DHCP or PPP, got $key of $proto"
			return 1
			;;
		true=false=1=*" $key "*) ;;
		*) continue ;;
		esac
		wishes4="$wishes4$key $2
"
	done <<-end
		$stacks
	end
	case $2=$wishes4 in
	true=)
		has_four || fault 9001 "$1" 'expected something that went off with it'
		;;
	esac
	all_held=$list
	all_changed=1
}

finish_stacks() {
	while read -r wanted wish; do
		[ -n "$wanted" ] || continue
		while IFS='|' read -r key proto four off held _ _ pppd; do
			[ "$key" = "$wanted" ] || continue
			edit=uci.network.$key
			case $proto=$wish in
			static=false | dhcp=false)
				reply "$edit.proto" static
				reply "$edit.ipaddr[]" ''
				reply "$edit.ipaddr_off[]" "$four${off:+${four:+ }$off}"
				reply "$edit.ipv4_off[]" "$proto${off:+ $off}"
				;;
			static=true)
				left=
				set -f
				for item in $off; do
					case " $held " in
					*" $item "*) left="$left $item" ;;
					*) four="$four${four:+ }$item" ;;
					esac
				done
				set +f
				[ "${held%% *}" != dhcp ] || proto=dhcp
				reply "$edit.proto" "$proto"
				case $four in
				*' '* | */*) reply "$edit.ipaddr[]" "$four" ;;
				*) reply "$edit.ipaddr" "$four" ;;
				esac
				reply "$edit.ipaddr_off[]" "${left# }"
				reply "$edit.ipv4_off" ''
				;;
			*=false) reply "$edit.pppd_options" "noip $pppd" ;;
			*)
				left=
				set -f
				for item in $pppd; do
					[ "$item" = noip ] || left="$left $item"
				done
				set +f
				reply "$edit.pppd_options" "${left# }"
				;;
			esac
		done <<-inner
			$stacks
		inner
	done <<-end
		$wishes4
	end
	while read -r key port; do
		[ -n "$key" ] || continue
		next=
		[ "$port" = 0 ] || next=$((port + 1))
		reply "uci.network.$key.srcportmin" "${next:+$port}"
		reply "uci.network.$key.srcportmax" "$next"
	done <<-end
		$ports
	end
	[ -z "$all_changed" ] || {
		reply uci.network.globals globals
		reply 'uci.network.globals.ipv4_off[]' "${all_held# }"
	}
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
