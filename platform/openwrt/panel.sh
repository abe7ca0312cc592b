# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# What a person sees of the device, for the hook `system`: the pages of uhttpd and the lights. What is off is kept in an
# option that no service reads (listen_http_off, trigger_off), and comes back from there: a page that went off with all of them
# stands in another one (listen_http_held), and comes back with them. The agent makes the uci edits.
#
# uhttpd listens at addresses: a page on one interface alone is at its static ones. Which interface that is, is kept in
# listen_http_interface, by which the package's hotplug script follows when the addresses change.
#
# A light has two elements of a cycle, `on` and `off`. With both it blinks, with one it stays so, without any the kernel moves
# it as before: what stood there is kept in trigger_kept and default_kept.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

lights=Device.LEDs.LED.
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
zones=' '
# `SECTION NAME VALUE` of each option of a light, and the names of all sections beside them.
leds=
names=' '
languages=en
language=auto

load_panel() {
	[ -z "$reading" ] || return 0
	read_panel
	for reading in uhttpd luci system; do
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
		system.led | firewall.rule) section=$2 ;;
		firewall.zone) section=zone ;;
		esac
		case $reading.$2 in
		luci.languages | luci.main) section=$2 ;;
		esac
		[ "$reading" != system ] || names="$names$2 "
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
			zone=*) zones="$zones$2 " ;;
			*=Allow-Web-*) doors="$doors$section ${2#Allow-Web-}
" ;;
			esac
			;;
		firewall.*) ;;
		luci.*)
			case $section.$1 in
			languages.en) ;;
			languages.*) languages=$languages,$1 ;;
			main.lang) language=$2 ;;
			esac
			;;
		system.*) leds="$leds$section $1 $2
	" ;;
		esac
	}
	on_end() { :; }
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
	*.HTTPAccess.'['*'].AccessType' | *. | '') load_doors ;;
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
	if under "$request" "${1}Interface"; then
		bound_to "$row"
		reply "${1}Interface" "$bound"
	fi
}

# TABLE: a server of its own, which is like the first, and off.
add_page() {
	load_panel
	new=1
	while :; do
		case $servers in
		*" cwmp_access_$new "*) new=$((new + 1)) ;;
		*) break ;;
		esac
	done
	new=cwmp_access_$new
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
	tell_page "$1[$new]." "$order" 443 off https
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

# `on|held|off SECTION` of each server of ssh: one that went off with all of them is marked, and comes back with them.
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
	}
	on_option() {
		case ${section:+$1}=$2 in
		enable=0 | enable=no | enable=off | enable=false | enable=disabled) state=off ;;
		disabled_by=cwmpd) held=held ;;
		esac
	}
	on_end() {
		[ "$state" = on ] || state=$held
		[ -z "$section" ] || servers_of_ssh="$servers_of_ssh$state $section
"
	}
	uci_read dropbear
}
servers_of_ssh=

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
	while read -r state section; do
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

# REQUEST
tell_lights() {
	load_panel
	for folder in "$CWMPD_ROOT"/sys/class/leds/*; do
		[ -d "$folder" ] || continue
		quoted "${folder##*/}"
		light=${lights}[$quoted].
		touches "$1" "$light" || continue
		led_of "${folder##*/}"
		cycle_of
		tell "${light}Enable" "$able"
		shown=
		color_of "${folder##*/}"
		if ! value "$folder/brightness"; then
			tell "${light}Status" Error
		else
			case $able$on$off in
			false*) tell "${light}Status" Disabled ;;
			*falsefalse) tell "${light}Status" InUse ;;
			*)
				tell "${light}Status" Controlled
				shown=on
				[ "$value" != 0 ] || shown=off
				;;
			esac
		fi
		tell "${light}CurrentCycleElement.CycleElementReference" "$shown"
		case $shown in
		on) [ -z "$color" ] || tell "${light}CurrentCycleElement.Color" "$color" ;;
		off) tell "${light}CurrentCycleElement.Color" 000000 ;;
		esac
		for part in on off; do
			element="${light}CycleElement.[$part]."
			option_of "delay$part"
			# What the kernel takes where nothing is said.
			tell "${element}Duration" "${value:-500}"
			case $part in
			on)
				tell "${element}Enable" "$on"
				[ -z "$color" ] || tell "${element}Color" "$color"
				;;
			off)
				tell "${element}Enable" "$off"
				tell "${element}Color" 000000
				;;
			esac
		done
	done
}

# NAME of a light, COLOR:FUNCTION or DEVICE:COLOR:FUNCTION, into color.
color_of() {
	color=
	case :$1: in
	*:red:*) color=FF0000 ;;
	*:green:*) color=00FF00 ;;
	*:blue:*) color=0000FF ;;
	*:white:*) color=FFFFFF ;;
	*:yellow:*) color=FFFF00 ;;
	*:amber:*) color=FFBF00 ;;
	*:orange:*) color=FFA500 ;;
	*:cyan:*) color=00FFFF ;;
	*:purple:* | *:violet:* | *:magenta:*) color=FF00FF ;;
	esac
}

# Of the options: able, and behind it the trigger, what it stands at, on and off.
cycle_of() {
	option_of trigger_off
	trigger=$value
	option_of default_off
	default=$value
	able=false
	if [ -z "$trigger" ]; then
		able=true
		option_of trigger
		trigger=$value
		option_of default
		default=$value
	fi
	on=false
	off=false
	case $trigger=$default in
	timer=*)
		on=true
		off=true
		;;
	default-on=* | none=1 | =1) on=true ;;
	none=0 | =0) off=true ;;
	esac
}

