# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook, panel.sh and lib.sh set
# The servers of ssh, for the hook `system`. Who may come from where, panel.sh knows, which is read before.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

# `on|held|off SECTION PORT` of each server of ssh: one that went off with all of them is marked, and comes back with them.
load_ssh() {
	[ -z "$servers_of_ssh" ] || return 0
	servers_of_ssh=$cwmp_lf
	section=
	on_section() {
		on_end
		section=
		[ "$1" != dropbear ] || section=$2
		held=off
		state=on
		port=22
	}
	on_option() {
		case ${section:+$1}=$2 in
		enable=0 | enable=no | enable=off | enable=false | enable=disabled) state=off ;;
		disabled_by=cwmpd) held=held ;;
		Port=*) port=$2 ;;
		esac
	}
	on_end() {
		[ "$state" = on ] || state=$held
		[ -z "$section" ] || servers_of_ssh="$servers_of_ssh$state $section $port
"
	}
	uci_read dropbear
}
servers_of_ssh=

# REQUEST
tell_ssh() {
	load_ssh
	case $servers_of_ssh in
	*"${cwmp_lf}on "*)
		tell Device.SSH.Enable true
		tell Device.SSH.Status Enabled
		;;
	*)
		tell Device.SSH.Enable false
		tell Device.SSH.Status Disabled
		;;
	esac
	touches "$1" "$ssh" || return 0
	load_doors
	while read -r state row port; do
		[ -n "$row" ] || continue
		quoted "$row"
		tell "${ssh}[$quoted].Port" "$port"
		tell_limits "${ssh}[$quoted]." SSH "$row"
	done <<-end
		$servers_of_ssh
	end
	sockets tell_session
}

# A connection to the first server that is at this port. Who has logged in by it, nobody notes.
tell_session() {
	[ "$state" = ESTABLISHED ] || return 0
	while read -r _ row number; do
		[ "$number" = "$here_port" ] || continue
		quoted "$row"
		session="${ssh}[$quoted].Session.[$dotted:$port]."
		tell "${session}IPAddress" "$dotted"
		tell "${session}Port" "$port"
		tell "${session}User" ''
		return
	done <<-end
		$servers_of_ssh
	end
}

# The wishes for servers of ssh, each PATH=VALUE: the port, and the rules for it.
finish_ssh() {
	load_ssh
	load_doors
	while read -r _ row port; do
		quoted "$row"
		server=${ssh}[$quoted].
		case $cwmp_lf$ssh_wishes in
		*"$cwmp_lf$server"*) ;;
		*) continue ;;
		esac
		while IFS= read -r wish; do
			case $wish in
			"${server}Port="*)
				port=${wish##*=}
				reply "uci.dropbear.$row.Port" "$port"
				;;
			esac
		done <<-end
			$ssh_wishes
		end
		put_limits "$server" SSH "$row" "$port" on
	done <<-end
		$servers_of_ssh
	end
}

# PATH VALUE
check_ssh() {
	load_ssh
	case $2$servers_of_ssh in
	false* | *"${cwmp_lf}on "* | *"${cwmp_lf}held "*) ;;
	*) fault 9001 "$1" 'expected a server that went off with it: Enable of one of them' ;;
	esac
}

# VALUE
switch_ssh() {
	load_ssh
	while read -r state section _; do
		case $1=$state in
		false=on)
			reply "uci.dropbear.$section.enable" 0
			reply "uci.dropbear.$section.disabled_by" cwmpd
			;;
		true=held)
			reply "uci.dropbear.$section.enable" 1
			reply "uci.dropbear.$section.disabled_by" ''
			;;
		esac
	done <<-end
		$servers_of_ssh
	end
}
