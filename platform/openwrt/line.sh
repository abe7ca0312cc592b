# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hooks have read
# What the hooks `dsl` and `gateway` know of a DSL line and of the quality of service of a link over ATM, in the words of both
# models. A line that is off has a firmware that is no file, as dsl_control starts nothing without one; its own is kept in
# firmware_off. The hooks have read the section of the line into line, its options into annex, line_mode, transfer, firmware
# and kept.
# The line is trained anew and its links are made anew only where theirs has changed: what is in force is noted before a
# session's first change, and compared when it ends. Without a note, as after a power cut, nothing is known of it.

in_force=$CWMPD_ROOT/tmp/cwmpd-dsl.was

nothing=/dev/null
# `SECTION QOS` of what the same request has set before.
news=

# PATH of the line.
line_get() {
	case $1 in
	*.Enable)
		case $firmware in
		"$nothing") reply "$1" false ;;
		*) reply "$1" true ;;
		esac
		;;
	*.XTSE)
		enabled
		[ -z "$octets" ] || reply "$1" "$octets"
		;;
	*.StandardsSupported)
		standards
		[ -z "$names" ] || reply "$1" "$names"
		;;
	*.LinkEncapsulationRequested)
		case $transfer in
		atm) reply "$1" G.992.3_Annex_K_ATM ;;
		*) reply "$1" G.993.2_Annex_K_PTM ;;
		esac
		;;
	*.Stats.* | *Start | *.XTUR* | *.ATUR*)
		# shellcheck source-path=SCRIPTDIR source=counters.sh
		[ -n "$daemon_said" ] || . "${0%/*}/../counters.sh"
		counters_get "$1"
		;;
	esac
}
daemon_said=

# PATH VALUE, of the line or of a link.
line_check() {
	case $1=$2 in
	*.LinkEncapsulationRequested=G.992.3_Annex_K_ATM | *.LinkEncapsulationRequested=G.993.2_Annex_K_PTM) ;;
	*.LinkEncapsulationRequested=*) fault 9007 "$1" 'expected G.992.3_Annex_K_ATM or G.993.2_Annex_K_PTM' ;;
	*.QoSClass=UBR | *.QoSClass=CBR | *.QoSClass=ABR | *.ATMQoS=UBR | *.ATMQoS=CBR | *.ATMQoS=ABR) ;;
	*.QoSClass=* | *.ATMQoS=*) fault 9007 "$1" 'expected UBR, CBR or ABR' ;;
	esac
}

# PATH VALUE
line_set() {
	edit=uci.network.$line
	case $1=$2=$firmware in
	*.Enable=false="$nothing") ;;
	*.Enable=false=*)
		reply "$edit.firmware_off" "$firmware"
		reply "$edit.firmware" "$nothing"
		;;
	*.Enable=*="$nothing")
		reply "$edit.firmware" "$kept"
		reply "$edit.firmware_off" ''
		;;
	*.LinkEncapsulationRequested=*_ATM=*) reply "$edit.xfer_mode" atm ;;
	*.LinkEncapsulationRequested=*) reply "$edit.xfer_mode" ptm ;;
	esac
}

# PATH SECTION QOS
qos_get() {
	parts_of "$2" "$3"
	case $1 in
	*.QoSClass | *.ATMQoS) reply "$1" "$class" ;;
	*) reply "$1" "${rate:-0}" ;;
	esac
}

# PATH VALUE SECTION QOS
qos_set() {
	parts_of "$3" "$4"
	case $1 in
	*.QoSClass | *.ATMQoS) class=$2 ;;
	*) rate=${2#0} ;;
	esac
	case $class in
	CBR) qos=cbr,aal5 ;;
	ABR) qos=abr,aal5 ;;
	*) qos=ubr,aal5 ;;
	esac
	other=${rate:+max_pcr=$rate}$other
	other=${other#,}
	qos=$qos${other:+:$other}
	news="$3 $qos$cwmp_lf$news"
	case $qos in
	ubr,aal5) reply "uci.network.$3.qos" '' ;;
	*) reply "uci.network.$3.qos" "$qos" ;;
	esac
}

