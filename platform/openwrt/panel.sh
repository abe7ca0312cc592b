# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# The pages of uhttpd, for the hook `system`, and who may come from where. What is off is kept in an option that no service reads
# (listen_http_off), and comes back from there: a page that went off with all of them stands in another one
# (listen_http_held), and comes back with them. The agent makes the uci edits.
#
# uhttpd listens at addresses: a page on one interface alone is at its static ones. Which interface that is, is kept in
# listen_http_interface, by which the package's hotplug script follows when the addresses change.
#
# Who may see a page, or ask a server of ssh, is the firewall's: rules refuse the port to addresses of a family that are not of
# the prefixes, and are kept with `allow_all` while all are let in.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

# `ROW SECTION PROTOCOL on|held|off ADDRESS:PORT` on each line. A row is SECTION.PROTOCOL, or the section where it was added.
listens=
# `ROW INTERFACE` where one was named.
named=
# `INTERFACE ADDRESS` of each static address, one of IPv6 in brackets.
statics=
# Sections of uhttpd, the options of the first of them, and `SECTION NAME` of each rule of the firewall that lets a page be seen
# from outside. A rule is known by its name.
servers=' '
model=
doors=
outer=
best_way=0
# Of the rules that refuse: `SECTION KIND-FAMILY-ROW`, the sections that are not in force, and `SECTION PREFIX`.
limits=
allowing=' '
sources=
# Servers of ssh that let nobody in, and have no rules yet.
nobody=' '
# Ports of servers of ssh and of the agent, and those of pages.
busy=' '
taken=' '
languages=en
language=auto
remote_row=cwmp_access_remote

load_panel() {
	[ -z "$reading" ] || return 0
	read_panel
	for reading in uhttpd luci; do
		section=
		uci_read "$reading"
	done
}
reading=

# Who reads something else calls other functions so.
read_panel() {
	on_section() {
		section=
		case $reading.$1 in
		uhttpd.uhttpd)
			section=$2
			servers="$servers$2 "
			;;
		firewall.rule) section=$2 ;;
		firewall.zone)
			section=zone
			zone=
			way=0
			;;
		esac
		case $reading.$2 in
		luci.languages | luci.main) section=$2 ;;
		esac
	}
	on_option() {
		case $reading.${section:+$1} in
		*.) ;;
		uhttpd.listen_http | uhttpd.listen_https) listen "${1#listen_}" on "$2" ;;
		uhttpd.listen_http_off | uhttpd.listen_https_off | uhttpd.listen_http_held | uhttpd.listen_https_held)
			protocol=${1#listen_}
			listen "${protocol%_*}" "${protocol#*_}" "$2"
			;;
		uhttpd.listen_http_interface | uhttpd.listen_https_interface)
			protocol=${1#listen_}
			row_of "${protocol%_*}"
			named="$named$row $2
"
			;;
		# Who comes to the new one is to stay there.
		uhttpd.redirect_https) ;;
		uhttpd.*)
			case $servers in
			" $section ") model="$model$uci_word $1 $2
" ;;
			esac
			;;
		firewall.name)
			case $section=$2 in
			zone=*)
				zone=$2
				leads_out
				;;
			*=Allow-Web-*) doors="$doors$section ${2#Allow-Web-}
" ;;
			*=Limit-*) limits="$limits$section ${2#Limit-}
" ;;
			esac
			;;
		firewall.network | firewall.masq)
			case $section.$1=" $2 " in
			zone.network=*' wan '*) way=2 ;;
			zone.masq=' 1 ' | zone.masq=' on ' | zone.masq=' true ' | zone.masq=' yes ' | zone.masq=' enabled ') [ "$way" -gt 0 ] || way=1 ;;
			esac
			[ "$section" != zone ] || leads_out
			;;
		firewall.allow_all) allowing="$allowing$section " ;;
		firewall.src_ip) sources="$sources$section ${2#!}
" ;;
		firewall.*) ;;
		luci.*)
			case $section.$1 in
			languages.en) ;;
			languages.*) languages=$languages,$1 ;;
			main.lang) language=$2 ;;
			esac
			;;
		esac
	}
	on_end() { :; }
}

# The zone that leads out, into outer: that which is called wan, or has the network wan, or masquerades. Options of a section come
# in any order.
leads_out() {
	[ "$zone" != wan ] || way=3
	[ -n "$zone" ] && [ "$way" -gt "$best_way" ] || return 0
	outer=$zone
	best_way=$way
}

