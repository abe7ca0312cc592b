# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# What a radio may speak, for the hook `system`. OpenWrt has one word for the best standard and the width (htmode), one for
# the least that a station must know (require_mode), and one for 802.11b (legacy_rates); the country and where in it are two
# options; whether the radio leads out is what its networks say. How fast it can be is the best mode of its band that
# /etc/board.json lists, on all of its antennas; boards of 23.05 list none.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

# `PHY PATH BAND RATE` of each mode; `SECTION PHY PATH BAND HTMODE REQUIRED LEGACY COUNTRY PLACE` of each radio; those on
# which this device is a station.
fastest=
radios=
stations=' '

load_radios() {
	[ -z "$radios" ] || return 0
	section=
	network=
	on_section() {
		on_end
		case $1 in
		wifi-device) section=$2 ;;
		wifi-iface) network=$2 ;;
		esac
		phy=-
		path=-
		band=-
		mode=
		required=-
		legacy=0
		country=-
		place=
		device=
		off=0
	}
	on_option() {
		case $1 in
		phy) phy=$2 ;;
		path) path=$2 ;;
		band) band=${2%g} ;;
		hwmode)
			# What older configurations have for the band.
			case $band$2 in
			-*a) band=5 ;;
			-*) band=2 ;;
			esac
			;;
		htmode | mode) mode=$2 ;;
		require_mode) required=${2:--} ;;
		legacy_rates) legacy=$2 ;;
		country) country=${2:--} ;;
		country3)
			case $2 in
			0x49) place=I ;;
			0x4[Ff]) place=O ;;
			esac
			;;
		device) device=$2 ;;
		disabled) off=$2 ;;
		esac
	}
	on_end() {
		if [ -n "$section" ]; then
			if is_on "$legacy"; then
				legacy=1
			else
				legacy=0
			fi
			radios="$radios$section $phy $path $band ${mode:-NOHT} $required $legacy $country $place
"
		elif [ -n "$network" ] && [ "$mode" = sta ] && ! is_on "$off"; then
			stations="$stations$device "
		fi
		section=
		network=
	}
	uci_read wireless
	[ -r "$CWMPD_ROOT/etc/board.json" ] || return 0
	phy=
	while read -r line; do
		text=${line#*: \"}
		text=${text%%\"*}
		case $line in
		'"phy'*'": {')
			phy=${line#\"}
			phy=${phy%%\"*}
			path=-
			antennas=0
			;;
		'"path": "'*) path=$text ;;
		'"antenna_tx": '*)
			mask=${line##* }
			antennas=0
			case ${mask%,} in
			'' | *[!0-9]*) mask=0 ;;
			*) mask=${mask%,} ;;
			esac
			while [ "$mask" -gt 0 ]; do
				antennas=$((antennas + (mask & 1)))
				mask=$((mask >> 1))
			done
			;;
		'"2G": {' | '"5G": {' | '"6G": {')
			band=${line#\"}
			band=${band%%G*}
			;;
		'"NOHT"'* | '"HT'* | '"VHT'* | '"HE'* | '"EHT'*) faster ;;
		esac
	done <"$CWMPD_ROOT/etc/board.json"
}

is_on() {
	case $1 in
	1 | yes | on | true | enabled) return 0 ;;
	esac
	return 1
}

# The mode on this line: tenths of Mbit/s of one stream with the shortest guard interval.
faster() {
	mode=${line#\"}
	case ${mode%%\"*} in
	NOHT) rate=54 ;;
	HT20) rate=722 ;;
	HT40) rate=1500 ;;
	VHT20) rate=867 ;;
	VHT40) rate=2000 ;;
	VHT80) rate=4333 ;;
	VHT160) rate=8667 ;;
	HE20) rate=1434 ;;
	HE40) rate=2868 ;;
	HE80) rate=6005 ;;
	HE160) rate=12010 ;;
	EHT20) rate=1721 ;;
	EHT40) rate=3441 ;;
	EHT80) rate=7206 ;;
	EHT160) rate=14412 ;;
	EHT320) rate=28824 ;;
	*) return 0 ;;
	esac
	[ "$rate" = 54 ] || rate=$((rate * antennas / 10))
	[ -z "$phy" ] || [ "$antennas" -eq 0 ] || fastest="$fastest$phy $path $band $rate
"
}

