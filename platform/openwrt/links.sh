# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `gateway`: what a WANConnectionDevice lies on, made, changed and taken away: VLANs of a port, which are
# devices of their own in /etc/config/network, and links over ATM, which br2684ctl makes of sections atm-bridge. A DSL modem
# has the latter where its option xfer_mode says so. br2684ctl knows no `disabled`: a link that is off is one of an ATM
# device that there is not, and its own is kept in atmdev_off, as in the hook dsl. That of PPPoA is such a one, too: its sessions,
# which say by their device that they are its, have the PVC. Without a device a session is a link of its own.

linked=1

# PATH: a way more on the port. A link is off until it is enabled.
add_way() {
	shaped
	row "$wan" "$1" && [ "$rest" = WANConnectionDevice. ] || return 1
	case " $ports_out" in
	*" $key "*) ;;
	*)
		fault 9005 "$1" 'expected a port that leads out'
		return 1
		;;
	esac
	taken=' '
	while read -r name second third _; do
		taken="$taken$name $second ${third#-} "
	done <<-end
		$links
		$pvcs
	end
	while read -r name _ on _; do
		taken="$taken$name $on "
	done <<-end
		$interfaces
	end
	# What takes a name that sqm has a queue for would be shaped by it.
	limited=' '
	while read -r _ device _; do
		limited="$limited${device#pppoe-} "
	done <<-end
		$queues
	end
	free=1
	while case $taken$limited in *" wanlink$free "*) ;; *) false ;; esac do
		free=$((free + 1))
	done
	made=uci.network.wanlink$free
	case $mode=$key in
	atm=dsl[0-9] | atm=nas[0-9])
		add_link "$1"
		return
		;;
	esac
	reply "$made" device
	reply "$made.name" "wanlink$free"
	reply "$made.type" 8021q
	reply "$made.ifname" "$key"
	reply "$made.vid" 1
	reply "$1[wanlink$free]" ''
	reply "$1[wanlink$free].X_CWMPD_VLANID" 1
}

# The name of a link is its unit behind what br2684ctl is told, which is the same for all of them.
add_link() {
	read -r name _ <<-end
		$pvcs
	end
	case $name$key in
	nas*) prefix=nas ;;
	*) prefix=dsl ;;
	esac
	unit=0
	while case "$lf$pvcs$limited" in *"$lf$prefix$unit "* | *" $prefix$unit "*) ;; *) false ;; esac do
		unit=$((unit + 1))
	done
	reply "$made" atm-bridge
	reply "$made.unit" "$unit"
	[ "$prefix" = nas ] || reply "$made.nameprefix" "$prefix"
	reply "$made.atmdev" "$nowhere"
	reply "$made.atmdev_off" 0
	reply "$made.vpi" 8
	reply "$made.vci" 35
	reply "$made.encaps" llc
	reply "$made.payload" bridged
	made="$1[$prefix$unit]"
	reply "$made" ''
	reply "$made.X_CWMPD_VLANID" 0
	made=$made.WANDSLLinkConfig
	reply "$made.Enable" false
	reply "$made.LinkType" EoA
	reply "$made.DestinationAddress" 'PVC: 8/35'
	reply "$made.ATMEncapsulation" LLC
}