# PROTOCOL on|held|off ADDRESSES of section
listen() {
	row_of "$1"
	set -f
	for address in $3; do
		listens="$listens$row $section $1 $2 $address
"
	done
	set +f
}

# PROTOCOL of section, into row.
row_of() {
	case $section in
	cwmp_access_*) row=$section ;;
	*) row=$section.$1 ;;
	esac
}

load_statics() {
	[ -z "$statics" ] || return 0
	statics=$cwmp_lf
	section=
	static=
	on_section() {
		on_end
		section=
		static=
		addresses=
		[ "$1" != interface ] || section=$2
	}
	on_option() {
		case ${section:+$1} in
		proto) static=$2 ;;
		ipaddr | ip6addr) addresses="$addresses $2" ;;
		esac
	}
	on_end() {
		[ "$static" = static ] || return 0
		set -f
		for address in $addresses; do
			case $address in
			*:*) address=[${address%/*}] ;;
			esac
			statics="$statics$section ${address%/*}$cwmp_lf"
		done
		set +f
	}
	uci_read network
}

# ROW: the interface that it is on alone, into bound: the first that has all its addresses, or else the one that was named,
# whose addresses have changed. Empty where it is at all addresses.
bound_to() {
	bound=
	places=
	while read -r other _ _ _ address; do
		[ "$other" = "$1" ] || continue
		case $address in
		0.0.0.0:* | '[::]:'*) return 0 ;;
		?*:*) places="$places${address%:*} " ;;
		*) return 0 ;;
		esac
	done <<-end
		$listens
	end
	[ -n "$places" ] || return 0
	load_statics
	while read -r bound _; do
		[ -n "$bound" ] || continue
		set -f
		for address in $places; do
			case $statics in
			*"$cwmp_lf$bound $address$cwmp_lf"*) ;;
			*) continue 2 ;;
			esac
		done
		set +f
		return 0
	done <<-end
		$statics
	end
	set +f
	named_of "$1"
	bound=$mark
}

# ROW: the interface that was named for it, into mark.
named_of() {
	while read -r other mark; do
		[ "$other" != "$1" ] || return 0
	done <<-end
		$named
	end
	mark=
}

load_doors() {
	load_panel
	[ "$reading" != firewall ] || return 0
	read_panel
	reading=firewall
	section=
	uci_read firewall
}

# REQUEST
tell_pages() {
	case $1 in
	*'].A'* | *Prefix | *. | '') load_doors ;;
	*) load_panel ;;
	esac
	tell "$root.UserInterface.AvailableLanguages" "$languages"
	tell "$root.UserInterface.CurrentLanguage" "$language"
	enabled=false
	known=' '
	order=0
	while read -r row _ protocol state address; do
		[ "$state" != on ] || enabled=true
		case $known in
		*" $row "*) continue ;;
		esac
		known="$known$row "
		[ -n "$row" ] || continue
		order=$((order + 1))
		quoted "$row"
		door_of "$row"
		tell_page "${pages}[$quoted]." "$order" "${address##*:}" "$state" "$protocol"
	done <<-end
		$listens
	end
	tell "$root.UserInterface.Enable" "$enabled"
	remote=$root.UserInterface.RemoteAccess.
	! touches "$1" "$remote" || tell_remote
}

# TR-098 has one page for those outside: a server of its own.
tell_remote() {
	load_doors
	find_remote
	door_of "$remote_row"
	enabled=false
	[ "${door:+$state}" != on ] || enabled=true
	tell "${remote}Enable" "$enabled"
	tell "${remote}Port" "${address##*:}"
	case $protocol in
	http) tell "${remote}Protocol" HTTP ;;
	*) tell "${remote}Protocol" HTTPS ;;
	esac
}

# Its first line of listens into protocol, state and address; false where there is none yet.
find_remote() {
	while read -r row _ protocol state address; do
		[ "$row" != "$remote_row" ] || return 0
	done <<-end
		$listens
	end
	protocol=https
	state=none
	address=0.0.0.0:8443
	return 1
}

# What is wished for it, where there is none: `none` is a state that every other differs from. Without need, none is made.
add_remote() {
	find_remote && return
	case $page_wishes in
	*"[$remote_row].Enable=true"* | *"[$remote_row].Port="* | *"[$remote_row].Protocol="*) ;;
	*) return ;;
	esac
	new=$remote_row
	[ -z "$page_writes" ] || new_server
	for address in 0.0.0.0:8443 '[::]:8443'; do
		listens="$listens$new $new https none $address
"
	done
}

# PATH VALUE: LuCI's word for the language that the browser asks for is no language, and is there all the same.
check_language() {
	load_panel
	case ,$languages,auto, in
	*,"$2",*) ;;
	*) fault 9007 "$1" "expected auto or one of $languages" ;;
	esac
}

# ROW ORDER PORT on|held|off PROTOCOL
tell_page() {
	tell "${1}Order" "$2"
	tell "${1}Port" "$3"
	case $4 in
	on)
		tell "${1}Enable" true
		tell "${1}Status" Up
		;;
	*)
		tell "${1}Enable" false
		tell "${1}Status" Down
		;;
	esac
	case $door in
	'') tell "${1}AccessType" LocalAccess ;;
	*) tell "${1}AccessType" RemoteAccess ;;
	esac
	case $5 in
	https) tell "${1}Protocol" HTTPS ;;
	*) tell "${1}Protocol" HTTP ;;
	esac
	tell_limits "$1" Web "$row"
	if under "$request" "${1}Interface"; then
		bound_to "$row"
		reply "${1}Interface" "$bound"
	fi
}

# TABLE: a server of its own, which is like the first, and off.
add_page() {
	load_doors
	new=1
	while :; do
		case $servers in
		*" cwmp_access_$new "*) new=$((new + 1)) ;;
		*) break ;;
		esac
	done
	new=cwmp_access_$new
	new_server
	reply "uci.uhttpd.$new.listen_https_off[]" '0.0.0.0:443 [::]:443'
	reply "$1[$new]" ''
	# shellcheck disable=SC2034 # tell reads it
	request=$1
	door=
	known=' '
	order=1
	while read -r row _; do
		case $known in
		*" $row "*) continue ;;
		esac
		known="$known$row "
		[ -z "$row" ] || order=$((order + 1))
	done <<-end
		$listens
	end
	row=$new
	# Nobody is let in until somebody says who.
	page_wishes="$1[$new].AllowAllIPv4=false
$1[$new].AllowAllIPv6=false
"
	put_limits "$1[$new]." Web "$new" 443 off
	page_wishes=
	tell_page "$1[$new]." "$order" 443 off https
}

# A server called new, which is like the first but listens nowhere.
new_server() {
	reply "uci.uhttpd.$new" uhttpd
	lists=' '
	while read -r word name value; do
		case $word in
		option) reply "uci.uhttpd.$new.$name" "$value" ;;
		list)
			case $lists in
			*" $name "*) continue ;;
			esac
			lists="$lists$name "
			items=
			while read -r word other value; do
				[ "$word $other" != "list $name" ] || items="$items$value "
			done <<-list
				$model
			list
			reply "uci.uhttpd.$new.${name}[]" "${items% }"
			;;
		esac
	done <<-end
		$model
	end
}

# The row key goes, and with it the door in the firewall.
del_page() {
	load_doors
	case $key in
	cwmp_access_*) reply "uci.uhttpd.$key" '' ;;
	*)
		reply "uci.uhttpd.${key%.*}.listen_${key##*.}" ''
		reply "uci.uhttpd.${key%.*}.listen_${key##*.}_off" ''
		reply "uci.uhttpd.${key%.*}.listen_${key##*.}_held" ''
		reply "uci.uhttpd.${key%.*}.listen_${key##*.}_interface" ''
		;;
	esac
	door_of "$key"
	[ -z "$door" ] || reply "uci.firewall.$door" ''
	del_limits Web "$key"
}

# ROW: the rule that lets it be seen from outside, into door.
door_of() {
	while read -r door name; do
		[ "$name" != "$1" ] || return 0
	done <<-end
		$doors
	end
	door=
}

# KIND-FAMILY-ROW: the rule that refuses, into limit, whether all are let in, into allow, and the prefixes that are.
limit_of() {
	limit=
	allow=true
	prefixes=
	while read -r section name; do
		[ "$name" != "$1" ] || limit=$section
	done <<-end
		$limits
	end
	if [ -z "$limit" ]; then
		case $1=$nobody in
		SSH-*=*" ${1#SSH-?-} "*) allow=false ;;
		esac
		return
	fi
	case $allowing in
	*" $limit "*) ;;
	*) allow=false ;;
	esac
	while read -r section name; do
		[ "$section" != "$limit" ] || prefixes="$prefixes$name "
	done <<-end
		$sources
	end
	prefixes=${prefixes% }
}

# PATH KIND ROW
tell_limits() {
	for family in 4 6; do
		if under "$request" "${1}AllowAllIPv$family" || under "$request" "${1}IPv${family}AllowedSourcePrefix"; then
			limit_of "$2-$family-$3"
			tell "${1}AllowAllIPv$family" "$allow"
			tell "${1}IPv${family}AllowedSourcePrefix" "$prefixes"
		fi
	done
}

# PATH VALUE: fw4 passes over a rule with something else in it, and then all are let in. fw3 makes a rule of each prefix, that
# refuses all but that: with two nobody is left.
check_limit() {
	several=
	set -f
	for prefix in $2; do
		if [ -n "$several" ] && [ -e "$CWMPD_ROOT/sbin/fw3" ] && [ ! -e "$CWMPD_ROOT/sbin/fw4" ]; then
			set +f
			fault 9007 "$1" 'expected one prefix: fw3, the firewall of this release, has no rule for several'
			return
		fi
		several=1
		case $1 in
		*.IPv4*) is_prefix4 "$prefix" && continue ;;
		*) is_prefix6 "$prefix" && continue ;;
		esac
		set +f
		fault 9007 "$1" "expected prefixes of this family, got $prefix"
		return
	done
	set +f
}

# ADDRESS, or ADDRESS/LENGTH
is_prefix4() {
	left=${1%%/*}.
	has_length "$1" 32 || return 1
	count=0
	while [ -n "$left" ]; do
		case ${left%%.*} in
		[0-9] | [1-9][0-9] | 1[0-9][0-9] | 2[0-4][0-9] | 25[0-5]) ;;
		*) return 1 ;;
		esac
		left=${left#*.}
		count=$((count + 1))
	done
	[ "$count" = 4 ]
}

is_prefix6() {
	left=${1%%/*}
	has_length "$1" 128 || return 1
	most=8
	least=8
	case $left in
	'' | *:::* | *::*::* | :[!:]* | *[!:]:) return 1 ;;
	*::*)
		most=7
		least=0
		left=${left%%::*}:${left#*::}
		left=${left#:}
		left=${left%:}
		;;
	esac
	count=0
	left=${left:+$left:}
	while [ -n "$left" ]; do
		case ${left%%:*} in
		'' | *[!0-9A-Fa-f]* | ?????*) return 1 ;;
		esac
		left=${left#*:}
		count=$((count + 1))
	done
	[ "$count" -ge "$least" ] && [ "$count" -le "$most" ]
}

# PREFIX MOST: the length behind it, if there is one.
has_length() {
	case ${1#"${1%%/*}"} in
	'' | /[0-9]) return 0 ;;
	/[1-9][0-9] | /1[0-9][0-9]) [ "${1#*/}" -le "$2" ] ;;
	*) return 1 ;;
	esac
}

