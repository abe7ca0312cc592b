# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook and lib.sh set, or read
# Device.DynamicDNS.: which services ddns-scripts knows, and how it goes with each section. Why an update went wrong is only
# in its log: the other files are written anew each time it asks DNS.

ddns_key=

# REQUEST
ddns_get() {
	case $1 in
	"${ddns}SupportedServices")
		ddns_names=
		for ddns_file in "$CWMPD_ROOT"/usr/share/ddns/custom/*.json "$CWMPD_ROOT"/usr/share/ddns/default/*.json; do
			[ -r "$ddns_file" ] || continue
			ddns_file=${ddns_file##*/}
			ddns_names="$ddns_names${ddns_names:+,}${ddns_file%.json}"
			# As much as the model has room for.
			[ "${#ddns_names}" -lt 900 ] || break
		done
		reply "$1" "$ddns_names"
		return
		;;
	"${ddns}Client."*) row "${ddns}Client." "$1" || return 0 ;;
	*) row "${ddns}Server." "$1" || return 0 ;;
	esac
	ddns_load "$key"
	case $rest in
	ServiceName) reply "$1" "$ddns_service" ;;
	ServerAddress) reply "$1" "$ddns_url" ;;
	Status) reply "$1" "$ddns_status" ;;
	LastError) reply "$1" "$ddns_error" ;;
	*.Status)
		case $ddns_status in
		Updated) reply "$1" Registered ;;
		Connecting) reply "$1" UpdateNeeded ;;
		Error*) reply "$1" Error ;;
		*) reply "$1" "$ddns_status" ;;
		esac
		;;
	*.LastUpdate)
		ddns_began=
		while read -r ddns_word ddns_number; do
			[ "$ddns_word" != btime ] || ddns_began=$ddns_number
		done <"$CWMPD_ROOT/proc/stat"
		case $ddns_updated,$ddns_began in
		0*,* | ,* | *, | *,0* | *[!0-9,]*) reply "$1" 0 ;;
		*) reply "$1" $((ddns_began + ddns_updated)) ;;
		esac
		;;
	esac
}

# PATH VALUE. The address of a service that is named stands in a file of its own, and counts more than one that is set.
ddns_set() {
	row "${ddns}Server." "$1" || return 0
	case $rest=$2 in
	ServiceName=?*)
		if [ "$ddns_addressed" = "$key" ]; then
			fault 9007 "$1" 'expected a service by its name or by its address'
			return
		fi
		ddns_named=$key
		ddns_find "$2" || fault 9007 "$1" 'expected one of SupportedServices'
		ddns_edit service_name "$2"
		ddns_edit update_url ''
		;;
	ServiceName=) ddns_edit service_name '' ;;
	ServerAddress=http://?* | ServerAddress=https://?*)
		if [ "$ddns_named" = "$key" ]; then
			fault 9007 "$1" 'expected a service by its name or by its address'
			return
		fi
		ddns_addressed=$key
		ddns_edit update_url "$2"
		ddns_edit service_name ''
		;;
	ServerAddress=) ddns_edit update_url '' ;;
	*) fault 9007 "$1" 'expected http:// or https:// and what an update asks for, with [DOMAIN], [IP], [USERNAME] and [PASSWORD]' ;;
	esac
}

ddns_edit() { [ -z "$fw_writes" ] || reply "uci.ddns.$key.$1" "$2"; }