# PATH: a connection that goes, or a way with all of its connections and queues; what goes leaves its zone.
del_way() {
	shaped
	row "$wan" "$1" && row WANConnectionDevice. "$rest" || return 0
	way=$key
	gone=' '
	if [ -z "$rest" ]; then
		section=
		while read -r device _ name _; do
			[ "$device" != "$way" ] || section=${name#-}
		done <<-end
			$links
		end
		while read -r device name _; do
			[ "$device" != "$way" ] || section=$name
		done <<-end
			$pvcs
		end
		case $own in
		*" $way "*) section=$way ;;
		esac
		below=
		[ -z "$section" ] || [ "$way" = "$port_dsl" ] || lies_on "$way"
		if [ -n "$below" ]; then
			fault 9001 "$1" "cannot be deleted: $below lies on it, and goes first"
			return 1
		fi
		case $section=" $ports_out" in
		=* | *" $way "*)
			fault 9001 "$1" 'cannot be deleted: it is the port itself, or is named by its connections alone'
			return 1
			;;
		esac
		# A session without a device goes below.
		case $own in
		*" $way "*) ;;
		*) reply "uci.network.$section" '' ;;
		esac
		unshape "$way"
		while read -r name _ device _; do
			[ "$device" != "$way" ] || goes "$name"
		done <<-end
			$interfaces
		end
	else
		row '' "${rest#WAN*Connection.}" || return 0
		# Its own section is the agent's to delete.
		goes "$key" own
	fi
	while read -r zone _ networks; do
		left=
		here=
		set -f
		for name in $networks; do
			case $gone in
			*" $name "*) here=1 ;;
			*) left="$left $name" ;;
			esac
		done
		set +f
		[ -z "$here" ] || reply "uci.firewall.$zone.network[]" "${left# }"
	done <<-end
		$zones
	end
}

# NAME [own]: an interface that goes with those that lie on it, as IPv6 does, and with what limits it.
goes() {
	case $gone in
	*" $1 "*) return 0 ;;
	esac
	gone="$gone$1 "
	[ -n "$2" ] || reply "uci.network.$1" ''
	for kind in pppoe pppoa l2tp pptp; do
		unshape "$kind-$1"
	done
	while read -r name _ device _; do
		case $device in
		"@$1" | ppp??"-$1" | l2tp"-$1" | pptp"-$1") goes "$name" ;;
		esac
	done <<-end
		$interfaces
	end
}

# DEVICE: a VLAN on it, into below.
lies_on() {
	while read -r name on _; do
		[ "$on" != "$1" ] || below=$name
	done <<-end
		$links
	end
	while read -r _ _ on _; do
		case $on in
		"$1".*) below=$on ;;
		esac
	done <<-end
		$interfaces
	end
}

# DEVICE: its queues go.
unshape() {
	while read -r queue on _; do
		[ "$on" != "$1" ] || reply "uci.sqm.$queue" ''
	done <<-end
		$queues
	end
}

# PATH ID: of a VLAN with a section of its own.
set_vlan() {
	row "$wan" "$1" && row WANConnectionDevice. "$rest" || return 1
	section=
	while read -r device _ name _; do
		[ "$device" != "$key" ] || section=${name#-}
	done <<-end
		$links
	end
	if [ -z "$section" ]; then
		fault 9001 "$1" 'expected a VLAN with a section of its own: AddObject makes one'
	elif [ "$2" -lt 1 ]; then
		fault 9007 "$1" 'expected a VLAN from 1 to 4094'
	elif [ -n "$write" ]; then
		reply "uci.network.$section.vid" "$2"
	fi
}

# WANDSLLinkConfig: the section of this device. PATH VALUE
dsl_link() {
	row "$wan" "$1" && row "WANConnectionDevice." "$rest" || return 1
	while read -r device link circuit encapsulation type atmdev off _; do
		[ "$device" != "$key" ] || break
	done <<-end
		$pvcs
	end
	if [ "$device" != "$key" ]; then
		fault 9001 "$1" 'expected a link with a section atm-bridge'
		return 1
	fi
	name=${1##*.}
	case $name=$2=$atmdev in
	Enable=true="$nowhere") switch_on ;;
	Enable=true=* | Enable=false="$nowhere") ;;
	Enable=*) switch_off ;;
	LinkType=*) link_type "$1" "$2" || return 1 ;;
	ATMEncapsulation=LLC=*)
		encapsulation=LLC
		edit encaps llc
		sessions encaps llc
		;;
	ATMEncapsulation=*)
		encapsulation=VCMUX
		edit encaps vc
		sessions encaps vc
		;;
	DestinationAddress=*)
		link_to=${2#PVC:}
		link_to=${link_to# }
		case $link_to in
		*/*/* | */ | /* | *[!0-9/]*) link_to= ;;
		?/* | ??/* | ???/*) ;;
		*) link_to= ;;
		esac
		case ${link_to#*/} in
		'' | ??????*) link_to=256/ ;;
		esac
		if [ "${link_to%/*}" -gt 255 ] || [ "${link_to#*/}" -gt 65535 ]; then
			fault 9007 "$1" 'expected PVC: VPI/VCI, such as PVC: 1/32'
			return 1
		fi
		circuit=$link_to
		edit vpi "${circuit%/*}"
		edit vci "${circuit#*/}"
		sessions vpi "${circuit%/*}"
		sessions vci "${circuit#*/}"
		;;
	esac
	# What the next line of the batch finds.
	[ -z "$write" ] || pvcs="$key $link $circuit $encapsulation $type $atmdev $off -