# PATH KIND ROW FAMILY: limit_of, with what is wished.
limit_wish() {
	limit_of "$2-$4-$3"
	while IFS= read -r wish; do
		case $wish in
		"${1}AllowAllIPv$4="*) allow=${wish##*=} ;;
		"${1}IPv${4}AllowedSourcePrefix="*) prefixes=${wish##*=} ;;
		esac
	done <<-end
		$page_wishes$ssh_wishes
	end
}

# PATH KIND ROW PORT on|off: the rules for both families. With the mark that all are let in, the prefixes are only kept.
put_limits() {
	for family in 4 6; do
		limit_wish "$1" "$2" "$3" "$family"
		if [ "$allow$prefixes" = true ]; then
			[ -z "$limit" ] || reply "uci.firewall.$limit" ''
			continue
		fi
		if [ -z "$limit" ]; then
			rule_of "cwmp_limit${family}_" "$2_$3"
			limit=$rule
			limits="$limits$limit $2-$family-$3
"
			reply "uci.firewall.$limit" rule
			reply "uci.firewall.$limit.name" "Limit-$2-$family-$3"
			reply "uci.firewall.$limit.src" '*'
			reply "uci.firewall.$limit.family" "ipv$family"
			reply "uci.firewall.$limit.proto" tcp
			reply "uci.firewall.$limit.target" REJECT
		fi
		reply "uci.firewall.$limit.dest_port" "$4"
		items=
		set -f
		for prefix in $prefixes; do
			items="$items!$prefix "
		done
		set +f
		reply "uci.firewall.$limit.src_ip[]" "${items% }"
		case $allow$5 in
		falseon) reply "uci.firewall.$limit.enabled" '' ;;
		*) reply "uci.firewall.$limit.enabled" 0 ;;
		esac
		case $allow in
		true) reply "uci.firewall.$limit.allow_all" 1 ;;
		*) reply "uci.firewall.$limit.allow_all" '' ;;
		esac
	done
}

