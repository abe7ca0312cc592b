# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# Lights, for the hook `system`. A light has two elements of a cycle, `on` and `off`. With both it blinks, with one it stays
# so, without any the kernel moves it as before: what stood there is kept in trigger_kept and default_kept, and what is off
# in trigger_off and default_off, options that no service reads. The agent makes the uci edits.

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
