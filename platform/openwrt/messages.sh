# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook has read
# The part of the hook `cellular` that knows messages (SMS): Device.Cellular.Interface.{i}.SMS. uqmi is asked once for what each
# of its storages holds, and once more where it holds something; mmcli once for the list, and once for each message of it.
#
# What a message says is another's: it comes in JSON, and is told with the same escapes as hooks have, so it never stands on a
# line of its own. Characters that XML has no room for are left out.
#
# A message is known by its place and its time, as places are taken again: `sim-3-261120101112`, of ModemManager `5-…`.

# So many of each list, the last ones.
most=20
letters_of=

# KEY PROTO DEVICE: all that is to be told of it, into letters: a line each, as `reply` writes them.
read_letters() {
	[ "$1" != "$letters_of" ] || return 0
	letters_of=$1
	letters=
	quoted "$1"
	sms="${modems}[$quoted].SMS."
	case $2 in
	qmi)
		letters_in sim "$3"
		letters_in me "$3"
		;;
	modemmanager) letters_by "${3:-any}" ;;
	*) return 0 ;;
	esac
}

# REQUEST
tell_letters() {
	while IFS= read -r answer; do
		if under "$1" "${answer%%=*}"; then
			printf '%s\n' "$answer"
		fi
	done <<-end
		${letters%"$cwmp_lf"}
	end
}

# NAME TEXT: one answer more; the text is escaped already.
says() { letters="$letters$sms$1=$2$cwmp_lf"; }

# STORAGE DEVICE
letters_in() {
	answer=$(uqmi -s -d "$2" -t 3000 --storage "$1" --list-messages 2>/dev/null)
	# A text is an error: no such storage.
	case $answer in
	'['*']') ;;
	*) return 0 ;;
	esac
	says "Storage.[$1].Location" "$1"
	answer=${answer#?}
	answer=${answer%?}
	set -f
	IFS=' ,'
	# shellcheck disable=SC2086 # parting it is the purpose
	set -- "$1" "$2" $answer
	unset IFS
	set +f
	storage=$1
	device=$2
	shift 2
	while [ $# -gt "$most" ]; do
		shift
	done
	places=
	for place; do
		case $place in
		'' | *[!0-9]*) ;;
		*) places="$places $place" ;;
		esac
	done
	[ -n "$places" ] || return 0
	set --
	for place in $places; do
		set -- "$@" --get-message "$place" --get-raw-message "$place"
	done
	answer=$(uqmi -s -d "$device" -t 3000 --storage "$storage" "$@" 2>/dev/null)
	# Two lines for each: what uqmi has made of it, and its octets.
	while [ -n "$places" ] && IFS= read -r letter && IFS= read -r octets; do
		places=${places# }
		place=${places%% *}
		case $places in
		*' '*) places=${places#* } ;;
		*) places= ;;
		esac
		letter_of_uqmi
	done <<-end
		$answer
	end
}

# letter and octets: the message at place in storage.
letter_of_uqmi() {
	kind=
	stamp=
	case $octets in
	\"*[!0-9a-f\ ]*\") octets= ;;
	\"*\") ;;
	*) octets= ;;
	esac
	octets=${octets#\"}
	# shellcheck disable=SC2086 # parting it is the purpose
	timed ${octets%\"}
	mark=
	[ -z "$stamp" ] || mark=-$digits
	letter_row="Message.[$storage-$place$mark]."
	forget
	state=Received
	case $kind in
	# uqmi takes it for a message.
	Acknowledgement) letter= ;;
	Deliver) kind=PointToPoint ;;
	*)
		# What was sent from here is stored nowhere: someone else has written it.
		state=Stored
		[ -n "$kind" ] || state=Unknown
		kind=PointToPoint
		;;
	esac
	# Else the error that it was.
	case $letter in
	'{'*) json_read "$letter" ;;
	esac
	from=$said_sender
	to=$said_receiver
	text=$said_text
	[ -z "$said_ucs" ] || ucs "$said_ucs"
	tell_letter
}

# All of letter_row.
tell_letter() {
	[ -z "$from" ] || says "${letter_row}Sender" "$from"
	[ -z "$to" ] || says "${letter_row}Receiver" "$to"
	[ -z "$stamp" ] || says "${letter_row}TimeStamp" "$stamp"
	says "${letter_row}Text" "$text"
	says "${letter_row}StorageRef" "$storage"
	says "${letter_row}Status" "$state"
	says "${letter_row}Type" "$kind"
}

