# shellcheck shell=sh
# shellcheck disable=SC2154 # what the hook and lib.sh set
# Accounts of /etc/passwd, /etc/shadow and /etc/group, and keys of /etc/dropbear/authorized_keys, for the hook `system`. A
# user is known by its number, so that it may be called otherwise; of several with one number, the first counts.
#
# Who is disabled has a `!` before the password, so that no login takes it, and before the shell, so that dropbear takes no
# key. What stands behind it comes back. Numbers below 1000 are those of the system: always there, and called as they are.
#
# A role is a group of what rpcd lets LuCI's users do (acl.d), or `*`. Who has some has a `config login` of his own in rpcd. To
# rpcd, no password is any password, and so are `!` and `x`: who has no password gets no role, or a `*` behind that.
#
# A new text goes into a file beside the old one and takes its place; of a batch, when all of it is known.

# shellcheck source-path=SCRIPTDIR source=uci.sh
. "${0%/*}/../uci.sh"

etc=$CWMPD_ROOT/etc
# Whose home is the key file of OpenWrt's dropbear.
keys=$etc/dropbear/authorized_keys
writes=

# Each file as text, with a line feed before each line.
load_users() {
	[ -z "$shells" ] || return 0
	text_of "$etc/shells"
	shells=$text$cwmp_lf
	text_of "$etc/shadow"
	shadow=$text
	text_of "$etc/group"
	groups=$text
}
shells=

# FILE into text.
text_of() {
	text=
	[ -r "$1" ] || return 0
	while IFS= read -r line || [ -n "$line" ]; do
		text=$text$cwmp_lf$line
	done <"$1"
}

# REQUEST: the users below TABLE.
tell_users() {
	load_users
	seen=' '
	while IFS=: read -r name mark number primary _ _ shell; do
		is_number "$number" || continue
		case $seen in
		*" $number "*) continue ;;
		esac
		seen="$seen$number "
		user=${users}[$number].
		touches "$1" "$user" || continue
		hash_of "$name" "$mark"
		able "$hash" "$shell"
		tell "${user}Enable" "$able"
		tell "${user}UserID" "$number"
		tell "${user}Username" "$name"
		tell "${user}Password" ''
		static "$number"
		tell "${user}StaticUser" "$static"
		tell "${user}RemoteAccessCapable" false
		tell "${user}Language" ''
		tell "${user}Shell" "${shell#!}"
		if under "$1" "${user}RoleParticipation"; then
			load_logins
			login_of "$name"
			reply "${user}RoleParticipation" "$roles"
		fi
		if under "$1" "${user}GroupParticipation"; then
			groups_of "$name" "$primary"
			reply "${user}GroupParticipation" "$member"
		fi
	done <"$etc/passwd"
}

tell_groups() {
	load_users
	left=$groups
	while next_group; do
		group=${root}.Users.Group.[$number].
		tell "${group}Enable" true
		tell "${group}GroupID" "$number"
		tell "${group}Groupname" "$name"
		static "$number"
		tell "${group}StaticGroup" "$static"
	done
}

# Each role once: what the packages know, and what logins say beside that.
tell_roles() {
	load_logins
	load_acls
	seen=' '
	set -f
	for role in $acls $all_roles; do
		case $seen in
		*" $role "*) continue ;;
		esac
		seen="$seen$role "
		quoted "$role"
		tell "$root.Users.Role.[$quoted].RoleName" "$role"
	done
	set +f
}