# REQUEST
tell_radios() {
	request=$1
	load_radios
	while read -r section phy path band mode required legacy country place; do
		[ -n "$section" ] || continue
		quoted "$section"
		radio=Device.WiFi.Radio.[$quoted].
		touches "$request" "$radio" || continue
		standards_of "$band" || standards=
		rate=0
		while read -r its_phy its_path its_band its_rate; do
			case $its_band=$its_phy=$its_path in
			"$band=$phy="* | "$band="*"=$path") ;;
			*) continue ;;
			esac
			[ "$its_rate" -le "$rate" ] || rate=$its_rate
		done <<-end
			$fastest
		end
		[ "$rate" -eq 0 ] || tell_of_radio MaxBitRate "$rate"
		case $stations in
		*" $section "*) tell_of_radio Upstream true ;;
		*) tell_of_radio Upstream false ;;
		esac
		case $country in
		[A-Z][A-Z]) tell_of_radio RegulatoryDomain "$country${place:- }" ;;
		*) tell_of_radio RegulatoryDomain '' ;;
		esac
		if [ -n "$standards" ]; then
			best_of "$mode"
			least_of "$required" "$legacy"
			choose
			chosen=${chosen#,}
			tell_of_radio OperatingStandards "${chosen%,}"
		fi
		width_of "$mode"
		tell_of_radio OperatingChannelBandwidth "$width"
		case $mode in
		HT40+) tell_of_radio ExtensionChannel AboveControlChannel ;;
		HT40-) tell_of_radio ExtensionChannel BelowControlChannel ;;
		*) tell_of_radio ExtensionChannel Auto ;;
		esac
	done <<-end
		$radios
	end
}

# NAME VALUE, where it was asked for.
tell_of_radio() {
	! under "$request" "$radio$1" || reply "$radio$1" "$2"
}

# BAND: the standards of it, the older first, between spaces.
standards_of() {
	case $1 in
	2) standards=' b g n ax be ' ;;
	5) standards=' a n ac ax be ' ;;
	6) standards=' ax be ' ;;
	*) return 1 ;;
	esac
}

# HTMODE, in the band of standards. hostapd has no 802.11ac on 2.4 GHz.
best_of() {
	case $1$standards in
	HT* | VHT*' g '*) best=n ;;
	VHT*) best=ac ;;
	HE*) best=ax ;;
	EHT*) best=be ;;
	*' g '*) best=g ;;
	*) best=a ;;
	esac
}

# REQUIRED LEGACY, in the band of standards.
least_of() {
	case $1$2$standards in
	n?*' n '*) least=n ;;
	ac?*' ac '*) least=ac ;;
	ax?*) least=ax ;;
	-1*' b '*) least=b ;;
	*' b '*) least=g ;;
	*' a '*) least=a ;;
	*) least=ax ;;
	esac
}

# The standards from least to best, between commas, into chosen.
choose() {
	chosen=
	for standard in $standards; do
		[ "$standard" != "$least" ] || chosen=,
		[ -z "$chosen" ] || chosen=$chosen$standard,
		[ "$standard" != "$best" ] || break
	done
	chosen=${chosen:-$best}
}

# HTMODE
width_of() {
	case ${1#"${1%%[0-9]*}"} in
	40*) width=40MHz ;;
	80+80) width=80+80MHz ;;
	80) width=80MHz ;;
	160) width=160MHz ;;
	320) width=320MHz-1 ;;
	*) width=20MHz ;;
	esac
}

# `PATH=VALUE` of each line in radio_wishes: all that is wished for a radio is judged together, as it is one word of the device.
# With radio_writes it is written, too.
finish_radios() {
	load_radios
	while read -r section phy path band mode required legacy country place; do
		[ -n "$section" ] || continue
		quoted "$section"
		radio=Device.WiFi.Radio.[$quoted].
		standards_of "$band" || standards=' '
		asked=
		! wish OperatingStandards || asked=1
		wished=$wish
		wish OperatingChannelBandwidth
		broad=$wish
		wish ExtensionChannel
		side=$wish
		wish RegulatoryDomain
		[ -z "$wish" ] || [ -z "$radio_writes" ] || put_country "$wish"
		[ -n "$asked$broad$side" ] || continue
		letters=${mode%%[0-9]*}
		digits=${mode#"$letters"}
		needs=$required
		slow=$legacy
		[ -z "$asked" ] || take_standards || continue
		if ! take_width || ! take_side; then
			continue
		fi
		[ -n "$radio_writes" ] || continue
		[ "$letters$digits" = "$mode" ] || reply "uci.wireless.$section.htmode" "$letters$digits"
		[ "$needs" = "$required" ] || reply "uci.wireless.$section.require_mode" "${needs#-}"
		[ "$slow" = "$legacy" ] || reply "uci.wireless.$section.legacy_rates" "${slow#0}"
	done <<-end
		$radios
	end
}

# The third letter says indoors, outdoors or both.
put_country() {
	reply "uci.wireless.$section.country" "${1%?}"
	case $1 in
	*I) reply "uci.wireless.$section.country3" 0x49 ;;
	*O) reply "uci.wireless.$section.country3" 0x4f ;;
	*) reply "uci.wireless.$section.country3" '' ;;
	esac
}

