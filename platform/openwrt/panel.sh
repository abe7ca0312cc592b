# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# What a person sees of the device, for the hook `system`: the pages of uhttpd and the lights. What is off is kept in an
# option that no service reads (listen_http_off, trigger_off), and comes back from there. The agent makes the uci edits.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

lights=Device.LEDs.LED.
# `SECTION.PROTOCOL on|off ADDRESS:PORT` on each line.
listens=
# `SECTION NAME VALUE` of each option of a light.
leds=
languages=en

load_panel() {
	[ -z "$reading" ] || return 0
	on_section() {
		section=
		case $reading.$1 in
		uhttpd.uhttpd | system.led) section=$2 ;;
		esac
		[ "$2" != languages ] || section=$2
	}
	on_option() {
		case $reading.${section:+$1} in
		*.) ;;
		uhttpd.listen_http | uhttpd.listen_https) listens="$listens$section.${1#listen_} on $2
	" ;;
		uhttpd.listen_http_off | uhttpd.listen_https_off)
			protocol=${1#listen_}
			listens="$listens$section.${protocol%_off} off $2
"
			;;
		luci.en) ;;
		luci.*) languages=$languages,$1 ;;
		system.*) leds="$leds$section $1 $2
	" ;;
		esac
	}
	on_end() { :; }
	for reading in uhttpd luci system; do
		section=
		uci_read "$reading"
	done
}
reading=

# REQUEST
tell_pages() {
	load_panel
	tell "$root.UserInterface.AvailableLanguages" "$languages"
	enabled=false
	known=' '
	order=0
	while read -r row state address; do
		[ "$state" != on ] || enabled=true
		case $known in
		*" $row "*) continue ;;
		esac
		known="$known$row "
		[ -n "$row" ] || continue
		order=$((order + 1))
		quoted "$row"
		page=${pages}[$quoted].
		tell "${page}Order" "$order"
		tell "${page}Port" "${address##*:}"
		case $state in
		on)
			tell "${page}Enable" true
			tell "${page}Status" Up
			;;
		*)
			tell "${page}Enable" false
			tell "${page}Status" Down
			;;
		esac
		case $row in
		*.https) tell "${page}Protocol" HTTPS ;;
		*) tell "${page}Protocol" HTTP ;;
		esac
	done <<-end
		$listens
	end
	tell "$root.UserInterface.Enable" "$enabled"
}

# REQUEST
tell_lights() {
	load_panel
	for folder in "$CWMPD_ROOT"/sys/class/leds/*; do
		[ -d "$folder" ] || continue
		led_of "${folder##*/}"
		quoted "${folder##*/}"
		light=${lights}[$quoted].
		case $options in
		*"
trigger_off "*) tell "${light}Enable" false ;;
		*) tell "${light}Enable" true ;;
		esac
	done
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

# PATH VALUE
set_light() {
	row "$lights" "$1" || return 0
	load_panel
	led_of "$key"
	if [ -z "$led" ]; then
		# Named after the light, in what uci takes for a name.
		led=led_
		left=$key
		while [ -n "$left" ]; do
			case $left in
			[A-Za-z0-9]*) led=$led${left%"${left#?}"} ;;
			*) led=${led}_ ;;
			esac
			left=${left#?}
		done
		[ "$2" = false ] || return 0
		reply "uci.system.$led" led
		reply "uci.system.$led.sysfs" "$key"
		reply "uci.system.$led.name" "$key"
	fi
	option_of trigger_off
	off=$value
	for name in trigger default; do
		case $2=$off in
		false=)
			option_of "$name"
			reply "uci.system.$led.${name}_off" "${value:-none}"
			;;
		true=?*)
			option_of "${name}_off"
			case $name=$value in
			default=none) reply "uci.system.$led.default" '' ;;
			*) reply "uci.system.$led.$name" "$value" ;;
			esac
			reply "uci.system.$led.${name}_off" ''
			;;
		esac
	done
	if [ "$2=$off" = false= ]; then
		reply "uci.system.$led.trigger" none
		reply "uci.system.$led.default" 0
	fi
}

# The wishes for the pages, each PATH=VALUE: what is on and what is off, with which port.
finish_pages() {
	load_panel
	known=' '
	while read -r row _; do
		case $known in
		*" $row "*) continue ;;
		esac
		known="$known$row "
		[ -n "$row" ] || continue
		quoted "$row"
		page=${pages}[$quoted].
		port=
		wanted=
		while IFS= read -r wish; do
			case $wish in
			"$root.UserInterface.Enable="*) wanted=${wish#*=} ;;
			"${page}Enable="*) wanted=${wish#*=} ;;
			"${page}Port="*) port=${wish##*=} ;;
			esac
		done <<-end
			$page_wishes
		end
		[ -n "$port$wanted" ] || continue
		items=
		now=off
		while read -r other state address; do
			[ "$other" = "$row" ] || continue
			now=$state
			# A port alone is that of all addresses.
			items="$items${address%"${address##*:}"}${port:-${address##*:}} "
		done <<-end
			$listens
		end
		case ${wanted:-$now} in
		true | on) now='' gone=_off ;;
		*) now=_off gone= ;;
		esac
		option=uci.uhttpd.${row%.*}.listen_${row##*.}
		reply "$option${now}[]" "${items% }"
		reply "$option$gone" ''
	done <<-end
		$listens
	end
}
