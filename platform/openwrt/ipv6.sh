# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # what the hook has read, or reads
# A part of the hook `pool`: what odhcpd is told to say, which flags its routers announce and how often, which options its
# servers of DHCPv6 send.
# It has one option with the octets of all that are sent; what each row is, and those that are off, stands beside it in one
# that nobody reads.

flagged=
paced=
optioned=

# What the router of this key announces, into announced and management: odhcpd's own where nothing is said, or what the
# older option says.
announced() {
	of_key "$flags" "$key"
	management=${found%% *}
	management=${management#=}
	announced=${found#* }
	case $management=$announced in
	[12]=) announced='managed-config other-config ' ;;
	*=) announced='other-config ' ;;
	*) management= ;;
	esac
}

tell_flags() {
	while read -r key _; do
		[ -n "$key" ] || continue
		quoted "$key"
		base="${routers}[$quoted]."
		announced
		for name in Managed=managed-config OtherConfig=other-config MobileAgent=home-agent; do
			case " $announced" in
			*" ${name#*=} "*) answer "Adv${name%=*}Flag" true ;;
			*) answer "Adv${name%=*}Flag" false ;;
			esac
		done
		pace
		answer MaxRtrAdvInterval "$most"
		answer MinRtrAdvInterval "$least"
		answer AdvDefaultLifetime "$lifetime"
	done <<-end
		$flags
	end
}

# How often the router of this key announces itself and for how long, into most, least and lifetime, as odhcpd counts them
# from what is said: an interval or a lifetime that does not go with the longest interval is another.
pace() {
	of_key "$paces" "$key"
	most=${found%% *}
	most=${most#=}
	least=${found#* =}
	lifetime=${least#* =}
	least=${least%% *}
	is_number "$most" || most=600
	[ "$most" -ge 4 ] || most=4
	[ "$most" -le 1800 ] || most=1800
	is_number "$least" || least=200
	if [ "$least" -lt 3 ]; then
		least=3
	elif [ "$least" -gt $((most * 3 / 4)) ]; then
		least=$most
		[ "$most" -lt 9 ] || least=$((most / 3))
	fi
	if ! is_number "$lifetime"; then
		lifetime=$((3 * most))
		# Since 25.12 it is that of the usual interval.
		[ "$most" = 600 ] || is_early || lifetime=1800
	fi
	[ "$lifetime" = 0 ] || [ "$lifetime" -ge "$most" ] || lifetime=$most
	[ "$lifetime" -le 9000 ] || lifetime=9000
}

# What is wished of each router. Where the longest interval changes, the others are written, too: releases count what is not
# said in different ways.
finish_paces() {
	asked=
	while read -r key _; do
		case $asked in
		*" $key "*) continue ;;
		esac
		[ -n "$key" ] || continue
		asked="$asked $key "
		pace
		was="$most $least $lifetime"
		wanted=$key
		new=
		shortest=
		longest=
		while read -r name leaf value path; do
			[ "$name" = "$wanted" ] || continue
			case $leaf in
			Max*) new=$value ;;
			Min*) shortest="$value $path" ;;
			*) longest="$value $path" ;;
			esac
		done <<-inner
			$paced
		inner
		: "${new:=$most}"
		if [ "$new" != "$most" ]; then
			most=$new
			[ "$least" -le $((most * 3 / 4)) ] || least=$((most / 3))
			[ "$least" -ge 3 ] || least=3
			[ "$lifetime" = 0 ] || lifetime=$((3 * most))
		fi
		case $shortest in
		'' | "$least "*) ;;
		*)
			least=${shortest%% *}
			[ "$least" -le $((most * 3 / 4)) ] ||
				fault 9007 "${shortest#* }" "expected at most three quarters of MaxRtrAdvInterval, which is $most"
			;;
		esac
		case $longest in
		'' | "$lifetime "*) ;;
		*)
			lifetime=${longest%% *}
			[ "$lifetime" = 0 ] || { [ "$lifetime" -ge "$most" ] && [ "$lifetime" -le 9000 ]; } ||
				fault 9007 "${longest#* }" "expected 0, or a number from MaxRtrAdvInterval, which is $most, to 9000"
			;;
		esac
		[ -n "$changed" ] || continue
		case $was in
		"$most $least $lifetime") continue ;;
		"$most "*) ;;
		*)
			reply "uci.dhcp.$key.ra_maxinterval" "$most"
			was=
			;;
		esac
		case $was in
		*" $least "*) ;;
		*) reply "uci.dhcp.$key.ra_mininterval" "$least" ;;
		esac
		case $was in
		*" $lifetime") ;;
		*) reply "uci.dhcp.$key.ra_lifetime" "$lifetime" ;;
		esac
	done <<-end
		$paced
	end
}

# Those that are wished of each router. Without any, odhcpd is told so, or it would take its own.
finish_flags() {
	asked=
	while read -r key _; do
		case $asked in
		*" $key "*) continue ;;
		esac
		[ -n "$key" ] || continue
		asked="$asked $key "
		announced
		wanted=$key
		while read -r name leaf value; do
			[ "$name" = "$wanted" ] || continue
			case $leaf in
			AdvManagedFlag) name=managed-config ;;
			AdvOtherConfigFlag) name=other-config ;;
			*) name=home-agent ;;
			esac
			case $value=" $announced" in
			true=*" $name "* | true=*" $name") ;;
			true=*) announced="$announced$name " ;;
			*=*" $name "*)
				left=" $announced"
				announced="${left%%" $name "*} ${left#*" $name "}"
				announced=${announced# }
				;;
			esac
		done <<-inner
			$flagged
		inner
		case $announced in
		none' '?*) announced=${announced#none } ;;
		esac
		[ "$management" != 2 ] || reply "uci.dhcp.$key.ra_slaac" 0
		reply "uci.dhcp.$key.ra_flags[]" "${announced:-none}"
	done <<-end
		$flagged
	end
}