# OCTET…, as 3GPP TS 23.040 9.2.2 has them, behind the address of the service centre: what kind of message it is, and when it was
# received there, into stamp and digits.
timed() {
	[ $# -gt 12 ] || return 0
	[ $# -gt $((0x$1 + 12)) ] || return 0
	shift $((0x$1 + 1))
	case $((0x$1 & 3)) in
	0) kind=Deliver ;;
	1)
		kind=Submit
		return 0
		;;
	2)
		# It has a number of its own, and neither protocol nor coding.
		kind=Acknowledgement
		shift
		;;
	*) return 0 ;;
	esac
	# The address: how many digits, what kind of number, two digits in each octet.
	length=$(((0x$2 + 1) / 2 + 3))
	[ "$kind" = Acknowledgement ] || length=$((length + 2))
	[ $# -ge $((length + 7)) ] || return 0
	shift "$length"
	zone=$7
	digits=
	for octet in "$1" "$2" "$3" "$4" "$5" "$6"; do
		digits=$digits${octet#?}${octet%?}
	done
	case $digits in
	*[!0-9]*) return 0 ;;
	esac
	# Quarters of an hour; the sign is a bit of the tens.
	zone=0x${zone#?}${zone%?}
	sign=+
	[ $((zone & 0x80)) = 0 ] || sign=-
	quarters=$((((zone & 0x70) >> 4) * 10 + (zone & 15)))
	hours=$((quarters / 4))
	minutes=$((quarters % 4 * 15))
	[ "$hours" -ge 10 ] || hours=0$hours
	[ "$minutes" != 0 ] || minutes=00
	rest_of=$digits
	stamp=20
	for between in - - T : : ''; do
		part=${rest_of%"${rest_of#??}"}
		rest_of=${rest_of#??}
		stamp=$stamp$part$between
	done
	stamp=$stamp$sign$hours:$minutes
}

# DEVICE
letters_by() {
	answer=$(mmcli -m "$1" --messaging-status --output-keyvalue 2>/dev/null)
	while read -r name _ value; do
		# One line with commas, or several.
		case $name=$value in
		modem.messaging.supported-storages.length=*) ;;
		modem.messaging.supported-storages*=[a-z]*)
			while [ -n "$value" ]; do
				storage=${value%%,*}
				value=${value#"$storage"}
				value=${value#, }
				case $storage in
				*[!a-z]*) ;;
				*) says "Storage.[$storage].Location" "$storage" ;;
				esac
			done
			;;
		modem.messaging.default-storages=[a-z]*) says Incoming.StorageRef "$value" ;;
		esac
	done <<-end
		$answer
	end
	[ -n "$answer" ] || return 0
	answer=$(mmcli -m "$1" --messaging-list-sms --output-keyvalue 2>/dev/null)
	places=
	while read -r name _ value; do
		case $name in
		modem.messaging.sms.value*)
			place=${value##*/}
			case $place in
			'' | *[!0-9]*) ;;
			*) places="$places $place" ;;
			esac
			;;
		esac
	done <<-end
		$answer
	end
	# shellcheck disable=SC2086 # parting it is the purpose
	set -- $places
	while [ $# -gt "$most" ]; do
		shift
	done
	for place; do
		letter=$(mmcli -s "$place" --output-json 2>/dev/null)
		letter_of_mmcli
	done
}

letter_of_mmcli() {
	case $letter in
	'{'*) ;;
	*) return 0 ;;
	esac
	forget
	json_read "$letter"
	stamp=$said_timestamp
	zoned
	mark=
	case $stamp in
	????-??-??T??:??:??*)
		# To the second, without a place of the world.
		left=${stamp#??}
		mark=-
		for between in - - T : : ''; do
			mark=$mark${left%"${left#??}"}
			left=${left#??}
			left=${left#"$between"}
		done
		case ${mark#-} in
		*[!0-9]*)
			mark=
			stamp=
			;;
		esac
		;;
	*) stamp= ;;
	esac
	letter_row="Message.[$place$mark]."
	case $said_state in
	received) state=Received ;;
	sent) state=Sent ;;
	stored | sending) state=Stored ;;
	*) state=Unknown ;;
	esac
	kind=PointToPoint
	from=$said_sender
	to=
	case $said_type in
	*submit)
		to=$from
		from=
		;;
	status-report | *acknowledgement) kind=Acknowledgement ;;
	esac
	storage=$said_storage
	case $storage in
	*[!a-z]* | unknown) storage= ;;
	esac
	text=$said_text
	tell_letter
}

# +01 and +0100 in stamp become +01:00.
zoned() {
	case $stamp in
	*T*[+-][0-9][0-9]) stamp=$stamp:00 ;;
	*T*[+-][0-9][0-9][0-9][0-9]) stamp=${stamp%??}:${stamp#"${stamp%??}"} ;;
	esac
}

# What the last message has said.
forget() {
	said_sender=
	said_receiver=
	said_text=
	said_ucs=
	said_timestamp=
	said_state=
	said_type=
	said_storage=
}

# NAME TEXT: `--` is what mmcli does not know.
said() {
	case $1=$2 in
	*=--) ;;
	sender=* | number=*) said_sender=$2 ;;
	receiver=*) said_receiver=$2 ;;
	text=*) said_text=$2 ;;
	ucs-2=*) said_ucs=$2 ;;
	timestamp=*) said_timestamp=$2 ;;
	state=*) said_state=$2 ;;
	pdu-type=*) said_type=$2 ;;
	storage=*) said_storage=$2 ;;
	esac
}

