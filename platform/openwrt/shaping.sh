# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `gateway`: ShapingRate of a port or a connection. sqm has a queue for a device, which counts in kbit/s;
# one that is switched off keeps its rate.

shaped=1
queues=

read_queues() {
	[ -r "$CWMPD_ROOT/etc/config/sqm" ] || return 0
	loaded=sqm
	uci_read sqm
}

# What is sent on DEVICE at most, into rate; the queue that says so.
rate_of() {
	rate=-1
	queue=
	while read -r name_of on enabled upload; do
		[ "$on" = "$1" ] || continue
		queue=$name_of
		case $enabled=$upload in
		1=*[!0-9]* | 1= | 1=0) ;;
		1=*) rate=$((upload * 1000)) ;;
		esac
		return
	done <<-end
		$queues
	end
}

# PATH DEVICE
tell_rate() {
	under "$request" "$1" || return 0
	rate_of "$2"
	reply "$1" "$rate"
}

# PATH RATE
shape() {
	row "$wan" "$1" || return 1
	device=$key
	if row WANConnectionDevice. "$rest"; then
		device=$key
		case $rest in
		WANPPP*)
			row WANPPPConnection. "$rest"
			while read -r name_of proto _; do
				[ "$name_of" != "$key" ] || device=$proto-$key
			done <<-end
				$interfaces
			end
			;;
		esac
	fi
	# No limit is what there is without the package.
	if [ "$2" != -1 ] && [ ! -e "$CWMPD_ROOT/etc/config/sqm" ]; then
		fault 9001 "$1" 'expected the package sqm-scripts to be installed'
		return 1
	fi
	case $2 in
	-1) ;;
	? | ?? | 100)
		fault 9007 "$1" 'expected bits per second: sqm knows no part of the rate of the line'
		return 1
		;;
	*000) ;;
	*)
		fault 9007 "$1" 'expected whole kbit/s, a number that ends in 000'
		return 1
		;;
	esac
	[ -n "$write" ] || return 0
	rate_of "$device"
	case $2=$queue in
	-1=) return 0 ;;
	-1=*)
		reply "uci.sqm.$queue.enabled" 0
		return
		;;
	*=)
		unit=1
		while case "$lf$queues" in *"${lf}shaper$unit "*) ;; *) false ;; esac do
			unit=$((unit + 1))
		done
		queue=shaper$unit
		reply "uci.sqm.$queue" queue
		reply "uci.sqm.$queue.interface" "$device"
		reply "uci.sqm.$queue.download" 0
		reply "uci.sqm.$queue.qdisc" fq_codel
		reply "uci.sqm.$queue.script" simple.qos
		queues="$queues$queue $device 1 0
"
		;;
	esac
	reply "uci.sqm.$queue.upload" $(($2 / 1000))
	reply "uci.sqm.$queue.enabled" 1
}

read_queues