# The options that odhcpd sends, a line for each in options6: SECTION KEY STATE TAG OCTETS. An option stands in the file as
# KEY:STATE:TAG:OCTETS, and has not changed while those that are on make up what odhcpd has. Else that is taken apart.
keep_options() {
	lines6=
	sent=
	set -f
	for word in $kept; do
		split_option || continue
		lines6="$lines6$section $id $state6 $tag =$octets$lf"
		[ "$state6" = 0 ] || to_option
	done
	if [ "$sent" != "$raw" ]; then
		lines6=
		for word in $kept; do
			split_option || continue
			[ "$state6" = 1 ] || lines6="$lines6$section $id 0 $tag =$octets$lf"
		done
		set +f
		left=$raw
		while [ -n "$left" ]; do
			if ! cut_option; then
				unreadable="$unreadable$section "
				return 0
			fi
			id=t$tag
			while case $lf$lines6 in *"$lf$section $id "*) ;; *) false ;; esac do
				id=${id}_
			done
			lines6="$lines6$section $id 1 $tag =$octets$lf"
		done
	fi
	set +f
	options6=$options6$lines6
}

# Of word; false where a person has written something else.
split_option() {
	id=${word%%:*}
	octets=${word##*:}
	tag=${word#*:}
	state6=${tag%%:*}
	tag=${tag#*:}
	tag=${tag%%:*}
	case $state6=$octets in
	[01]=*[!0-9A-Fa-f]*) return 1 ;;
	[01]=*) is_number "$tag" ;;
	*) return 1 ;;
	esac
}

# What is sent of it, behind sent.
to_option() {
	for part in "$tag" $((${#octets} / 2)); do
		digits=
		for _ in 1 2 3 4; do
			digit=$((part & 15))
			case $digit in
			10) digit=a ;;
			11) digit=b ;;
			12) digit=c ;;
			13) digit=d ;;
			14) digit=e ;;
			15) digit=f ;;
			esac
			digits=$digit$digits
			part=$((part >> 4))
		done
		sent=$sent$digits
	done
	sent=$sent$octets
}

# The first of left into tag and octets.
cut_option() {
	case $left in
	*[!0-9A-Fa-f]*) return 1 ;;
	????????*) ;;
	*) return 1 ;;
	esac
	behind=${left#????????}
	part=${left%"$behind"}
	tag=$((0x${part%????}))
	size=$((0x${part#????} * 2))
	[ "$size" -le ${#behind} ] || return 1
	holes=
	while [ ${#holes} -lt "$size" ]; do
		holes="$holes??"
	done
	# shellcheck disable=SC2295 # as many characters as there are question marks
	left=${behind#$holes}
	octets=${behind%"$left"}
}

tell_options() {
	while read -r of id state6 tag octets; do
		[ -n "$of" ] || continue
		quoted "$of"
		base="${pools6}[$quoted].Option.[$id]."
		case $state6 in
		1) answer Enable true ;;
		*) answer Enable false ;;
		esac
		answer Tag "$tag"
		answer Value "${octets#=}"
	done <<-end
		$options6
	end
}

# PATH, with the pool in key: it is off, and has no number yet.
add_option() {
	case " $unreadable" in
	*" $key "*)
		fault 9001 "$1" 'expected options in dhcpv6_raw, got something else'
		return
		;;
	esac
	of=$key
	id=1
	while case $lf$options6 in *"$lf$of o$id "*) ;; *) false ;; esac do
		id=$((id + 1))
	done
	options6="$options6$of o$id 0 0 =$lf"
	new="$1[o$id]"
	write_options "$of"
	reply "$new" ''
	reply "$new.Enable" false
	reply "$new.Tag" 0
	reply "$new.Value" ''
}

# PATH VALUE, with the pool in key.
change_option() {
	of=$key
	row Option. "$rest" || return 1
	of_key "$options6" "$of $key" || return 1
	state6=${found%% *}
	found=${found#* }
	tag=${found%% *}
	octets=${found#* }
	case $rest=$2 in
	Enable=true | Enable=1) state6=1 ;;
	Enable=*) state6=0 ;;
	Tag=*) tag=$2 ;;
	Value=*) octets="=$2" ;;
	*) return 1 ;;
	esac
	put_option "$of $key" "$of $key $state6 $tag $octets$lf"
	optioned="$optioned$of $key $1$lf"
}

# KEY LINE: instead of the line that begins so.
put_option() {
	lines6=
	while read -r line; do
		case $line in
		'') ;;
		"$1 "*) lines6=$lines6$2 ;;
		*) lines6=$lines6$line$lf ;;
		esac
	done <<-end
		$options6
	end
	options6=$lines6
}

finish_options() {
	written=' '
	while read -r of id path; do
		[ -n "$of" ] || continue
		case $lf$options6 in
		*"$lf$of $id 1 0 "*) fault 9007 "$path" 'expected a Tag before it is enabled' ;;
		esac
		[ -n "$changed" ] || continue
		case $written in
		*" $of "*) ;;
		*)
			written="$written$of "
			write_options "$of"
			;;
		esac
	done <<-end
		$optioned
	end
}

# SECTION
write_options() {
	sent=
	list=
	while read -r of id state6 tag octets; do
		[ "$of" = "$1" ] || continue
		octets=${octets#=}
		list="$list${list:+ }$id:$state6:$tag:$octets"
		[ "$state6" = 0 ] || to_option
	done <<-end
		$options6
	end
	reply "uci.dhcp.$1.dhcpv6_raw" "$sent"
	reply "uci.dhcp.$1.dhcpv6_option[]" "$list"
}
