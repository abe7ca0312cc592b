#!/bin/sh
# The language between cwmpd and its hooks, for hooks in POSIX sh.
#
# A hook is an executable file in PLATFORM/hooks. It is started once for a batch of requests, reads
# them on stdin until end of file, answers on stdout, and complains on stderr (which goes to the log).
# Exit status 0: answered; 3: busy, ask again later; anything else: the whole batch has failed.
#
#     #!/bin/sh
#     # shellcheck source-path=SCRIPTDIR source=../../lib.sh
#     . "$CWMPD_LIB"
#
#     led=Device.X_EXAMPLE-COM_LED.
#
#     on_get() {                                  # PATH: a parameter, or an object that ends in a dot
#         if under "$1" "${led}Mode"; then
#             value "$CWMPD_ROOT/etc/led/mode"
#             reply "${led}Mode" "$value"
#         fi
#     }
#     on_check() {                                # PATH VALUE: silence means that it would be accepted
#         case $1=$2 in
#         "${led}Mode=Blink") fault 9007 "$1" "this LED cannot blink" ;;
#         esac
#     }
#     on_set() {                                  # PATH VALUE: silence means that it is done
#         case $1 in
#         "${led}Mode") printf '%s\n' "$2" >"$CWMPD_ROOT/etc/led/mode" ;;
#         esac
#     }
#     cwmp_requests
#
# A hook defines those of these functions that it needs, before it calls cwmp_requests:
#
#     on_get PATH             reply with every value at or below PATH: what is not told is not there (a
#                             hidden parameter or a command is told with an empty value or false); a row
#                             without values is told as "PATH[KEY]" ""
#     on_check PATH VALUE     fault if on_set could not do it; change nothing
#     on_set PATH VALUE       do it; fault if it went wrong
#     on_add PATH             make a row of the table PATH and reply "PATH[KEY]" ""
#     on_del PATH             take the row PATH away
#     on_do NAME ARGUMENTS    an act, like reboot; reply with key and value where there is something to tell
#
# cwmpd has judged name, type, range, length and access from the data model before a hook hears of a
# value. What is left to a hook is what only the device knows. A value may still hold anything that its
# type allows: quotes, $(…), line feeds. Always write "$2", never $2; never give it to eval; store it
# with `keep` or printf, never with echo.
#
# What there is to call:
#
#     reply PATH VALUE        one answer
#     reply_file PATH FILE    one answer: what `keep` has stored, or any text file; nothing if there is none
#     fault CODE PATH TEXT    a refusal: 9001 denied, 9002 failed, 9005 no such name, 9007 no such value
#     under REQUEST PATH      does the request cover this parameter? (it names it, or an object above it)
#     touches REQUEST OBJECT  does the request concern anything in this object? (saves work that nobody asked for)
#     row TABLE PATH          is PATH in a row of TABLE (which ends in a dot)? Sets $key and $rest (behind the key)
#     quoted KEY              sets $quoted to the key as it stands between brackets
#     value FILE              sets $value to the first line of a file; false where there is no such file
#     keep FILE VALUE         stores any value, line feeds too, so that a power cut leaves the old or the new one
#     cwmp_requests           reads the requests and calls on_get and the others, until end of file
#
# Paths have the platform's own names for rows, in brackets: Device.WiFi.Radio.[radio0].Stats.BytesSent
#
# The environment: CWMPD_LIB, this file. CWMPD_ROOT, put before every path of the device ("" on a real
# one, a folder in tests and in the demo).
#
# Only builtins are used here, and no process is started but by `keep`: 5000 answers take a busybox ash
# some milliseconds. Names that begin with cwmp_ belong to this file; IFS is the shell's own while it runs.

cwmp_lf='
'
value=
key=
rest=
quoted=

on_get() { :; }
on_check() { :; }
on_set() { fault 9001 "$1" 'the hook cannot set it'; }
on_add() { fault 9001 "$1" 'the hook cannot add rows'; }
on_del() { fault 9001 "$1" 'the hook cannot delete rows'; }
on_do() { fault 9001 "$1" 'the hook does not know this act'; }

cwmp_requests() {
	while IFS= read -r cwmp_line; do
		case $cwmp_line in
		'get '*) on_get "${cwmp_line#get }" </dev/null ;;
		'check '* | 'set '*)
			cwmp_setting "${cwmp_line#* }"
			case $cwmp_line in
			c*) on_check "$cwmp_path" "$value" </dev/null ;;
			*) on_set "$cwmp_path" "$value" </dev/null ;;
			esac
			;;
		'add '*) on_add "${cwmp_line#add }" </dev/null ;;
		'del '*) on_del "${cwmp_line#del }" </dev/null ;;
		'do '*)
			cwmp_line=${cwmp_line#do }
			case $cwmp_line in
			*' '*)
				cwmp_unescape "${cwmp_line#* }"
				on_do "${cwmp_line%% *}" "$value" </dev/null
				;;
			*) on_do "$cwmp_line" '' </dev/null ;;
			esac
			;;
		*)
			printf 'expected get, check, set, add, del or do, got: %s\n' "$cwmp_line" >&2
			exit 1
			;;
		esac
	done
	return 0
}

reply() {
	case $2 in
	*\\* | *"$cwmp_lf"*)
		printf '%s=' "$1"
		cwmp_escape <<-cwmp_end
			$2
		cwmp_end
		printf '\n'
		;;
	*) printf '%s=%s\n' "$1" "$2" ;;
	esac
}

