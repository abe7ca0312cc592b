# shellcheck shell=sh
# Reading /etc/config with builtins only, for the hooks of this platform. A hook that changes an option
# asks the agent to (`uci.PACKAGE.SECTION.OPTION=VALUE`), so nothing is written here.
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

# A word without its quotes, and without what stands behind them, into uci_plain.
uci_plain() {
	uci_plain=$1
	case $1 in
	\'*)
		uci_plain=${1#?}
		uci_plain=${uci_plain%%\'*}
		;;
	\"*)
		uci_plain=${1#?}
		uci_plain=${uci_plain%%\"*}
		;;
	*'	#'* | *' #'*) uci_plain=${1%%[ 	]#*} ;;
	esac
}
