# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# How fast a radio can be, for the hook `system`: the best mode of its band that /etc/board.json lists, on all of its
# antennas. Boards of 23.05 list none.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

# `PHY PATH BAND RATE` of each band, and `SECTION PHY PATH BAND` of each radio.
fastest=
radios=

load_radios() {
	[ -z "$radios" ] || return 0
	section=
	on_section() {
		on_end
		[ "$1" != wifi-device ] || section=$2
		phy=-
		path=-
		band=-
	}
	on_option() {
		case $1 in
		phy) phy=$2 ;;
		path) path=$2 ;;
		band) band=${2%g} ;;
		esac
	}
	on_end() {
		[ -z "$section" ] || radios="$radios$section $phy $path $band
"
		section=
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
tell_rates() {
	load_radios
	while read -r section phy path band; do
		[ -n "$section" ] || continue
		best=0
		while read -r its_phy its_path its_band rate; do
			case $its_band=$its_phy=$its_path in
			"$band=$phy="* | "$band="*"=$path") [ "$rate" -le "$best" ] || best=$rate ;;
			esac
		done <<-end
			$fastest
		end
		quoted "$section"
		if [ "$best" -gt 0 ] && under "$1" "Device.WiFi.Radio.[$quoted].MaxBitRate"; then
			reply "Device.WiFi.Radio.[$quoted].MaxBitRate" "$best"
		fi
	done <<-end
		$radios
	end
}