$pvcs"
}

switch_on() {
	atmdev=$off
	case $type=$link in
	PPPoA=*)
		edit disabled ''
		sessions atmdev "$off"
		;;
	*)
		edit atmdev "$off"
		edit atmdev_off ''
		;;
	esac
}
switch_off() {
	off=$atmdev
	atmdev=$nowhere
	case $type in
	PPPoA)
		edit disabled 1
		sessions atmdev "$nowhere"
		;;
	*)
		edit atmdev_off "$off"
		edit atmdev "$nowhere"
		;;
	esac
}

# PATH TYPE: sessions on the link become those of the other kind.
link_type() {
	case $2=$type=$link in
	EoA=EoA=* | IPoA=IPoA=* | PPPoA=PPPoA=*) ;;
	EoA=PPPoA="$key" | IPoA=PPPoA="$key")
		fault 9001 "$1" 'expected PPPoA: the link is its connection, which has no device'
		return 1
		;;
	EoA=* | IPoA=*)
		if [ "$type" = PPPoA ]; then
			edit device ''
			edit disabled ''
			edit atmdev "$atmdev"
			[ "$atmdev" = "$nowhere" ] || edit atmdev_off ''
			sessions proto pppoe
			for option in atmdev vpi vci encaps; do
				sessions "$option" ''
			done
		fi
		case $2 in
		IPoA) edit payload routed ;;
		*) edit payload bridged ;;
		esac
		type=$2
		;;
	PPPoA=*)
		if ! has_pppoa; then
			fault 9001 "$1" 'expected the package ppp-mod-pppoa'
			return 1
		fi
		type=PPPoA
		edit payload pppoa
		edit device "$key"
		edit qos ''
		if [ "$atmdev" = "$nowhere" ]; then
			edit disabled 1
		else
			edit atmdev_off "$atmdev"
			edit atmdev "$nowhere"
			off=$atmdev
		fi
		sessions proto pppoa
		sessions atmdev "$atmdev"
		sessions vpi "${circuit%/*}"
		sessions vci "${circuit#*/}"
		case $encapsulation in
		VCMUX) sessions encaps vc ;;
		*) sessions encaps llc ;;
		esac
		;;
	*)
		fault 9007 "$1" 'expected EoA, IPoA or PPPoA'
		return 1
		;;
	esac
}

has_pppoa() {
	for plugin in "$CWMPD_ROOT"/usr/lib/pppd/*/pppoatm.so; do
		[ ! -e "$plugin" ] || return 0
	done
	return 1
}

# OPTION VALUE of the section of this link.
edit() { [ -z "$write" ] || reply "uci.network.$link.$1" "$2"; }

# OPTION VALUE of each session of PPP that has a device, which is this link.
sessions() {
	case $1=$type in
	proto=* | *=PPPoA) ;;
	*) return 0 ;;
	esac
	[ -n "$write" ] || return 0
	while read -r name proto device _; do
		case $proto=$device=$name in
		*="$key=$key") ;;
		pppo[ea]="$key"=*) reply "uci.network.$name.$1" "$2" ;;
		esac
	done <<-end
		$interfaces
	end
}
