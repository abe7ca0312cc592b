# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# Lights, for the hook `system`. A light has two elements of a cycle, `on` and `off`. With both it blinks, with one it stays
# so, without any the kernel moves it as before: what stood there is kept in trigger_kept and default_kept, and what is off
# in trigger_off and default_off, options that no service reads. The agent makes the uci edits.
#
# How bright it is, and the colour of one of several, are options of `on` that the init script of newer releases reads: that
# says so.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

lights=Device.LEDs.LED.
# `SECTION NAME VALUE` of each option of a light, and the names of all sections beside them.
leds=
names=' '

load_lights() {
	[ "$names" = ' ' ] || return 0
	on_section() {
		section=
		[ "$1" != led ] || section=$2
		names="$names$2 "
	}
	on_option() {
		[ -z "$section" ] || leds="$leds$section $1 $2
"
	}
	on_end() { :; }
	uci_read system
}

# REQUEST
tell_lights() {
	load_lights
	for folder in "$CWMPD_ROOT"/sys/class/leds/*; do
		[ -d "$folder" ] || continue
		quoted "${folder##*/}"
		light=${lights}[$quoted].
		touches "$1" "$light" || continue
		led_of "${folder##*/}"
		cycle_of
		tell "${light}Enable" "$able"
		shown=
		shade_of "$folder"
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
		option_of "delay$shown"
		case $shown in
		'') value=0 ;;
		esac
		tell "${light}CurrentCycleElement.Duration" "${value:-500}"
		for part in on off; do
			element="${light}CycleElement.[$part]."
			option_of "delay$part"
			# What the kernel takes where nothing is said.
			tell "${element}Duration" "${value:-500}"
			case $part in
			on)
				tell "${element}Enable" "$on"
				[ -z "$color" ] || tell "${element}Color" "$color"
				tell "${element}Brightness" "$bright"
				;;
			off)
				tell "${element}Enable" "$off"
				tell "${element}Color" 000000
				tell "${element}Brightness" 0
				;;
			esac
		done
	done
}

# FOLDER of a light, with its options: the colour and the brightness in per cent of `on`, into color and bright; its highest
# into most, and the colours it is made of into shades.
shade_of() {
	color_of "${1##*/}"
	value "$1/max_brightness" || value=
	case $value in
	'' | *[!0-9]* | 0*) value=1 ;;
	esac
	most=$value
	value "$1/multi_index" 2>/dev/null || value=
	shades=$value
	if [ -n "$shades" ]; then
		value "$1/multi_intensity" || value=
		now=$value
		given=
		color=
		for shade in red green blue; do
			part=0
			left=" $now"
			for name in $shades; do
				left=${left#* }
				[ "$name" != "$shade" ] || part=${left%% *}
			done
			option_of "color_$shade"
			case $value in
			'' | *[!0-9]* | 0?*) ;;
			*) given="$given $value" ;;
			esac
			color="$color $part"
		done
		# The script passes over all of them where none is more than 0.
		case $given in
		*[1-9]*)
			color=
			for shade in red green blue; do
				option_of "color_$shade"
				case $value in
				'' | *[!0-9]* | 0?*) value=0 ;;
				esac
				color="$color $value"
			done
			;;
		esac
		hex_of
	fi
	option_of brightness
	case $value in
	'' | *[!0-9]* | 0* | ??????????*) bright=100 ;;
	*) bright=$(((value * 100 + most / 2) / most)) ;;
	esac
	[ "$bright" -le 100 ] || bright=100
}

# ` R G B` of most in color, into six hexadecimal digits.
hex_of() {
	digits=
	for part in $color; do
		case $part in
		*[!0-9]* | 0?* | ??????????*) part=0 ;;
		esac
		part=$(((part * 255 + most / 2) / most))
		[ "$part" -le 255 ] || part=255
		for digit in $((part / 16)) $((part % 16)); do
			case $digit in
			10) digit=A ;;
			11) digit=B ;;
			12) digit=C ;;
			13) digit=D ;;
			14) digit=E ;;
			15) digit=F ;;
			esac
			digits=$digits$digit
		done
	done
	color=$digits
}

