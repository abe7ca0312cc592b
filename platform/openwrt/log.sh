# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# The log, for the hook `system`: logd keeps it in memory, and writes it to a file as well where it is told. The name of a file
# that is off is kept in log_file_off, an option that no service reads. The agent makes the uci edits.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

# The section, as uci.sh names it, and its options.
log_section=
log_file=
log_file_off=
log_size=
log_buffer=

load_log() {
	[ -z "$log_section" ] || return 0
	log_section=-
	on_section() {
		section=
		if [ "$1$log_section" = system- ]; then
			section=1
			log_section=$2
		fi
	}
	on_option() {
		case ${section:+$1} in
		log_file) log_file=$2 ;;
		log_file_off) log_file_off=$2 ;;
		log_size) log_size=$2 ;;
		log_buffer_size) log_buffer=$2 ;;
		esac
	}
	on_end() { :; }
	uci_read system
}

# REQUEST
tell_log() {
	load_log
	enabled=false
	status=Disabled
	for link in "$CWMPD_ROOT"/etc/rc.d/S[0-9][0-9]log; do
		[ -e "$link" ] || continue
		enabled=true
		status=Enabled
	done
	tell Device.Syslog.Enable "$enabled"
	tell Device.Syslog.Status "$status"
	path=${log_file:-$log_file_off}
	tell "${log_to}FilePath" "${path:+file://$path}"
	enabled=false
	[ -z "$log_file" ] || enabled=true
	tell "${log_to}Enable" "$enabled"
	tell "${log_to}VendorLogFileRef" "${log_file:+file}"
	log_of="${info}VendorLogFile.[syslog]."
	tell "${log_of}Name" syslog
	# KiB in uci, bytes in the model.
	size=${log_buffer:-${log_size:-64}}
	case $size in
	*[!0-9]* | 0*) size=64 ;;
	esac
	tell "${log_of}MaximumSize" $((size * 1024))
	tell "${log_of}Persistent" false
	[ -n "$log_file" ] || return 0
	log_of="${info}VendorLogFile.[file]."
	tell "${log_of}Name" "file://$log_file"
	size=${log_size:-0}
	case $size in
	*[!0-9]* | 0*) size=0 ;;
	esac
	tell "${log_of}MaximumSize" $((size * 1024))
	case $log_file in
	/tmp/* | /var/* | /run/*) tell "${log_of}Persistent" false ;;
	*) tell "${log_of}Persistent" true ;;
	esac
	quoted "$log_section"
	tell "${info}LogRotate.[$quoted].Name" "file://$log_file"
}

# NAME of a row of VendorLogFile, or nothing.
send_log() {
	load_log
	case $1 in
	"file://${log_file:-/}")
		# Who writes to /etc/config may have named any.
		if ! is_for_logs "$log_file" || [ -L "$CWMPD_ROOT$log_file" ]; then
			fault 9001 log 'refused: this file is not where logs are'
			return
		fi
		reply file "$CWMPD_ROOT$log_file"
		return
		;;
	esac
	umask 077
	log=$CWMPD_ROOT/tmp/cwmpd-log.txt
	logread >"$log" || exit 1
	reply file "$log"
	reply remove 1
}

# PATH VALUE: logd appends to whatever file it is told, and the ACS may ask for it.
check_log() {
	case $1 in
	*.FilePath) ;;
	*) return 0 ;;
	esac
	load_log
	path=${2#file://}
	case $2 in
	'' | "file://$log_file" | "file://$log_file_off") return 0 ;;
	file:///*) ;;
	*) path= ;;
	esac
	if ! is_for_logs "$path"; then
		fault 9007 "$1" 'expected file:/// and a path below /tmp, /var, /mnt or /srv'
	elif [ -e "$CWMPD_ROOT$path" ] || [ -L "$CWMPD_ROOT$path" ]; then
		fault 9007 "$1" 'expected a file that is not there yet, or that of the log'
	fi
}

# PATH
is_for_logs() {
	case $1 in
	*[[:cntrl:]]* | */../* | */.. | */) return 1 ;;
	/tmp/?* | /var/?* | /mnt/?* | /srv/?*) ;;
	*) return 1 ;;
	esac
}

# VALUE: the service, whose reload would start it.
switch_log() {
	service=$CWMPD_ROOT/etc/init.d/log
	case $1 in
	true) "$service" enable >&2 && "$service" start >&2 ;;
	*) "$service" stop >&2 && "$service" disable >&2 ;;
	esac || fault 9002 Device.Syslog.Enable '/etc/init.d/log has failed'
}

# The wishes for the file, each PATH=VALUE. Without writes, only what would not work is told.
finish_log() {
	load_log
	path=${log_file:-$log_file_off}
	on=$log_file
	while IFS= read -r wish; do
		case $wish in
		"${log_to}FilePath=") path= ;;
		"${log_to}FilePath=file://"*) path=${wish#"${log_to}FilePath=file://"} ;;
		"${log_to}Enable=true") on=1 ;;
		"${log_to}Enable=false") on= ;;
		esac
	done <<-end
		$log_wishes
	end
	if [ -n "$on" ] && [ -z "$path" ]; then
		fault 9007 "${log_to}Enable" 'expected a FilePath with it'
		return
	fi
	[ -n "$log_writes" ] || return 0
	on=${on:+$path}
	reply "uci.system.$log_section.log_file" "$on"
	[ -n "$on" ] || reply "uci.system.$log_section.log_file_off" "$path"
	[ -z "$on" ] || reply "uci.system.$log_section.log_file_off" ''
}
