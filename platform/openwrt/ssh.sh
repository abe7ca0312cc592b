# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook, panel.sh and lib.sh set
# The servers of ssh, for the hook `system`. Who may come from where, panel.sh knows, which is read before.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

# `on|held|off SECTION PORT INTERFACE` of each server of ssh: one that went off with all of them is marked, and comes back with
# them. A new one lets nobody in until somebody says who, and is marked as well, until its rules are there.
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
		at=
	}
	on_option() {
		case ${section:+$1}=$2 in
		enable=0 | enable=no | enable=off | enable=false | enable=disabled) state=off ;;
		disabled_by=cwmpd) held=held ;;
		Port=*) port=$2 ;;
		Interface=*) at=$2 ;;
		allow_all=0) nobody="$nobody$section " ;;
		esac
	}
	on_end() {
		[ "$state" = on ] || state=$held
		[ -z "$section" ] || servers_of_ssh="$servers_of_ssh$state $section $port $at
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
	while read -r state row port at; do
		[ -n "$row" ] || continue
		quoted "$row"
		case $state in
		on) tell "${ssh}[$quoted].Enable" true ;;
		*) tell "${ssh}[$quoted].Enable" false ;;
		esac
		tell "${ssh}[$quoted].Port" "$port"
		tell "${ssh}[$quoted].Interface" "$at"
		tell_limits "${ssh}[$quoted]." SSH "$row"
	done <<-end
		$servers_of_ssh
	end
	sockets tell_session
}

# A connection to the first server that is at this port. Who has logged in by it, nobody notes.
tell_session() {
	[ "$state" = ESTABLISHED ] || return 0
	while read -r _ row number _; do
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

# `SECTION STATE PORT GUARD INTERFACE` of each server as the wishes, each PATH=VALUE, have it, and the ports of those that are
# not off, with that of the agent, into busy.
place_ssh() {
	[ -z "$places_of_ssh" ] || return 0
	load_doors
	load_ssh
	places_of_ssh=$cwmp_lf
	while read -r state row port at; do
		[ -n "$row" ] || continue
		quoted "$row"
		server=${ssh}[$quoted].
		while IFS= read -r wish; do
			case $wish in
			"${server}Port="*) port=${wish##*=} ;;
			"${server}Interface="*) at=${wish##*=} ;;
			"${server}Enable=true") state=on ;;
			"${server}Enable=false") state=off ;;
			esac
		done <<-end
			$ssh_wishes
		end
		guard=-
		for family in 4 6; do
			limit_wish "$server" SSH "$row" "$family"
			[ "$allow" = true ] || guard=guarded
		done
		[ "$state" = off ] || busy="$busy$port "
		places_of_ssh="$places_of_ssh$row $state $port $guard $at
"
	done <<-end
		$servers_of_ssh
	end
	agent_port=7547
	on_section() { section=$1; }
	on_option() {
		[ "$section.$1" != connection_request.port ] || agent_port=$2
	}
	on_end() { :; }
	uci_read cwmpd
	busy="$busy$agent_port "
}
places_of_ssh=

# The wishes for servers of ssh: what is on, the port, and the rules for it. Without writes, only what would not work is told.
finish_ssh() {
	place_ssh
	# What pages are where.
	[ -n "$page_wishes" ] || finish_pages
	while read -r row state port guard at; do
		[ -n "$row" ] || continue
		quoted "$row"
		server=${ssh}[$quoted].
		case $cwmp_lf$ssh_wishes in
		*"$cwmp_lf$server"*) ;;
		*) continue ;;
		esac
		force=off
		if [ "$state" != off ]; then
			force=on
			is_alone || continue
		fi
		[ -n "$ssh_writes" ] || continue
		while IFS= read -r wish; do
			case $wish in
			"${server}Port="*) reply "uci.dropbear.$row.Port" "$port" ;;
			"${server}Interface="*) reply "uci.dropbear.$row.Interface" "$at" ;;
			"${server}Enable="*)
				case $state in
				off) reply "uci.dropbear.$row.enable" 0 ;;
				*) reply "uci.dropbear.$row.enable" 1 ;;
				esac
				reply "uci.dropbear.$row.disabled_by" ''
				;;
			esac
		done <<-end
			$ssh_wishes
		end
		put_limits "$server" SSH "$row" "$port" "$force"
		case $nobody in
		*" $row "*) reply "uci.dropbear.$row.allow_all" '' ;;
		esac
	done <<-end
		$places_of_ssh
	end
}

# Whether the port of the server of finish_ssh is its own, as far as it need be.
is_alone() {
	case $taken$agent_port in
	*" $port "* | *" $port")
		blame 'expected a port at which no page is, nor the agent'
		return 1
		;;
	esac
	while read -r other other_state other_port other_guard other_at; do
		case $other=$other_state=$other_port in
		"$row="* | *=off=*) continue ;;
		*"=$port") ;;
		*) continue ;;
		esac
		case $guard$other_guard in
		--) ;;
		*)
			blame 'expected a port of its own: the firewall looks at no other address than that of the client'
			return 1
			;;
		esac
		case $at=$other_at in
		=* | *= | "$at=$at")
			blame 'expected a port that no other server of ssh is at'
			return 1
			;;
		esac
	done <<-end
		$places_of_ssh
	end
}

# TEXT, about what the ACS has set of the server.
blame() {
	for name in Port Interface Enable; do
		case $ssh_wishes in
		*"$server$name="*) break ;;
		esac
	done
	fault 9007 "$server$name" "$1"
}

# The row key goes. A section without a name is called by its place, and so are its rules: those behind it move up.
del_ssh() {
	load_ssh
	del_limits SSH "$key"
	place=0
	while read -r _ row _; do
		[ "$row" != "$key" ] || break
		[ -z "$row" ] || place=$((place + 1))
	done <<-end
		$servers_of_ssh
	end
	while read -r section name; do
		case $name in
		SSH-?-@dropbear'['*']') ;;
		*) continue ;;
		esac
		other=${name##*'['}
		other=${other%']'}
		[ "$other" -le "$place" ] || reply "uci.firewall.$section.name" "Limit-${name%'['*}[$((other - 1))]"
	done <<-end
		$limits
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