# KIND ROW
del_limits() {
	load_doors
	for family in 4 6; do
		limit_of "$1-$family-$2"
		[ -z "$limit" ] || reply "uci.firewall.$limit" ''
	done
}

# PREFIX ROW: a section for a rule, into rule: of what uci takes for a name.
rule_of() {
	rule=$1
	left=$2
	while [ -n "$left" ]; do
		case $left in
		[A-Za-z0-9]*) rule=$rule${left%"${left#?}"} ;;
		*) rule=${rule}_ ;;
		esac
		left=${left#?}
	done
	while :; do
		case $cwmp_lf$limits$doors in
		*"$cwmp_lf$rule "*) rule=${rule}_ ;;
		*) break ;;
		esac
	done
}

# The wishes for the pages, each PATH=VALUE: what is on and what is off, where it listens, and whether from outside. Without
# writes, only what would not work is told: two servers at one port.
finish_pages() {
	load_doors
	with_ssh
	place_ssh
	case $page_wishes in
	*"[$remote_row]."*) add_remote ;;
	esac
	all=
	while IFS= read -r wish; do
		case $wish in
		"$root.UserInterface.Enable="*) all=${wish#*=} ;;
		esac
	done <<-end
		$page_wishes
	end
	# With one page, the web interface is on.
	while read -r _ _ _ state _; do
		[ "$all=$state" != true=on ] || all=
	done <<-end
		$listens
	end
	known=' '
	open=
	shared=' '
	guarded=' '
	while read -r row server protocol _; do
		case $known in
		*" $row "*) continue ;;
		esac
		known="$known$row "
		[ -n "$row" ] || continue
		quoted "$row"
		page=${pages}[$quoted].
		said=$page
		about=${page}AccessType
		case $root.$row in
		"Internet"*".$remote_row")
			said=$root.UserInterface.RemoteAccess.
			about=${said}Enable
			;;
		esac
		port=
		wanted=
		access=
		interface=-
		was=$protocol
		while IFS= read -r wish; do
			case $wish in
			"${page}Enable="*) wanted=${wish##*=} ;;
			"${page}Port="*) port=${wish##*=} ;;
			"${page}Protocol=HTTPS") protocol=https ;;
			"${page}Protocol=HTTP") protocol=http ;;
			"${page}AccessType="*) access=${wish##*=} ;;
			"${page}Interface="*) interface=${wish##*=} ;;
			esac
		done <<-end
			$page_wishes
		end
		items=
		states=' '
		at=
		while read -r other _ _ state address; do
			[ "$other" = "$row" ] || continue
			case $states in
			*" $state "*) ;;
			*) states="$states$state " ;;
			esac
			# The port that is told; the others are not asked for.
			: "${at:=${address##*:}}"
			# A port alone is that of all addresses.
			[ "${address##*:}" != "$at" ] || address=${address%"$at"}${port:-$at}
			items="$items$address "
		done <<-end
			$listens
		end
		items=${items% }
		[ "$port" != "$at" ] || port=
		at=${port:-$at}
		move_page || fault 9007 "${page}Interface" 'expected an interface with a static address: uhttpd listens at addresses'
		case $wanted=$all=$states in
		true=false=* | =false=*' on '*) now=held ;;
		true=* | =*' on '*) now=on ;;
		=*' held '*) now=held ;;
		*) now=off ;;
		esac
		case $all=$now in
		true=held) now=on ;;
		esac
		case $now in
		on | held) taken="$taken$at " ;;
		esac
		limited=
		guard=
		door_of "$row"
		case $access=$door in
		RemoteAccess=* | =?*) guard=1 ;;
		esac
		for family in 4 6; do
			limit_of "Web-$family-$row"
			so_far=$allow$prefixes
			limit_wish "$page" Web "$row" "$family"
			[ "$allow" = true ] || guard=1
			[ "$so_far" = "$allow$prefixes" ] || limited=1
		done
		case $now in
		on)
			clash "$items" || fault 9007 "${said}Port" "expected a port that no other page is at"
			open="$open$items "
			case ${page_wishes:+$guarded=$guard$shared} in
			*" $at "*=* | *=1*" $at "*) fault 9007 "${said}Port" 'expected a port of its own: the firewall looks at no other address than that of the client' ;;
			esac
			[ -z "$guard" ] || guarded="$guarded$at "
			shared="$shared$at "
			case $cwmp_lf$page_wishes in
			*"$cwmp_lf$page"*) is_free || continue ;;
			esac
			;;
		esac
		case $port$access$moved$limited=$protocol$states in
		"=$was $now ") continue ;;
		esac
		case $access=$outer in
		RemoteAccess=) fault 9007 "$about" 'expected a zone of the firewall that leads out: called wan, of the network wan, or one that masquerades' ;;
		esac
		[ -n "$page_writes" ] || continue
		option=uci.uhttpd.$server.listen_
		case $port$moved=$protocol$states in
		"=$was $now ") ;;
		*)
			end_of "$now"
			reply "$option$protocol${end}[]" "$items"
			;;
		esac
		case $mark$protocol in
		"$interface$was") ;;
		*)
			[ -z "$mark$interface" ] || reply "$option${protocol}_interface" "$interface"
			[ "${mark:+$protocol}" = "${mark:+$was}" ] || reply "$option${was}_interface" ''
			;;
		esac
		for state in $states; do
			end_of "$state"
			[ "$state$was" = "$now$protocol" ] || reply "$option$was$end" ''
		done
		put_door
		put_limits "$page" Web "$row" "$at" "$now"
	done <<-end
		$listens
	end
	case $all=$open in
	true=) fault 9001 "$root.UserInterface.Enable" 'expected a page that went off with it: Enable of one of them' ;;
	esac
}