# RRGGBB or per cent: what the kernel would have of most, into parts.
steps_of() {
	case $1 in
	??????)
		parts=
		left=$1
		while [ -n "$left" ]; do
			part=${left%"${left#??}"}
			left=${left#??}
			parts="$parts $(((0x$part * most + 127) / 255))"
		done
		;;
	*) parts=$((($1 * most + 50) / 100)) ;;
	esac
}

# PATH VALUE: whether this light, and this release, can be so.
check_light() {
	load_lights
	row "$lights" "$1" || return 0
	led_of "$key"
	shade_of "$CWMPD_ROOT/sys/class/leds/$key"
	case $1=$2 in
	# To the kernel, 0 is no blinking, or some.
	*.Duration=0) fault 9007 "$1" 'expected at least 1 ms' ;;
	*'[on].Color='"$color" | *'[off].Color=000000' | *'[on].Brightness='"$bright" | *'[off].Brightness=0') ;;
	*'[off].Color='* | *'[off].Brightness='*) fault 9007 "$1" 'expected what is off to be dark' ;;
	*.Color=*)
		if [ -z "$shades" ]; then
			fault 9007 "$1" "expected ${color:-its own colour}: this light has one"
			return
		fi
		steps_of "$2"
		color=$parts
		hex_of
		# What it has no light for stays dark.
		for shade in red green blue; do
			parts=${parts# }
			case " $shades = ${parts%% *}" in
			*" $shade "* | *'= 0') ;;
			*) color=0 ;;
			esac
			parts=${parts#* }
		done
		case $((0x$2))=$((0x$color)) in
		0=*) fault 9007 "$1" 'expected a colour that is not dark' ;;
		"$((0x$color))=$((0x$2))") led_script color "$1" ;;
		*) fault 9007 "$1" "expected a colour in $most steps of $shades" ;;
		esac
		;;
	*.Brightness=*)
		steps_of "$2"
		bright=$(((parts * 100 + most / 2) / most))
		case $parts=$bright in
		0=* | *[!0-9]*=*) fault 9007 "$1" 'expected what is on to shine' ;;
		*="$2") [ "$2" = 100 ] || led_script brightness "$1" ;;
		*) fault 9007 "$1" "expected a brightness in $most steps" ;;
		esac
		;;
	esac
}

# OPTION PATH: whether the init script reads it.
led_script() {
	while read -r line; do
		case $1=$line in
		color=*config_get*color_* | brightness=*config_get*brightness*) return 0 ;;
		esac
	done <"$CWMPD_ROOT/etc/init.d/led"
	fault 9001 "$2" 'the init script of this release does not know it'
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
	load_lights
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
	new_color=
	new_bright=
	while IFS= read -r wish; do
		case $wish in
		"${light}Enable="*) able=${wish#*=} ;;
		"$light"*'[on].Enable='*) on=${wish##*=} ;;
		"$light"*'[off].Enable='*) off=${wish##*=} ;;
		"$light"*'[on].Duration='*) delay_on=${wish##*=} ;;
		"$light"*'[off].Duration='*) delay_off=${wish##*=} ;;
		"$light"*'[on].Color='*) new_color=${wish##*=} ;;
		"$light"*'[on].Brightness='*) new_bright=${wish##*=} ;;
		esac
	done <<-end
		$light_wishes
	end
	shade_of "$CWMPD_ROOT/sys/class/leds/$1"
	[ "$new_color" != "$color" ] || new_color=
	[ "$new_bright" != "$bright" ] || new_bright=
	case $able$on$off$delay_on$delay_off$new_color$new_bright in
	"$was$was_cycle") return 0 ;;
	esac
	[ -n "$led" ] || new_led "$1"
	edit=uci.system.$led
	[ -z "$delay_on" ] || reply "$edit.delayon" "$delay_on"
	[ -z "$delay_off" ] || reply "$edit.delayoff" "$delay_off"
	if [ -n "$new_color" ]; then
		steps_of "$new_color"
		for shade in red green blue; do
			parts=${parts# }
			reply "$edit.color_$shade" "${parts%% *}"
			parts=${parts#* }
		done
	fi
	bright=${new_bright:-$bright}
	case $new_bright in
	'') ;;
	100) reply "$edit.brightness" '' ;;
	*)
		steps_of "$new_bright"
		reply "$edit.brightness" "$parts"
		;;
	esac
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
	# It blinks as bright as it was before.
	case $trigger=$bright in
	timer=100) ;;
	timer=*) default=1 ;;
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