# SECTION QOS, as br2684ctl takes it, into class, rate and what else it says: `cbr,aal5:max_pcr=1000,sdu=1524`.
parts_of() {
	qos=${2#-}
	while read -r name part; do
		[ "$name" != "$1" ] || break
	done <<-end
		$news
	end
	qos=${part:-$qos}
	case $qos in
	cbr*) class=CBR ;;
	abr*) class=ABR ;;
	*) class=UBR ;;
	esac
	rate=
	other=
	left=
	case $qos in
	*:*) left=${qos#*:} ;;
	esac
	while [ -n "$left" ]; do
		part=${left%%,*}
		left=${left#"$part"}
		left=${left#,}
		case $part in
		max_pcr=*[!0-9]*) other=$other,$part ;;
		max_pcr=*) rate=${part#*=} ;;
		?*) other=$other,$part ;;
		esac
	done
}

# What dsl_control enables by its annex and kind of line (XTSE of G.997.1), into octets. Boards without VDSL have another daemon.
enabled() {
	octets=
	[ -e "$CWMPD_ROOT/sbin/vdsl_cpe_control" ] || annex=$annex-
	case $annex in
	a) octets=050104004C010407 ;;
	b) octets=1000100000040007 ;;
	j) octets=1000104000040107 ;;
	l) octets=000000000C000000 ;;
	a-) octets=0401040000010000 ;;
	b-) octets=1000100000040000 ;;
	l-) octets=0000000004000000 ;;
	bdmt*) octets=1000000000000000 ;;
	b2p*) octets=0000000000040000 ;;
	b2*) octets=0000100000000000 ;;
	at1*) octets=0100000000000000 ;;
	alite*) octets=0001000000000000 ;;
	admt*) octets=0400000000000000 ;;
	a2p*) octets=0000000000010000 ;;
	a2*) octets=0000040000000000 ;;
	m2p*) octets=0000000000000400 ;;
	m2*) octets=0000000040000000 ;;
	m*) octets=0000000040000400 ;;
	esac
	case $octets=$annex=$line_mode in
	=*) ;;
	*-=*) ;;
	*=adsl) octets=${octets%??}00 ;;
	*=vdsl) octets=00000000000000${octets#??????????????} ;;
	esac
	annex=${annex%-}
}

# The same as the names of recommendations, into names: which octet, which of its bits.
standards() {
	enabled
	names=
	for bit in 0:0x01:T1.413 0:0x04:G.992.1_Annex_A 0:0x10:G.992.1_Annex_B 2:0x01:G.992.2 4:0x04:G.992.3_Annex_A \
		4:0x10:G.992.3_Annex_B 6:0x40:G.992.3_Annex_J 8:0x04:G.992.3_Annex_L 8:0x40:G.992.3_Annex_M \
		10:0x01:G.992.5_Annex_A 10:0x04:G.992.5_Annex_B 12:0x01:G.992.5_Annex_J 12:0x04:G.992.5_Annex_M \
		14:0x01:G.993.2_Annex_A 14:0x02:G.993.2_Annex_B 14:0x04:G.993.2_Annex_C; do
		octet=$octets
		place=${bit%%:*}
		while [ "$place" -gt 0 ]; do
			octet=${octet#??}
			place=$((place - 2))
		done
		octet=${octet%"${octet#??}"}
		name=${bit#*:}
		[ $((0x${octet:-0} & ${name%%:*})) = 0 ] || names=${names:+$names,}${name#*:}
	done
}

# Before anything is changed.
note_in_force() {
	[ ! -e "$in_force" ] || return 0
	sections "$CWMPD_ROOT/etc/config/network"
	printf '%s' "$line_text$links_text" >"$in_force"
}

# What has changed since comes into force.
reload_changed() {
	noted=
	line_text=
	links_text=
	if [ -r "$in_force" ]; then
		noted=1
		sections "$in_force"
		rm -f "$in_force"
	fi
	line_was=$noted$line_text
	links_were=$noted$links_text
	sections "$CWMPD_ROOT/etc/config/network"
	[ "$line_was" = "1$line_text" ] || reload dsl_control
	[ "$links_were" = "1$links_text" ] || reload br2684ctl
}

reload() {
	[ ! -x "$CWMPD_ROOT/etc/init.d/$1" ] || "$CWMPD_ROOT/etc/init.d/$1" reload
}

# FILE: its section dsl into line_text, those of links over ATM into links_text.
sections() {
	line_text=
	links_text=
	part=
	while read -r word text; do
		if [ "$word" = config ]; then
			part=${text#[\'\"]}
			part=${part%%[\'\"[:space:]]*}
		fi
		case $part=$word in
		*= | *=\#*) ;;
		dsl=*)
			line_text="$line_text$word $text
"
			;;
		atm-bridge=*)
			links_text="$links_text$word $text
"
			;;
		esac
	done <"$1"
}