# Whether the page of finish_pages, which is on, has what it listens with.
is_free() {
	case $busy in
	*" $at "*)
		fault 9007 "${said}Port" 'expected a port at which no server of ssh is, nor the agent'
		return 1
		;;
	esac
	[ "$protocol" = https ] && [ ! -e "$CWMPD_ROOT/lib/libustream-ssl.so" ] || return 0
	case $wanted$access in
	true* | *RemoteAccess) fault 9007 "$about" 'expected HTTP: without libustream-ssl uhttpd listens for no HTTPS' ;;
	*) return 0 ;;
	esac
	return 1
}

# The items of row become those of interface, or stay where that is `-`; into moved, whether they are others. False where it
# has no static address.
move_page() {
	moved=
	named_of "$row"
	if [ "$interface" = - ]; then
		interface=$mark
		return 0
	fi
	bound_to "$row"
	named_of "$row"
	case $interface=$bound in
	=) return 0 ;;
	=*) there="0.0.0.0:$at [::]:$at" ;;
	*)
		load_statics
		there=
		while read -r other address; do
			[ "$other" != "$interface" ] || there="$there$address:$at "
		done <<-end
			$statics
		end
		there=${there% }
		[ -n "$there" ] || return 1
		;;
	esac
	[ "$there=$interface" != "$items=$mark" ] || return 0
	items=$there
	moved=1
}