# LINE: objects of JSON, whose texts go to `said` as a hook tells them. The line is parted at its backslashes, and what is left
# at its quotation marks, by the shell's own word splitting: ${…#…} would take time with the square of the length. One that is
# longer than any message is passed over.
json_read() {
	[ "${#1}" -le 32000 ] || return 0
	member=
	token=
	inside=
	plain=1
	set -f
	# shellcheck disable=SC2141 # a backslash is meant
	IFS=\\
	# shellcheck disable=SC2086 # parting it is the purpose
	set -- $1
	for piece; do
		# Behind a backslash, unless that was escaped itself.
		case $plain$piece in
		1*) ;;
		'')
			token=$token\\\\
			plain=1
			continue
			;;
		n*) token=$token\\n ;;
		r*) token=$token$return ;;
		t*) token=$token$tab ;;
		[\"/]*) token=$token${piece%"${piece#?}"} ;;
		# Control characters.
		u????*) piece=${piece#????} ;;
		esac
		[ -n "$plain" ] || piece=${piece#?}
		plain=
		case $piece in
		*\"*) ;;
		*)
			token=$token$piece
			continue
			;;
		esac
		IFS=\"
		# The point keeps an empty part at the end.
		# shellcheck disable=SC2086 # parting it is the purpose
		set -- $piece.
		token=$token$1
		shift
		for part; do
			case $inside in
			'')
				inside=1
				token=$part
				;;
			*)
				inside=
				# A name, or what it stands for.
				case $part in
				:* | ' :'*) member=$token ;;
				*) said "$member" "$token" ;;
				esac
				;;
			esac
		done
		token=${token%.}
	done
	unset IFS
	set +f
}
tab='	'
return=$(printf '\r')

# HEX of UTF-16, the higher octet first, as a hook tells the text, into text.
ucs() {
	left=$1
	octals=
	high=
	# No message is longer than 140 octets, and this takes time with the square of it.
	[ "${#left}" -le 1000 ] || return 0
	case $left in
	*[!0-9a-f]*) return 0 ;;
	esac
	while :; do
		unit=${left%"${left#????}"}
		[ -n "$unit" ] || break
		left=${left#????}
		unit=$((0x$unit))
		if [ -n "$high" ]; then
			if [ $((unit & 0xfc00)) = $((0xdc00)) ]; then
				unit=$((0x10000 + (high & 0x3ff) * 0x400 + (unit & 0x3ff)))
			else
				utf 0xfffd
			fi
			high=
		elif [ $((unit & 0xfc00)) = $((0xd800)) ]; then
			high=$unit
			continue
		fi
		[ $((unit & 0x1ffc00)) != $((0xdc00)) ] || unit=0xfffd
		utf "$unit"
	done
	[ -z "$high" ] || utf 0xfffd
	text=$(printf '%b' "$octals")
}

# CHARACTER: its octets in UTF-8 behind octals, for `printf %b`.
utf() {
	case $(($1)) in
	10) octals=$octals\\\\n ;;
	92) octals=$octals\\\\\\\\ ;;
	9 | 13) octet "$1" ;;
	[0-9] | [12][0-9] | 3[01]) ;;
	*)
		if [ $(($1)) -lt 128 ]; then
			octet "$1"
		elif [ $(($1)) -lt 2048 ]; then
			octet $((0xc0 | $1 >> 6))
			octet $((0x80 | $1 & 63))
		elif [ $(($1)) -lt 65536 ]; then
			octet $((0xe0 | $1 >> 12))
			octet $((0x80 | $1 >> 6 & 63))
			octet $((0x80 | $1 & 63))
		else
			octet $((0xf0 | $1 >> 18))
			octet $((0x80 | $1 >> 12 & 63))
			octet $((0x80 | $1 >> 6 & 63))
			octet $((0x80 | $1 & 63))
		fi
		;;
	esac
}
octet() { octals="$octals\\0$(($1 / 64))$(($1 / 8 % 8))$(($1 % 8))"; }

# PATH KEY PROTO DEVICE MESSAGE: deletes that message, if it is still there.
delete_letter() {
	letters_of=
	read_letters "$2" "$3" "$4"
	# At the beginning of a line: what a message says is another's.
	case $cwmp_lf$letters in
	*"$cwmp_lf${sms}Message.[$5]."*) ;;
	*)
		fault 9002 "$1" 'the message is gone'
		return 0
		;;
	esac
	letters_of=
	case $3 in
	qmi)
		place=${5#*-}
		answer=$(uqmi -s -d "$4" -t 3000 --storage "${5%%-*}" --delete-message "${place%%-*}" 2>&1)
		;;
	*)
		answer=$(mmcli -m "${4:-any}" --messaging-delete-sms="${5%%-*}" 2>&1) && answer=
		;;
	esac
	[ -z "$answer" ] || fault 9002 "$1" "the modem has not deleted it: $answer"
}
