# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# Keys of single stations, for the hook `wlan`: InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.PreSharedKey.{i}. has
# ten rows. The first is the key of the network; the others are its `config wifi-station`, of which `slot` says the row, and
# those without one take the rows that are left. A station that has an address and no key yet is a `config wifi-key`, which
# netifd passes over: a key that is empty would keep hostapd from starting.

# Networks whose stations have been told their rows, between blanks.
pinned=' '
# `SECTION TYPE SLOT NETWORKS STATIONS =KEY=` of each, networks and stations between commas; NETWORKS is - where it is of all.
stations=
key_wishes=
nobody=00:00:00:00:00:00

# NETWORK: its rows from 2 to 10 into rows, `NUMBER SECTION TYPE SLOT NETWORKS STATIONS =KEY=`.
rows_of() {
	rows=
	taken=' '
	for pass in named rest; do
		while read -r section type slot networks rest; do
			case ,$networks, in
			,-, | *",$1,"*) ;;
			*) continue ;;
			esac
			number=
			case $slot$taken in
			[2-9]' '* | 10' '*)
				case $taken in
				*" $slot "*) ;;
				*) number=$slot ;;
				esac
				;;
			esac
			case $pass$number$rows in
			rest*"
 $section "*) continue ;;
			rest*) number= ;;
			esac
			if [ "$pass" = rest ]; then
				for free in 2 3 4 5 6 7 8 9 10; do
					case $taken in
					*" $free "*) ;;
					*)
						number=$free
						break
						;;
					esac
				done
			fi
			[ -n "$number" ] || continue
			taken="$taken$number "
			rows="$rows
 $section $number $type $slot $networks $rest"
		done <<-end
			$stations
		end
	done
	rows="$rows
"
}

# The row NUMBER of these, into section, type, slot, networks, macs and secret; false where it is free.
row_at() {
	while read -r section number type slot networks macs secret; do
		[ "$number" = "$1" ] || continue
		secret=${secret#=}
		secret=${secret%=}
		return 0
	done <<-end
		$rows
	end
	section=
	type=
	macs=
	secret=
	return 1
}

# NETWORK BASE: what the ACS may see of the keys.
tell_keys() {
	rows_of "$1"
	for place in 1 2 3 4 5 6 7 8 9 10; do
		base="$2PreSharedKey.[$place]."
		touches "$request" "$base" || continue
		tell PreSharedKey ''
		tell KeyPassphrase ''
		address=
		if [ "$place" != 1 ] && row_at "$place"; then
			address=${macs%%,*}
		fi
		case $address in
		- | "$nobody") address= ;;
		esac
		tell AssociatedDeviceMACAddress "$address"
	done
}

# NETWORK REST PATH VALUE, REST such as PreSharedKey.[2].KeyPassphrase.
wish_key() {
	place=${2#PreSharedKey.\[}
	case $4 in
	*"$cwmp_lf"*)
		fault 9007 "$3" 'expected one line'
		return
		;;
	esac
	key_wishes="$key_wishes$1 ${place%%]*} ${2##*.} $3 =$4=
"
}

# Each row that was spoken of, once.
finish_keys() {
	[ -n "$key_wishes" ] || return 0
	load
	done=' '
	while read -r of place _; do
		case $of$done in
		' '* | *" $of=$place "*) continue ;;
		esac
		done="$done$of=$place "
		take_key "$of" "$place" || return 0
	done <<-end
		$key_wishes
	end
}

# NETWORK PLACE; false where it is refused.
take_key() {
	new=
	wiped=
	station=
	moved=
	while read -r of at what path wished; do
		[ "$of=$at" = "$1=$2" ] || continue
		wished=${wished#=}
		wished=${wished%=}
		last=$path
		case $what=$wished in
		AssociatedDevice*)
			station=$wished
			moved=1
			;;
		KeyPassphrase=) wiped=1 ;;
		PreSharedKey=) ;;
		*) is_key "$what" "$wished" "$path" || return 1 ;;
		esac
	done <<-end
		$key_wishes
	end
	if [ "$2" = 1 ]; then
		if [ -n "$station" ]; then
			fault 9007 "$last" 'the first key is for all stations: another row is for one of them'
			return 1
		fi
		# What is written back as it was read, empty, leaves it: without a key hostapd would not start.
		[ -z "$new" ] || [ -z "$writes" ] || reply "uci.wireless.$1.key" "$new"
		return 0
	fi
	rows_of "$1"
	row_at "$2" || :
	case $networks=$macs=$section in
	*,*=?* | -=*=?*)
		fault 9001 "$last" 'this key is of several networks or stations'
		return 1
		;;
	esac
	[ -n "$moved" ] || station=$macs
	if [ -z "$new" ]; then
		[ -n "$wiped" ] || new=$secret
	fi
	case $station in
	- | "$nobody") station= ;;
	esac
	case $1 in
	*[!A-Za-z0-9_]*)
		fault 9001 "$last" 'the network has no name in /etc/config/wireless that a key could be tied to'
		return 1
		;;
	esac
	[ -n "$writes" ] || return 0
	put_row "$1" "$2"
}

# WHAT VALUE PATH: what hostapd takes for a key, into new.
is_key() {
	case $1=${#2} in
	PreSharedKey=64)
		case $2 in
		*[!0-9A-Fa-f]*) ;;
		*)
			new=$2
			return 0
			;;
		esac
		;;
	KeyPassphrase=[89] | KeyPassphrase=[1-5][0-9] | KeyPassphrase=6[0-3])
		case $2 in
		*[!\ -~]*) ;;
		*)
			new=$2
			return 0
			;;
		esac
		;;
	esac
	fault 9007 "$3" 'expected 8 to 63 characters of ASCII, or as PreSharedKey 64 hexadecimal digits'
	return 1
}

# NETWORK PLACE: section is to be what station and new say.
put_row() {
	old=$section
	was=$type
	type=wifi-station
	[ -n "$new" ] || type=wifi-key
	[ -n "$new$station" ] || type=
	if [ "$was" != "$type" ]; then
		# The others stay where they are. This is said before any of them goes.
		case $pinned in
		*" $1 "*) ;;
		*)
			pinned="$pinned$1 "
			while read -r section number _ slot _; do
				case $section=$slot in
				=* | *"=$number" | "$old="*) ;;
				*) reply "uci.wireless.$section.slot" "$number" ;;
				esac
			done <<-end
				$rows
			end
			;;
		esac
		[ -z "$old" ] || reply "uci.wireless.$old" ''
		old=$1_key$2
		if [ -n "$type" ]; then
			reply "uci.wireless.$old" "$type"
			reply "uci.wireless.$old.iface" "$1"
			reply "uci.wireless.$old.slot" "$2"
		fi
	fi
	[ -n "$type" ] || return 0
	if [ -z "$station" ] && [ -e "$CWMPD_ROOT/usr/share/ucode/wifi/hostapd.uc" ]; then
		# These scripts want an address; others have one of their own for any station.
		station=$nobody
	fi
	reply "uci.wireless.$old.mac" "$station"
	reply "uci.wireless.$old.key" "$new"
}