# on|held|off: how the option is called, into end.
end_of() {
	end=
	[ "$1" = on ] || end=_$1
}

# ITEMS of a page: false where a page that is on has the port for these addresses.
clash() {
	set -f
	for item in $1; do
		for other in $open; do
			[ "${item##*:}" = "${other##*:}" ] || continue
			case ${item%:*}=${other%:*} in
			'['*=[0-9]*.* | [0-9]*.*='['*) continue ;;
			esac
			case ${item%:*} in
			"${other%:*}" | 0.0.0.0 | '[::]' | "${item##*:}") ;;
			*)
				case ${other%:*} in
				0.0.0.0 | '[::]' | "${item##*:}") ;;
				*) continue ;;
				esac
				;;
			esac
			set +f
			# What was so before is no fault of other wishes.
			case $page_wishes in
			*.Port=* | *.Interface=* | *Enable=true*) return 1 ;;
			esac
			return 0
		done
	done
	set +f
}

# The rule for the row: it is on where the page is.
put_door() {
	door_of "$row"
	case $access=$door in
	LocalAccess=?*)
		reply "uci.firewall.$door" ''
		return
		;;
	RemoteAccess=)
		rule_of cwmp_web_ "$row"
		door=$rule
		reply "uci.firewall.$door" rule
		reply "uci.firewall.$door.name" "Allow-Web-$row"
		reply "uci.firewall.$door.src" "$outer"
		reply "uci.firewall.$door.proto" tcp
		reply "uci.firewall.$door.target" ACCEPT
		;;
	*=) return ;;
	esac
	reply "uci.firewall.$door.dest_port" "$at"
	case $now in
	on) reply "uci.firewall.$door.enabled" '' ;;
	*) reply "uci.firewall.$door.enabled" 0 ;;
	esac
}
