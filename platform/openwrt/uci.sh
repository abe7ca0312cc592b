# shellcheck shell=sh
# Reading /etc/config with builtins only, for the hooks of this platform. A hook that changes an option
# asks the agent to (`uci.PACKAGE.SECTION.OPTION=VALUE`), so nothing is written here. And where a bridge has heard whom.
#
#     uci_read PACKAGE        calls, in the order of the file:
#         on_section TYPE KEY     KEY is the section's name, or @TYPE[N] where it has none
#         on_option NAME VALUE    of a list, for each of its items
#         on_end                  after the last section

uci_read() {
	uci_places=' '
	[ -r "$CWMPD_ROOT/etc/config/$1" ] || return 0
	while read -r uci_word uci_name uci_text; do
		case $uci_word in
		config)
			uci_plain "$uci_name"
			uci_name=$uci_plain
			uci_place "$uci_name"
			uci_plain "$uci_text"
			on_section "$uci_name" "${uci_plain:-@${uci_name}[$uci_place]}"
			;;
		option | list)
			uci_plain "$uci_name"
			uci_name=$uci_plain
			uci_plain "$uci_text"
			on_option "$uci_name" "$uci_plain"
			;;
		esac
	done <"$CWMPD_ROOT/etc/config/$1"
	on_end
}

# How many sections of this type came before, into uci_place.
uci_place() {
	uci_place=0
	case $uci_places in
	*" $1="*)
		uci_place=${uci_places##*" $1="}
		uci_place=${uci_place%% *}
		;;
	esac
	uci_places="$uci_places$1=$((uci_place + 1)) "
}

# A word without its quotes, and without what stands behind it, into uci_plain. Quoted parts stand side by side: 'it'\''s'.
uci_plain() {
	uci_rest=${1#\'}
	uci_plain=${uci_rest%\'}
	# Most are of one part.
	case $1 in
	"'$uci_plain'")
		case $uci_plain in
		*\'*) ;;
		*) return 0 ;;
		esac
		;;
	esac
	uci_rest=$1
	uci_plain=
	while :; do
		uci_part=${uci_rest%%[\'\"\\\ \#\;	]*}
		uci_plain=$uci_plain$uci_part
		uci_rest=${uci_rest#"$uci_part"}
		case $uci_rest in
		\'* | \"*) uci_quoted ;;
		\\*) uci_next ;;
		*) return 0 ;;
		esac
	done
}

# The quoted part that uci_rest begins with. It may go on in the next lines of the file; of a value that is passed on each
# line feed is a space, as the tables of the hooks are lines.
uci_quoted() {
	uci_end=${uci_rest%"${uci_rest#?}"}
	uci_rest=${uci_rest#?}
	while :; do
		case $uci_end in
		\') uci_part=${uci_rest%%\'*} ;;
		*) uci_part=${uci_rest%%[\"\\]*} ;;
		esac
		uci_plain=$uci_plain$uci_part
		uci_rest=${uci_rest#"$uci_part"}
		case $uci_rest in
		"$uci_end"*)
			uci_rest=${uci_rest#?}
			return 0
			;;
		\\*)
			uci_next
			continue
			;;
		esac
		uci_plain="$uci_plain "
		IFS= read -r uci_rest || [ -n "$uci_rest" ] || return 0
	done
}

# A backslash stands for what is behind it; at the end of a line for nothing.
uci_next() {
	uci_rest=${uci_rest#?}
	if [ -z "$uci_rest" ]; then
		IFS= read -r uci_rest
		return 0
	fi
	uci_part=${uci_rest#?}
	uci_plain=$uci_plain${uci_rest%"$uci_part"}
	uci_rest=$uci_part
}

# A stranger can make a bridge hear of as many as it has room for.
most_heard=1024

# MAC=PORT of everybody that a bridge has heard of, into heard; whether one tells at all, into hears. The kernel has 16 octets
# for each: the address, the port, 1 for an address of its own, and four times when that was.
bridges() {
	heard=' '
	hears=
	count=0
	for bridge in "$CWMPD_ROOT"/sys/class/net/*/brforward; do
		[ -r "$bridge" ] || continue
		ports=' '
		for port in "${bridge%/*}"/brif/*; do
			value "$CWMPD_ROOT/sys/class/net/${port##*/}/brport/port_no" || continue
			# shellcheck disable=SC2154 # value sets it
			ports="$ports$((value))=${port##*/} "
		done
		answer=$(hexdump -v -n $((most_heard * 16)) -e '6/1 "%02x:" 2/1 " %d" 8/1 "" "\n"' "$bridge" 2>/dev/null)
		hears=$hears${answer:+1}
		while [ "$count" -lt "$most_heard" ] && read -r mac port own; do
			case $own$ports in
			0*" $port="*)
				port=${ports#*" $port="}
				heard="$heard${mac%:}=${port%% *} "
				count=$((count + 1))
				;;
			esac
		done <<-end
			$answer
		end
	done
}