# The groups of acl.d, into acls. To read all those files takes a shell long: what was found stays on the RAM disk until a
# package comes or goes.
load_acls() {
	[ -z "$acls" ] || return 0
	acls='*'
	folder=$CWMPD_ROOT/usr/share/rpcd/acl.d
	[ -d "$folder" ] || return 0
	found=$CWMPD_ROOT/tmp/cwmpd-roles
	# shellcheck disable=SC3013 # busybox and dash have it
	if [ "$found" -nt "$folder" ] && value "$found"; then
		acls=$value
		return
	fi
	for file in "$folder"/*.json; do
		[ -r "$file" ] || continue
		indent=
		while IFS= read -r line; do
			# The members of the outermost object are those that stand like the first one.
			case $line in
			*\"*\":*'{'*) ;;
			*) continue ;;
			esac
			before=${line%%\"*}
			name=${line#*\"}
			name=${name%%\"*}
			case ${indent:=x$before}=$name in
			*=*[!A-Za-z0-9_.*?-]* | *=) ;;
			"x$before="*) acls="$acls $name" ;;
			esac
		done <"$file"
	done
	printf '%s\n' "$acls" 2>/dev/null >"$found"
}
acls=

# `SECTION USER PASSWORD` on each line of logins, and `SECTION OPTION ROLE` on each of rights; all_roles has every ROLE.
load_logins() {
	[ -z "$loaded" ] || return 0
	loaded=1
	section=
	on_section() {
		on_end
		section=
		[ "$1" != login ] || section=$2
		user_name=
		password=
	}
	on_option() {
		case ${section:+$1}=$2 in
		username=*) user_name=$2 ;;
		password=*) password=$2 ;;
		read=*[!A-Za-z0-9_.*?-]* | write=*[!A-Za-z0-9_.*?-]*) ;;
		read=* | write=*)
			rights="$rights$section $1 $2
"
			all_roles="$all_roles $2"
			;;
		esac
	}
	on_end() {
		[ -z "${section:+$user_name}" ] || logins="$logins$section $user_name $password
"
	}
	uci_read rpcd
}
loaded=
logins=
rights=
all_roles=

# NAME: the section of the first login, into login, its password, its roles, and those of them that may only read.
login_of() {
	login=
	roles=
	readers=
	while read -r section user_name password; do
		[ "$user_name" != "$1" ] || break
		section=
	done <<-end
		$logins
	end
	[ -n "$section" ] || return 0
	login=$section
	while read -r section name_of right; do
		case $section=$name_of in
		"$login=write") roles="$roles $right" ;;
		"$login=read") readers="$readers $right" ;;
		esac
	done <<-end
		$rights
	end
	set -f
	for right in $readers; do
		case " $roles " in
		*" $right "*) ;;
		*) roles="$roles $right" ;;
		esac
	done
	set +f
	roles=${roles# }
}

# NUMBER OLD NEW ROLES: what becomes of the logins of this user: their name, their password where `own` says so, and the roles
# of the first where there is a fourth word.
put_login() {
	load_logins
	login_of "$2"
	# rpcd goes through all of this name until a password fits.
	while read -r section user_name password; do
		[ "$user_name" = "$2" ] || continue
		[ "$2" = "$3" ] || reply "uci.rpcd.$section.username" "$3"
		# shellcheck disable=SC2016 # rpcd's word for the password of this user; one of another kind knows nothing of a lock
		case $own$password=$2 in
		own=*) ;;
		own'$p$'"$3=$2") ;;
		own*) reply "uci.rpcd.$section.password" '$p$'"$3" ;;
		'$p$'"$3=$2") ;;
		'$p$'"$2=$2") reply "uci.rpcd.$section.password" '$p$'"$3" ;;
		esac
	done <<-end
		$logins
	end
	edit=uci.rpcd.$login
	[ "$#" -eq 4 ] && [ "$4" != "$roles" ] || return 0
	if [ -z "$4" ]; then
		reply "$edit" ''
		return
	fi
	if [ -z "$login" ]; then
		edit=uci.rpcd.cwmp_login_$1
		reply "$edit" login
		reply "$edit.username" "$3"
		# shellcheck disable=SC2016
		reply "$edit.password" '$p$'"$3"
	fi
	# Who could only read may not write from now on.
	writers=
	set -f
	for right in $4; do
		case " $roles " in
		*" $right "*)
			case " $readers " in
			*" $right "*) may_write "$right" || continue ;;
			esac
			;;
		esac
		writers="$writers $right"
	done
	set +f
	reply "$edit.read[]" "$4"
	reply "$edit.write[]" "${writers# }"
}

# NAME: the last one first, since those without a name have numbers.
del_logins() {
	load_logins
	doomed=
	while read -r section user_name _; do
		[ "$user_name" != "$1" ] || doomed="$section $doomed"
	done <<-end
		$logins
	end
	for section in $doomed; do
		reply "uci.rpcd.$section" ''
	done
}

# ROLE of the login
may_write() {
	case $cwmp_lf$rights in
	*"$cwmp_lf$login write $1$cwmp_lf"*) return 0 ;;
	esac
	return 1
}

# The first line of left that is a group, into name, number and members, and off it. The lines before it that are none into
# others, for who writes them anew.
next_group() {
	others=
	while [ -n "$left" ]; do
		left=${left#"$cwmp_lf"}
		line=${left%%"$cwmp_lf"*}
		left=${left#"$line"}
		whole=$line
		name=${line%%:*}
		line=${line#*:}
		mark=${line%%:*}
		line=${line#*:}
		number=${line%%:*}
		members=${line#*:}
		case $whole in
		*:*:*:*) ! is_number "$number" || return 0 ;;
		esac
		others=$others$cwmp_lf$whole
	done
	return 1
}

is_number() {
	case $1 in
	'' | *[!0-9]* | ??????????*) return 1 ;;
	esac
}

# NUMBER
static() {
	static=true
	[ "$1" -lt 1000 ] || [ "$1" -eq 65534 ] || static=false
}

# NAME MARK: what stands for the password, into hash.
hash_of() {
	hash=$2
	case $shadow in
	*"$cwmp_lf$1:"*)
		hash=${shadow#*"$cwmp_lf$1:"}
		hash=${hash%%:*}
		;;
	esac
}

# HASH SHELL: whether anything lets the user in.
able() {
	able=true
	case $2 in
	'!'*)
		able=false
		return
		;;
	esac
	case $1 in
	'!'* | '*'* | x)
		case $shells in
		*"$cwmp_lf$2$cwmp_lf"*) ;;
		*) able=false ;;
		esac
		;;
	esac
}

# NAME NUMBER: the numbers of the groups of the user, its own first, into member.
groups_of() {
	who=$1
	member=$2
	left=$groups
	while next_group; do
		[ "$number" -ne "$2" ] || continue
		case ",$members," in
		*",$who,"*) member="$member $number" ;;
		esac
	done
}

# PATH VALUE
wish_user() {
	case $2 in
	*"$cwmp_lf"*)
		fault 9007 "$1" 'expected one line'
		return
		;;
	esac
	case $1 in
	*.Password)
		if [ -z "$2" ]; then
			fault 9007 "$1" 'expected a password'
			return
		fi
		on_device "$1" || return 0
		;;
	esac
	wishes="$wishes$1=$2
"
}

# Faults where it cannot be, or does it where writes says so.
finish_users() {
	[ -n "$wishes" ] || return 0
	load_users
	root=Device
	case $wishes in
	Internet*) root=InternetGatewayDevice ;;
	esac
	below "$root."
	[ -z "$writes" ] || passwords || return 0
	refused=
	passwd=
	seen=' '
	while IFS= read -r line || [ -n "$line" ]; do
		account "$line"
		passwd=$passwd$cwmp_lf$line
	done <"$etc/passwd"
	name_groups
	if [ -n "$writes" ] && [ -z "$refused" ]; then
		write_users "$users"
	fi
}

# LINE of passwd, and what is wished for its user: into line, shadow and groups.
account() {
	line=$1
	fields "$1"
	is_number "$number" || return 0
	case $seen in
	*" $number "*) return 0 ;;
	esac
	seen="$seen$number "
	user=${users}[$number].
	case $cwmp_lf$wishes in
	*"$cwmp_lf$user"*) ;;
	*) return 0 ;;
	esac
	old=$name
	hash_of "$name" "$mark"
	was=$hash
	enable=
	own=
	wanted=-
	left=$wishes
	while [ -n "$left" ]; do
		wish=${left%%"$cwmp_lf"*}
		left=${left#"$wish$cwmp_lf"}
		case $wish in
		"${user}Enable="*)
			enable=${wish#*=}
			[ "$enable" = true ] || own=own
			;;
		# passwd has made one, or will.
		"${user}Password="*)
			own=own
			[ -n "$writes" ] || hash=new
			;;
		"${user}Username="*) name=${wish#*=} ;;
		"${user}Shell="*)
			wish=${wish#*=}
			case $number=$shell in
			0=*) [ -n "$wish" ] || refuse "${user}Shell" 'the device itself is this user' ;;
			*='!'*) wish=!${wish:-/bin/false} ;;
			esac
			shell=${wish:-/bin/false}
			;;
		"${user}RoleParticipation="*) wanted=${wish#*=} ;;
		"${user}GroupParticipation="*) member=${wish#*=} && join ;;
		esac
	done
	# A new password lets nobody in who is disabled.
	case $enable$shell in
	true*)
		shell=${shell#!}
		# Without a password, only who was disabled gets none that counts.
		case $hash in
		'!') hash='*' ;;
		*) hash=${hash#!} ;;
		esac
		able "$hash" "$shell"
		if [ "$able" = false ]; then
			refuse "${user}Enable" 'expected a password or a shell with it: nobody could log in'
		fi
		;;
	false* | !*)
		shell=!${shell#!}
		hash=!${hash#!}
		if [ "$number" -eq 0 ]; then
			refuse "${user}Enable" 'the device itself is this user'
		fi
		;;
	esac
	if [ "$name" != "$old" ]; then
		rename
	fi
	# To rpcd these alone are no password at all.
	case $wanted$enable=$hash in
	-=*) ;;
	*='!') hash='!*' ;;
	*=x) hash='*' ;;
	esac
	if [ "$hash" != "$was" ]; then
		put_hash
		mark=x
	fi
	case $wanted in
	- | '') ;;
	*) [ -n "$hash" ] || refuse "${user}RoleParticipation" 'expected a password first: to rpcd, none is any' ;;
	esac
	case $number=$wanted in
	0=-) ;;
	0=*)
		case " $wanted " in
		*' * '*) ;;
		*) refuse "${user}RoleParticipation" 'expected the role * of who may do everything' ;;
		esac
		;;
	esac
	case $writes$own$wanted=$old in
	1-="$name") ;;
	1-=* | 1own-=*) put_login "$number" "$old" "$name" ;;
	1*) put_login "$number" "$old" "$name" "$wanted" ;;
	esac
	line=$name:$mark:$number:$primary:$gecos:$home:$shell
}

# LINE
fields() {
	IFS=: read -r name mark number primary gecos home shell <<-end
		$1
	end
}

# A batch is one change: who is refused anything keeps all.
refuse() {
	refused=1
	fault 9007 "$1" "$2"
}

rename() {
	static "$number"
	case $name in
	'' | [!A-Za-z_]* | *[!A-Za-z0-9_.-]* | ????????????????????????????????*)
		refuse "${user}Username" 'expected up to 31 letters, digits, _, - or ., first a letter'
		name=$old
		return
		;;
	esac
	if [ "$static" = true ]; then
		refuse "${user}Username" 'the system calls this user so'
	elif grep_name "$name"; then
		refuse "${user}Username" 'there is another one of this name'
	fi
	case $shadow in
	*"$cwmp_lf$old:"*) shadow=${shadow%%"$cwmp_lf$old:"*}$cwmp_lf$name:${shadow#*"$cwmp_lf$old:"} ;;
	esac
	edit_groups "$old" "$name" ''
}

# NAME of any user.
grep_name() {
	while IFS=: read -r other _; do
		[ "$other" != "$1" ] || return 0
	done <"$etc/passwd"
	return 1
}

# The numbers in member are the groups of the user; one that is not its own any more gives way to the first.
join() {
	case " $member " in
	'  ')
		# Its own may be one that nobody has named.
		case $groups in
		*:"$primary":*)
			refuse "${user}GroupParticipation" 'expected one group at least'
			return
			;;
		esac
		;;
	*" $primary "*) ;;
	*)
		static "$number"
		if [ "$static" = true ]; then
			refuse "${user}GroupParticipation" 'expected the group that the system gives this user as well'
		fi
		primary=${member%% *}
		;;
	esac
	edit_groups "$old" '' " $member "
}

# OLD NEW NUMBERS: the members of all groups: NEW for OLD, or OLD where NUMBERS say so and where it is not its own.
edit_groups() {
	keep_left=$left
	keep_number=$number
	keep_name=$name
	keep_mark=$mark
	left=$groups
	groups=
	while next_group; do
		list=,${members:+$members,}
		case $list in
		*",$1,"*) list=${list%%",$1,"*},${2:+$2,}${list#*",$1,"} ;;
		esac
		case $3 in
		*" $number "*) [ "$number" -eq "$primary" ] || list=$list$1, ;;
		esac
		list=${list#,}
		groups=$groups$others$cwmp_lf$name:$mark:$number:${list%,}
	done
	groups=$groups$others
	left=$keep_left
	number=$keep_number
	name=$keep_name
	mark=$keep_mark
}

put_hash() {
	case $shadow in
	*"$cwmp_lf$name:"*)
		rest=${shadow#*"$cwmp_lf$name:"}
		shadow=${shadow%%"$cwmp_lf$name:"*}$cwmp_lf$name:$hash:${rest#*:}
		;;
	*) shadow=$shadow$cwmp_lf$name:$hash:0:0:99999:7::: ;;
	esac
}

# Names of groups.
name_groups() {
	left=$groups
	new=
	while next_group; do
		keep_left=$left
		left=$wishes
		while [ -n "$left" ]; do
			wish=${left%%"$cwmp_lf"*}
			left=${left#"$wish$cwmp_lf"}
			case $wish in
			"$root.Users.Group.[$number].Groupname=$name") ;;
			"$root.Users.Group.[$number].Groupname="*)
				static "$number"
				[ "$static" = false ] || refuse "${wish%%=*}" 'the system calls this group so'
				name=${wish#*=}
				case $name in
				'' | [!A-Za-z_]* | *[!A-Za-z0-9_.-]* | ????????????????????????????????*)
					refuse "${wish%%=*}" 'expected up to 31 letters, digits, _, - or ., first a letter'
					;;
				esac
				case $groups in
				*"$cwmp_lf$name:"*) refuse "${wish%%=*}" 'there is another one of this name' ;;
				esac
				;;
			esac
		done
		new=$new$others$cwmp_lf$name:$mark:$number:$members
		left=$keep_left
	done
	groups=$new$others
}

# Before the texts are read anew: passwd makes the hash.
passwords() {
	case $wishes in
	*.Password=*) ;;
	*) return 0 ;;
	esac
	while IFS=: read -r name _ number _; do
		user=${users}[$number].
		case $cwmp_lf$wishes in
		*"$cwmp_lf${user}Password="*) ;;
		*) continue ;;
		esac
		on_device "${user}Password" || return 1
		password=$cwmp_lf$wishes
		password=${password##*"$cwmp_lf${user}Password="}
		password=${password%%"$cwmp_lf"*}
		if ! printf '%s\n%s\n' "$password" "$password" | passwd "$name" >&2; then
			fault 9002 "${user}Password" 'passwd has failed'
			return 1
		fi
	done <"$etc/passwd"
	text_of "$etc/shadow"
	shadow=$text
}

# PATH: all of it first, on flash, so that neither a full storage nor a power cut leaves half a file. Then in this order, so
# that nobody without a line in shadow is let in between.
write_users() {
	umask 077
	if stage "$etc/shadow" "$shadow" && umask 022 && stage "$etc/group" "$groups" && stage "$etc/passwd" "$passwd"; then
		sync "$etc/shadow.new" "$etc/group.new" "$etc/passwd.new" 2>/dev/null || :
		mv -f "$etc/shadow.new" "$etc/shadow" && mv -f "$etc/group.new" "$etc/group" &&
			mv -f "$etc/passwd.new" "$etc/passwd" && return
	fi
	rm -f "$etc/shadow.new" "$etc/group.new" "$etc/passwd.new"
	fault 9002 "$1" 'the files of the users cannot be written'
	return 1
}

# FILE TEXT
stage() { printf '%s\n' "${2#"$cwmp_lf"}" >"$1.new"; }
replace() { stage "$1" "$2" && mv -f "$1.new" "$1"; }

# The first number from 1000 that nobody has, of users or groups.
add_account() {
	load_users
	text_of "$etc/passwd"
	passwd=$text
	new=1000
	case $1 in
	"$users")
		while grep_number "$new" || grep_name "user$new"; do
			new=$((new + 1))
		done
		passwd="$passwd${cwmp_lf}user$new:x:$new:100:user$new:/var/run/user$new:!/bin/false"
		shadow="$shadow${cwmp_lf}user$new:!:0:0:99999:7:::"
		;;
	*)
		left=$groups
		while next_group; do
			[ "$number" -lt "$new" ] || [ "$number" -eq 65534 ] || new=$((number + 1))
		done
		groups="$groups${cwmp_lf}group$new:x:$new:"
		;;
	esac
	write_users "$1" && reply "$1[$new]" ''
}

grep_number() {
	while IFS=: read -r _ _ number _; do
		[ "$number" != "$1" ] || return 0
	done <"$etc/passwd"
	return 1
}

# TABLE PATH, of which key is the number.
del_account() {
	load_users
	static "$key"
	if [ "$static" = true ]; then
		fault 9001 "$2" 'the system has it'
		return
	fi
	passwd=
	while IFS= read -r line || [ -n "$line" ]; do
		fields "$line"
		case $1=$key in
		"$users=$number")
			case $shadow in
			*"$cwmp_lf$name:"*)
				rest=${shadow#*"$cwmp_lf$name:"}
				shadow=${shadow%%"$cwmp_lf$name:"*}${rest#"${rest%%"$cwmp_lf"*}"}
				;;
			esac
			edit_groups "$name" '' ''
			del_logins "$name"
			continue
			;;
		*".Group.=$primary")
			fault 9001 "$2" "$name is in it first"
			return
			;;
		esac
		passwd=$passwd$cwmp_lf$line
	done <"$etc/passwd"
	case $1 in
	"$users") ;;
	*)
		left=$groups
		groups=
		while next_group; do
			groups=$groups$others
			[ "$number" = "$key" ] || groups=$groups$cwmp_lf$name:$mark:$number:$members
		done
		groups=$groups$others
		;;
	esac
	write_users "$2"
}

# Keys: a line of its own each. What the ACS has added has `cwmpd:N` at its end and is known by that, others by the key.

# LINE into name and shown; false where it is none.
key_of() {
	shown=$1
	case $1 in
	*' cwmpd:'[0-9]* | '#cwmpd:'[0-9]*)
		name=cwmpd:${1##*cwmpd:}
		shown=${1%"$name"}
		shown=${shown%[ #]}
		is_number "${name#cwmpd:}"
		return
		;;
	ssh-*' '* | ecdsa-*' '* | sk-*' '*)
		name=${1#* }
		name=${name%% *}
		return
		;;
	esac
	return 1
}

# REQUEST
tell_keys() {
	[ -r "$keys" ] || return 0
	while IFS= read -r line || [ -n "$line" ]; do
		key_of "$line" || continue
		quoted "$name"
		tell "${authorized}[$quoted].User" 0
		tell "${authorized}[$quoted].Key" "$shown"
	done <"$keys"
}

# PATH VALUE
wish_key() {
	row "$authorized" "$1" || return 0
	case $key=$2 in
	cwmpd:*=ssh-*' '* | cwmpd:*=ecdsa-*' '* | cwmpd:*=sk-*' '*) ;;
	cwmpd:*) fault 9007 "$1" 'expected a public key as OpenSSH writes it: TYPE KEY NAME' ;;
	*) fault 9001 "$1" 'expected a key that was added: delete this one and add another' ;;
	esac
	case $2 in
	*[!\ -~]* | *cwmpd:*) fault 9007 "$1" 'expected one line of ASCII' ;;
	esac
}

# NEW KEY of the row key; without both, the row goes.
put_key() {
	text=
	if [ -r "$keys" ]; then
		while IFS= read -r line || [ -n "$line" ]; do
			if key_of "$line" && [ "$name" = "$key" ]; then
				line=$1
				[ -n "$line" ] || continue
			fi
			text=$text$cwmp_lf$line
		done <"$keys"
	fi
	umask 077
	replace "$keys" "$text" || fault 9002 "$authorized" 'the file of the keys cannot be written'
}

# TABLE
add_key() {
	new=1
	text_of "$keys"
	while :; do
		case $text$cwmp_lf in
		*"cwmpd:$new$cwmp_lf"*) new=$((new + 1)) ;;
		*) break ;;
		esac
	done
	umask 077
	[ -d "${keys%/*}" ] || mkdir -p "${keys%/*}"
	replace "$keys" "$text$cwmp_lf#cwmpd:$new" || fault 9002 "$1" 'the file of the keys cannot be written'
	reply "$1[cwmpd:$new]" ''
}
