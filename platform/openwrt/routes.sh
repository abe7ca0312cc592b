# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `gateway`: Layer3Forwarding, which is the default connection, and which routes are for a source. The
# default connection is the one with the lowest metric. A route by source has a table of its own, and a rule for that
# source to look there.

sources=

# The connection that is to be the default: no metric, and any other some. KEY PATH
prefer() {
	load
	case " $exits" in
	*" $1="*) ;;
	*)
		fault 9007 "$2" 'expected a connection of a WANDevice'
		return 1
		;;
	esac
	[ "$first" != "$1" ] && [ -n "$write" ] || return 0
	number=0
	for exit in $exits; do
		name=${exit%%=*}
		number=$((number + 10))
		case $name=${exit#*=} in
		"$1"=0) ;;
		"$1"=*)
			reply "uci.network.$1.metric" ''
			reply "uci.network.$1.defaultroute" ''
			;;
		*=0) reply "uci.network.$name.metric" "$number" ;;
		esac
	done
}

sources() {
	while read -r name table; do
		[ -n "$name" ] || continue
		rule_of "${table#=}"
		quoted "$name"
		base="${forwarding}[$quoted]."
		if under "$request" "${base}SourceIPAddress"; then
			reply "${base}SourceIPAddress" "$address"
		fi
		if under "$request" "${base}SourceSubnetMask"; then
			reply "${base}SourceSubnetMask" "$mask"
		fi
	done <<-end
		$routes
	end
}

# TABLE: the rule by which a source looks there, and that source as address and mask; nothing where there is none.
rule_of() {
	rule=
	address=
	mask=
	while read -r name_of lookup who state; do
		[ "${1:-none}" = "$lookup$state" ] || continue
		case $who in
		*/*.*) ;;
		*/*) is_length "${who#*/}" || continue ;;
		esac
		rule=$name_of
		address=${who%/*}
		case $who in
		*/*.*) mask=${who#*/} ;;
		*/*) dotted $((0xffffffff << (32 - ${who#*/}) & 0xffffffff)) ;;
		*) mask=255.255.255.255 ;;
		esac
		return
	done <<-end
		$rules
	end
}

# PATH VALUE: one half of a source; what becomes of both is judged after the last line.
source_of() {
	load
	row "$forwarding" "$1" || return 1
	if [ -n "$2" ] && ! number "$2"; then
		fault 9007 "$1" 'expected an address'
		return 1
	fi
	while read -r name table; do
		[ "$name" != "$key" ] || break
	done <<-end
		$routes
	end
	if [ -z "$name" ]; then
		fault 9005 "$1" 'expected a route of the configuration'
		return 1
	fi
	rule_of "${table#=}"
	address=${address:-?}
	case $sources in
	*"
$key "*)
		address=${sources##*"
$key "}
		mask=${address#* }
		address=${address%% *}
		mask=${mask%% *}
		address=${address#=}
		mask=${mask#=}
		;;
	esac
	case $rest in
	SourceIPAddress) address=$2 ;;
	*) mask=$2 ;;
	esac
	sources="$sources
$key =$address =$mask $1 "
}

finish_sources() {
	judged=' '
	while read -r name from bits path; do
		[ -n "$name" ] || continue
		# Of several lines for one route the last has it all.
		case $judged in
		*" $name "*) continue ;;
		esac
		judged="$judged$name "
		from=${sources##*"
$name "}
		bits=${from#* =}
		bits=${bits%% *}
		from=${from%% *}
		finish_source "$name" "${from#=}" "$bits" "$path"
	done <<-end
		$sources
	end
}

# ROUTE ADDRESS MASK PATH
finish_source() {
	from=$2
	[ "$from" != 0.0.0.0 ] || from=
	case $from=$3 in
	=* | '?=' | '?=0.0.0.0') from= ;;
	'?'*)
		fault 9007 "$4" 'expected SourceIPAddress as well'
		return 1
		;;
	*=0.0.0.0) from= ;;
	*=?*)
		length "$3" || {
			fault 9007 "$4" "expected the mask of a network, got $3"
			return 1
		}
		from="$from/$length"
		;;
	esac
	alone=
	mine=
	while read -r name_of table; do
		[ "$name_of" != "$1" ] || mine=${table#=}
		alone="$alone ${table#=} "
	done <<-end
		$routes
	end
	case $mine in
	main | 254) mine= ;;
	esac
	rule_of "$mine"
	case $mine=$rule=$alone in
	=*) [ -n "$from" ] || return 0 ;;
	*==* | *=*=*" $mine "*" $mine "*)
		fault 9001 "$4" "expected a route that has its table alone, got table $mine"
		return 1
		;;
	esac
	[ -n "$write" ] || return 0
	if [ -z "$from" ]; then
		reply "uci.network.$1.table" ''
		reply "uci.network.$rule.disabled" 1
		return
	fi
	if [ -z "$rule" ]; then
		free_table
		reply "uci.network.$1.table" "$mine"
		[ -n "$rule" ] || {
			rule=source$mine
			reply "uci.network.$rule" rule
		}
		reply "uci.network.$rule.lookup" "$mine"
		reply "uci.network.$rule.disabled" ''
	fi
	reply "uci.network.$rule.src" "$from"
}

# A table that nothing is in, into mine; with the rule of a route that is gone, where there is one.
free_table() {
	while read -r name_of lookup _; do
		case $name_of=$alone in
		*" $lookup "*) ;;
		source[0-9]*=*)
			rule=$name_of
			mine=$lookup
			alone="$alone $mine "
			return
			;;
		esac
	done <<-end
		$rules
	end
	mine=1000
	while :; do
		case $tables in
		*" $mine "*) mine=$((mine + 1)) ;;
		*) break ;;
		esac
	done
	tables="$tables$mine "
}

# MASK: the length of its prefix into length.
length() {
	number "$1" || return 1
	length=0
	while [ $((number & 0x80000000)) -ne 0 ]; do
		number=$((number << 1 & 0xffffffff))
		length=$((length + 1))
	done
	[ "$number" -eq 0 ]
}

# NUMBER: an address into mask.
dotted() { mask="$(($1 >> 24 & 255)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255))"; }
