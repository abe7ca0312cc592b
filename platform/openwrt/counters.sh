# shellcheck shell=sh
# shellcheck disable=SC2154 # what lib.sh sets
# What the daemon of a DSL line has counted, and what its modem says of itself, for line.sh, in the words of both models: over
# the pipe on which it takes commands. It is asked for all at once, as it takes many lines, and answers each with one that
# begins with `nReturn=`, below zero where it has nothing to tell. For a counter that nobody knows the models have a number.

# PATH
counters_get() {
	ask_daemon
	of=${1%.*}
	of=${of##*.}
	case ${1##*.} in
	*Start)
		of=${1##*.}
		said "${of%Start}.line0" nElapsedTime
		said=${said%%[!0-9]*}
		[ -z "$said" ] || reply "$1" "$said"
		;;
	ErroredSecs) counted "$1" "$of.line0" nES ;;
	SeverelyErroredSecs) counted "$1" "$of.line0" nSES ;;
	ATUCErroredSecs) counted "$1" "$of.line1" nES ;;
	ATUCSeverelyErroredSecs) counted "$1" "$of.line1" nSES ;;
	XTURFECErrors | FECErrors) counted "$1" "$of.channel0" nFEC ;;
	XTUCFECErrors | ATUCFECErrors) counted "$1" "$of.channel1" nFEC ;;
	XTURCRCErrors | CRCErrors) counted "$1" "$of.channel0" nCodeViolations ;;
	XTUCCRCErrors | ATUCCRCErrors) counted "$1" "$of.channel1" nCodeViolations ;;
	XTURHECErrors | HECErrors) counted "$1" "$of.path0" nHEC ;;
	XTUCHECErrors | ATUCHECErrors) counted "$1" "$of.path1" nHEC ;;
	XTURVendor | ATURVendor) modem_part "$1" G994VendorID 2 ;;
	XTURVendorSpecific) modem_part "$1" G994VendorID 3 ;;
	XTURCountry | ATURCountry) modem_part "$1" G994VendorID 1 ;;
	XTURSystemVendor) modem_part "$1" SystemVendorID 2 ;;
	XTURSystemVendorSpecific) modem_part "$1" SystemVendorID 3 ;;
	XTURSystemCountry) modem_part "$1" SystemVendorID 1 ;;
	esac
}

# PATH WHAT NAME
counted() {
	said "$2" "$3"
	said=${said%%[!0-9]*}
	reply "$1" "${said:-4294967295}"
}

# PATH NAME PART: of the eight octets `(B5,00,49,46,54,4E,71,A4)` country, provider or what is the vendor's own.
modem_part() {
	said modem "$2"
	said=${said#\(}
	said=${said%%\)*}
	octets=
	while [ -n "$said" ]; do
		octets=$octets${said%%,*}
		case $said in
		*,*) said=${said#*,} ;;
		*) said= ;;
		esac
	done
	case $octets in
	*[!0-9A-Fa-f]*) return 0 ;;
	????????????????) ;;
	*) return 0 ;;
	esac
	case $3 in
	1) reply "$1" "${octets%????????????}" ;;
	2)
		octets=${octets#????}
		reply "$1" "${octets%????}"
		;;
	3) reply "$1" "${octets#????????????}" ;;
	esac
}

# WHAT NAME: what stands behind `NAME=`, into said.
said() {
	said=
	case $daemon_said in
	*"$cwmp_lf$1 "*) ;;
	*) return 0 ;;
	esac
	said=${daemon_said#*"$cwmp_lf$1 "}
	said=${said%%"$cwmp_lf"*}
	case $said in
	*" $2="*) said=${said#*" $2="} ;;
	*) said= ;;
	esac
}

# `WHAT ANSWER` of each, once, into daemon_said.
ask_daemon() {
	[ -z "$daemon_said" ] || return 0
	daemon_said=$cwmp_lf
	pipe=$CWMPD_ROOT/tmp/pipe/dsl_cpe0_
	# Without it, nobody would ever read the pipe.
	[ -e "${pipe}ack" ] && daemon_runs || return 0
	commands='g997lig 0'
	asked_for=modem
	for ask_period in 'Total tg' 'Showtime sg 0' 'LastShowtime sg 1' 'CurrentDay 1dg 0' 'QuarterHour 15mg 0'; do
		ask_which=${ask_period#* }
		ask_since=${ask_which#"${ask_which%% *}"}
		ask_which=${ask_which%% *}
		ask_period=${ask_period%% *}
		# This end, and the other.
		for ask_end in 0 1; do
			commands="$commands
pmlsc$ask_which $ask_end$ask_since
pmcc$ask_which 0 $ask_end$ask_since
pmdpc$ask_which 0 $ask_end$ask_since"
			asked_for="$asked_for $ask_period.line$ask_end $ask_period.channel$ask_end $ask_period.path$ask_end"
		done
	done
	hold_pipe || return 0
	printf '%s\n' "$commands" >"${pipe}cmd"
	answers=
	while read -r answer || [ -n "$answer" ]; do
		answers="$answers $answer"
	done <"${pipe}ack"
	leave_pipe
	sort_answers
}

# A command that the daemon does not know has no answer of this kind: then nobody can tell which is whose.
sort_answers() {
	sorted=$cwmp_lf
	for what in $asked_for; do
		case $answers in
		*nReturn=*) ;;
		*) return 0 ;;
		esac
		answers=${answers#*nReturn=}
		answer=${answers%%nReturn=*}
		case $answer in
		-*) ;;
		*) sorted="$sorted$what $answer$cwmp_lf" ;;
		esac
	done
	case $answers in
	*nReturn=*) ;;
	*) daemon_said=$sorted ;;
	esac
}

daemon_runs() {
	for process in "$CWMPD_ROOT"/proc/[0-9]*/comm; do
		# The kernel keeps 15 characters.
		if value "$process" 2>/dev/null; then
			case $value in
			dsl_cpe_control | vdsl_cpe_contro) return 0 ;;
			esac
		fi
	done
	return 1
}

# OpenWrt's own scripts share the pipe by this lock.
hold_pipe() {
	command -v lock >/dev/null || return 0
	trap 'leave_pipe; exit 1' TERM
	lock "$CWMPD_ROOT/var/lock/dsl_pipe" >/dev/null
}
leave_pipe() {
	command -v lock >/dev/null || return 0
	lock -u "$CWMPD_ROOT/var/lock/dsl_pipe" >/dev/null
	trap - TERM
}