# NAME below /sys into led, its section, and options, a line of each.
led_of() {
	led=
	options='
'
	while read -r section name value; do
		[ "$name=$value" != "sysfs=$1" ] || led=$section
	done <<-end
		$leds
	end
	[ -n "$led" ] || return 0
	while read -r section name value; do
		[ "$section" != "$led" ] || options="$options$name $value
"
	done <<-end
		$leds
	end
}

# NAME: an option of the light, into value.
option_of() {
	value=
	case $options in
	*"
$1 "*)
		value=${options#*"
$1 "}
		value=${value%%"$cwmp_lf"*}
		;;
	esac
}

# The wishes for the lights, each PATH=VALUE.
finish_lights() {
	load_panel
	for folder in "$CWMPD_ROOT"/sys/class/leds/*; do
		key=${folder##*/}
		quoted "$key"
		light=${lights}[$quoted].
		case $cwmp_lf$light_wishes in
		*"$cwmp_lf$light"*) set_light "$key" ;;
		esac
	done
}

# NAME below /sys, of light.
set_light() {
	led_of "$1"
	cycle_of
	was=$able
	was_cycle=$on$off
	delay_on=
	delay_off=
	while IFS= read -r wish; do
		case $wish in
		"${light}Enable="*) able=${wish#*=} ;;
		"$light"*'[on].Enable='*) on=${wish##*=} ;;
		"$light"*'[off].Enable='*) off=${wish##*=} ;;
		"$light"*'[on].Duration='*) delay_on=${wish##*=} ;;
		"$light"*'[off].Duration='*) delay_off=${wish##*=} ;;
		esac
	done <<-end
		$light_wishes
	end
	case $able$on$off$delay_on$delay_off in
	"$was$was_cycle") return 0 ;;
	esac
	[ -n "$led" ] || new_led "$1"
	edit=uci.system.$led
	[ -z "$delay_on" ] || reply "$edit.delayon" "$delay_on"
	[ -z "$delay_off" ] || reply "$edit.delayoff" "$delay_off"
	case $was_cycle=$on$off in
	"$on$off="*) ;;
	falsefalse=*)
		reply "$edit.trigger_kept" "${trigger:-none}"
		reply "$edit.default_kept" "$default"
		;;
	*=falsefalse)
		option_of trigger_kept
		trigger=$value
		option_of default_kept
		default=$value
		reply "$edit.trigger_kept" ''
		reply "$edit.default_kept" ''
		;;
	esac
	case $was_cycle=$on$off in
	"$on$off="* | *=falsefalse) ;;
	*=truetrue) trigger=timer ;;
	*=truefalse) trigger=none default=1 ;;
	*) trigger=none default=0 ;;
	esac
	case $able in
	true)
		reply "$edit.trigger" "${trigger:-none}"
		case $default in
		none) default= ;;
		esac
		reply "$edit.default" "$default"
		[ "$was" = true ] || reply "$edit.trigger_off" ''
		[ "$was" = true ] || reply "$edit.default_off" ''
		;;
	*)
		reply "$edit.trigger_off" "${trigger:-none}"
		reply "$edit.default_off" "${default:-none}"
		[ "$was" = false ] || reply "$edit.trigger" none
		[ "$was" = false ] || reply "$edit.default" 0
		;;
	esac
}

# NAME below /sys: a section named after it, in what uci takes for a name and no other has, into led.
new_led() {
	led=led_
	left=$1
	while [ -n "$left" ]; do
		case $left in
		[A-Za-z0-9]*) led=$led${left%"${left#?}"} ;;
		*) led=${led}_ ;;
		esac
		left=${left#?}
	done
	while :; do
		case $names in
		*" $led "*) led=${led}_ ;;
		*) break ;;
		esac
	done
	names="$names$led "
	reply "uci.system.$led" led
	reply "uci.system.$led.sysfs" "$1"
	reply "uci.system.$led.name" "$1"
}

# The wishes for the pages, each PATH=VALUE: what is on and what is off, where it listens, and whether from outside. Without
# writes, only what would not work is told: two servers at one port.
finish_pages() {
	load_doors
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
	while read -r row server protocol _; do
		case $known in
		*" $row "*) continue ;;
		esac
		known="$known$row "
		[ -n "$row" ] || continue
		quoted "$row"
		page=${pages}[$quoted].
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
		on)
			clash "$items" || fault 9007 "${page}Port" "expected a port that no other page is at"
			open="$open$items "
			;;
		esac
		case $port$access$moved=$protocol$states in
		"=$was $now ") continue ;;
		esac
		case $access=$zones in
		RemoteAccess=*' wan '*) ;;
		RemoteAccess=*) fault 9007 "${page}AccessType" 'expected a zone called wan in the firewall' ;;
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
	done <<-end
		$listens
	end
	case $all=$open in
	true=) fault 9001 "$root.UserInterface.Enable" 'expected a page that went off with it: Enable of one of them' ;;
	esac
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
		door=cwmp_web_
		left=$row
		while [ -n "$left" ]; do
			case $left in
			[A-Za-z0-9]*) door=$door${left%"${left#?}"} ;;
			*) door=${door}_ ;;
			esac
			left=${left#?}
		done
		reply "uci.firewall.$door" rule
		reply "uci.firewall.$door.name" "Allow-Web-$row"
		reply "uci.firewall.$door.src" wan
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