# NAME
ddns_find() {
	case $1 in
	*/* | .*) return 1 ;;
	esac
	[ -r "$CWMPD_ROOT/usr/share/ddns/default/$1.json" ] || [ -r "$CWMPD_ROOT/usr/share/ddns/custom/$1.json" ]
}

# SECTION
ddns_load() {
	[ "$1" != "$ddns_key" ] || return 0
	ddns_key=$1
	ddns_enabled=
	ddns_service=
	ddns_url=
	ddns_run=/var/run/ddns
	ddns_log=/var/log/ddns
	reading=ddns
	uci_read ddns
	reading=
	ddns_updated=0
	case $1 in
	*/*) ;;
	*) ! value "$CWMPD_ROOT$ddns_run/$1.update" || ddns_updated=$value ;;
	esac
	case $ddns_updated in
	'' | *[!0-9]*) ddns_updated=0 ;;
	esac
	ddns_error=NO_ERROR
	case $ddns_enabled in
	1 | on | true | yes | enabled)
		ddns_status=Connecting
		[ "$ddns_updated" = 0 ] || ddns_status=Updated
		ddns_first=$ddns_status
		case $1 in
		*/*) ;;
		*) [ ! -r "$CWMPD_ROOT$ddns_log/$1.log" ] || ddns_read <"$CWMPD_ROOT$ddns_log/$1.log" ;;
		esac
		;;
	*) ddns_status=Disabled ;;
	esac
}

ddns_section() {
	ddns_in=
	case $1=$2 in
	service="$ddns_key") ddns_in=service ;;
	ddns=global) ddns_in=global ;;
	esac
}

ddns_option() {
	case $ddns_in.$1 in
	service.enabled) ddns_enabled=$2 ;;
	service.service_name) ddns_service=$2 ;;
	service.update_url) ddns_url=$2 ;;
	global.ddns_rundir) ddns_run=$2 ;;
	global.ddns_logdir) ddns_log=$2 ;;
	esac
}

# The log: ` TIME LEVEL : TEXT`, and without them what a provider or a program has said.
ddns_read() {
	ddns_told=
	while IFS= read -r ddns_line; do
		case $ddns_line in
		*" : PID '"*"' started at "*)
			ddns_status=$ddns_first
			ddns_error=NO_ERROR
			;;
		*'pdate successful - IP'*)
			ddns_status=Updated
			ddns_error=NO_ERROR
			;;
		*'DDNS Provider answered:'*) ddns_told=PROTOCOL_ERROR ;;
		*'IP update not accepted by DDNS Provider'*)
			ddns_status=Error
			ddns_error=${ddns_told:-PROTOCOL_ERROR}
			;;
		*" ERROR : "*" Error: '"*"'")
			ddns_status=Error
			case $ddns_line in
			*"cURL Error: '6'") ddns_error=DNS_ERROR ;;
			*"cURL Error: '28'") ddns_error=TIMEOUT_ERROR ;;
			*"cURL Error: '67'" | *"Wget Error: '6'") ddns_error=AUTHENTICATION_ERROR ;;
			*"Wget Error: '"[78]"'" | *"uclient-fetch Error: '"[78]"'") ddns_error=PROTOCOL_ERROR ;;
			*) ddns_error=CONNECTION_ERROR ;;
			esac
			ddns_told=
			;;
		*' - TERMINATE')
			if [ "$ddns_status" != Error ]; then
				ddns_status=Error_Misconfigured
				ddns_error=MISCONFIGURATION_ERROR
			fi
			;;
		' '[0-9][0-9][0-9][0-9][0-9][0-9]' '*' : '*) ;;
		*)
			case ${ddns_told:-$ddns_status}=$ddns_line in
			*_ERROR=*badauth* | *_ERROR=*'!donator'*) ddns_told=AUTHENTICATION_ERROR ;;
			*_ERROR=*nohost* | *_ERROR=*notfqdn* | *_ERROR=*numhost* | *_ERROR=*abuse* | *_ERROR=*badagent* | *_ERROR=*'!yours'*) ddns_told=MISCONFIGURATION_ERROR ;;
			*_ERROR=*dnserr*) ddns_told=DNS_ERROR ;;
			Error=*resolve*) ddns_error=DNS_ERROR ;;
			Error=*'timed out'*) ddns_error=TIMEOUT_ERROR ;;
			Error=*'error 40'[13]* | Error=*'uthorization failed'* | Error=*'uthentication'*) ddns_error=AUTHENTICATION_ERROR ;;
			esac
			;;
		esac
	done
}