reply_file() {
	[ -r "$2" ] || return 0
	printf '%s=' "$1"
	cwmp_escape <"$2"
	printf '\n'
}

fault() {
	case $3 in
	*\\* | *"$cwmp_lf"*)
		printf '!%s %s ' "$1" "$2"
		cwmp_escape <<-cwmp_end
			$3
		cwmp_end
		printf '\n'
		;;
	*) printf '!%s %s %s\n' "$1" "$2" "$3" ;;
	esac
}

under() {
	case $2 in
	"$1") return 0 ;;
	"$1"*) ;;
	*) return 1 ;;
	esac
	case $1 in
	*. | '') return 0 ;;
	*) return 1 ;;
	esac
}

touches() {
	case $1 in
	"$2"*) return 0 ;;
	*) under "$1" "$2" ;;
	esac
}

row() {
	case $2 in
	"$1["*) ;;
	*) return 1 ;;
	esac
	rest=${2#"$1["}
	key=
	while :; do
		cwmp_part=${rest%%[]\\]*}
		key=$key$cwmp_part
		rest=${rest#"$cwmp_part"}
		case $rest in
		'') return 1 ;;
		']'*)
			rest=${rest#?}
			rest=${rest#.}
			return 0
			;;
		'\n'*)
			key=$key$cwmp_lf
			rest=${rest#??}
			;;
		*)
			rest=${rest#?}
			cwmp_part=${rest#?}
			key=$key${rest%"$cwmp_part"}
			rest=$cwmp_part
			;;
		esac
	done
}

quoted() {
	quoted=
	cwmp_rest=$1
	while :; do
		cwmp_part=${cwmp_rest%%[]\\="$cwmp_lf"]*}
		quoted=$quoted$cwmp_part
		cwmp_rest=${cwmp_rest#"$cwmp_part"}
		case $cwmp_rest in
		'') return 0 ;;
		"$cwmp_lf"*) quoted=$quoted'\n' ;;
		']'*) quoted=$quoted'\]' ;;
		'='*) quoted=$quoted'\=' ;;
		*) quoted=$quoted\\\\ ;;
		esac
		cwmp_rest=${cwmp_rest#?}
	done
}

value() {
	value=
	[ -r "$1" ] || return 1
	IFS= read -r value <"$1" || [ -n "$value" ]
}

keep() {
	printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"
}

# From here on: how it is done.

# PATH=VALUE into cwmp_path and value. A `=` in a key has a backslash before it.
cwmp_setting() {
	cwmp_path=${1%%=*}
	cwmp_rest=${1#*=}
	while :; do
		case $cwmp_path in
		*\\)
			cwmp_path=$cwmp_path=${cwmp_rest%%=*}
			cwmp_rest=${cwmp_rest#*=}
			;;
		*) break ;;
		esac
	done
	cwmp_unescape "$cwmp_rest"
}

# Sets value to the text with \n and \\ resolved. The text is parted at its backslashes by the shell's
# own word splitting: ${…#…} would take time with the square of the length. For the same reason the
# parts are joined in two steps.
cwmp_unescape() {
	case $1 in
	*\\*) ;;
	*)
		value=$1
		return 0
		;;
	esac
	value=
	cwmp_escaped=
	cwmp_joined=
	cwmp_count=0
	cwmp_text=$1
	set -f
	# shellcheck disable=SC2141 # a backslash is meant
	IFS=\\
	# shellcheck disable=SC2086 # parting it is the purpose
	set -- $cwmp_text
	unset IFS
	set +f
	case $cwmp_text in
	# A backslash at the end ends the last part, but begins none.
	*\\) set -- "$@" '' ;;
	esac
	cwmp_joined=$1
	shift
	for cwmp_part; do
		case $cwmp_escaped$cwmp_part in
		'')
			# \\: the next part follows a backslash that was escaped.
			cwmp_escaped=+
			cwmp_joined=$cwmp_joined\\
			continue
			;;
		+*) cwmp_joined=$cwmp_joined$cwmp_part ;;
		n*) cwmp_joined=$cwmp_joined$cwmp_lf${cwmp_part#n} ;;
		*) cwmp_joined=$cwmp_joined\\$cwmp_part ;;
		esac
		cwmp_escaped=
		cwmp_count=$((cwmp_count + 1))
		case $cwmp_count in
		256)
			value=$value$cwmp_joined
			cwmp_joined=
			cwmp_count=0
			;;
		esac
	done
	value=$value$cwmp_joined
}

# Writes stdin as a value: without its last line feed, the others as \n, backslashes doubled.
cwmp_escape() {
	cwmp_between=
	while IFS= read -r cwmp_text || [ -n "$cwmp_text" ]; do
		case $cwmp_text in
		*\\*)
			printf '%s' "$cwmp_between"
			cwmp_double "$cwmp_text"
			;;
		*) printf '%s%s' "$cwmp_between" "$cwmp_text" ;;
		esac
		cwmp_between='\n'
	done
}

cwmp_double() {
	cwmp_text=$1
	set -f
	# shellcheck disable=SC2141 # a backslash is meant
	IFS=\\
	# shellcheck disable=SC2086 # parting it is the purpose
	set -- $cwmp_text
	unset IFS
	set +f
	printf '%s' "$1"
	shift
	case $# in
	0) ;;
	*) printf '\\\\%s' "$@" ;;
	esac
	case $cwmp_text in
	*\\) printf '%s' \\\\ ;;
	esac
}
