# shellcheck shell=sh
# A part of the hooks `gateway` and `pool`: which interfaces lead out. One does where its zone of the firewall masquerades and
# is not called lan, or is called wan, and where it speaks PPP, or asks for its address and is in no other zone. Where a zone
# could masquerade (masq 0), those lead out that dnsmasq has no section for (with_pool).

zone_outside=' '
zone_inside=' '
zone_between=' '
with_pool=' '

# NAME MASQ NETWORKS: a zone, of which each network ends in a space.
zone() {
	case $1=$2 in
	lan=* | *=) zone_inside="$zone_inside$3" ;;
	*=0 | *=no | *=off | *=false | *=disabled) zone_between="$zone_between$3" ;;
	*) zone_outside="$zone_outside$3" ;;
	esac
	[ "$1" != wan ] || zone_outside="$zone_outside$3"
}

# NAME PROTO
leads_out() {
	case $zone_outside$1=$2 in
	*" $1 "* | *=pppo[ea] | *=l2tp | *=pptp) return 0 ;;
	*=dhcp | *=dhcpv6)
		case $zone_inside in
		*" $1 "*) return 1 ;;
		*) return 0 ;;
		esac
		;;
	esac
	case $zone_between=$with_pool in
	*=*" $1 "*) return 1 ;;
	*" $1 "*=*) return 0 ;;
	*) return 1 ;;
	esac
}