# NAME: what is wished of this radio, into wish; false where nothing is.
wish() {
	case "
$radio_wishes" in
	*"
$radio$1="*)
		wish="
$radio_wishes"
		wish=${wish##*"
$radio$1="}
		wish=${wish%%"
"*}
		;;
	*)
		wish=
		return 1
		;;
	esac
}

# All that lie between the least and the best are spoken: none of them can be left out.
take_standards() {
	least=
	best=
	for standard in $standards; do
		case ,$wished, in
		*",$standard,"*)
			least=${least:-$standard}
			best=$standard
			;;
		esac
	done
	choose
	listed=,$wished,
	for standard in $standards; do
		case $chosen$listed in
		*",$standard,"*",$standard,"*) listed=${listed%%",$standard,"*},${listed#*",$standard,"} ;;
		*",$standard,"*)
			fault 9007 "${radio}OperatingStandards" "expected standards of this band without one left out between them,${standards% }, got $wished"
			return 1
			;;
		esac
	done
	case $best=${listed#,} in
	= | *=?*)
		fault 9007 "${radio}OperatingStandards" "expected standards of this band:${standards% }, got $wished"
		return 1
		;;
	esac
	needs=-
	slow=0
	case $least in
	b) slow=1 ;;
	be)
		fault 9007 "${radio}OperatingStandards" 'expected ax beside be: hostapd cannot leave it out'
		return 1
		;;
	ax)
		case $standards in
		' ax '*) ;;
		*)
			if [ ! -e "$CWMPD_ROOT/usr/share/ucode/wifi/hostapd.uc" ]; then
				fault 9007 "${radio}OperatingStandards" 'expected what is older beside ax: this release of OpenWrt cannot leave it out'
				return 1
			fi
			needs=ax
			;;
		esac
		;;
	n | ac) needs=$least ;;
	esac
	case $best in
	b)
		fault 9007 "${radio}OperatingStandards" 'expected g beside b: OpenWrt cannot leave it out'
		return 1
		;;
	a | g)
		letters=NOHT
		digits=
		;;
	n) letters=HT ;;
	ac) letters=VHT ;;
	ax) letters=HE ;;
	be) letters=EHT ;;
	esac
	[ -n "$broad" ] || is_mode || digits=20
	is_mode || [ "$letters" != NOHT ] || digits=
}

# Whether these letters go with these digits.
is_mode() {
	case $letters$digits in
	NOHT | HT20 | HT40 | HT40[+-]) ;;
	VHT20 | VHT40 | VHT80 | VHT160 | VHT80+80) ;;
	HE20 | HE40 | HE80 | HE160 | HE80+80) ;;
	EHT20 | EHT40 | EHT80 | EHT160 | EHT320) ;;
	*) return 1 ;;
	esac
}

take_width() {
	[ -n "$broad" ] || return 0
	# The sides of 40 MHz are one width.
	width_of "$letters$digits"
	if [ "$width" != "$broad" ] || ! is_mode; then
		digits=${broad%MHz*}
		[ "$letters=$broad" != NOHT=20MHz ] || digits=
	fi
	# 320MHz-2 is the same word of the device as 320MHz-1, and 5 GHz has no room for either.
	width_of "$letters$digits"
	case $digits=$band in
	320=6) ;;
	320=*) width= ;;
	esac
	if [ "$width" != "$broad" ] || ! is_mode; then
		fault 9007 "${radio}OperatingChannelBandwidth" "expected a width that goes with the standard and the band, got $letters$digits for $broad"
		return 1
	fi
}

take_side() {
	case $side in
	'') return 0 ;;
	AboveControlChannel) side=+ ;;
	BelowControlChannel) side=- ;;
	Auto) side= ;;
	esac
	case $letters$digits=$side in
	HT40*) digits=40$side ;;
	*=) ;;
	*)
		fault 9001 "${radio}ExtensionChannel" "expected 802.11n alone at 40 MHz, as it counts only there; the radio is at $letters$digits"
		return 1
		;;
	esac
}
