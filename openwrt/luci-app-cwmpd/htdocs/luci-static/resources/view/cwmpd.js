'use strict';
'require form';
'require poll';
'require rpc';
'require ui';
'require view';

/* What the agent is doing, a button for a session now, and the settings that people change. */

const callStatus = rpc.declare({ object: 'cwmp', method: 'status' });
const callInform = rpc.declare({ object: 'cwmp', method: 'inform' });

/* The lines of `cwmpd status`, in this order; what the agent does not tell is left out. */
const LINES = [
	[ 'acs', _('ACS') ],
	[ 'session', _('Session') ],
	[ 'last_session', _('Last session') ],
	[ 'retry_count', _('Failed sessions in a row') ],
	[ 'events', _('Events that wait') ],
	[ 'next_periodic', _('Next periodic Inform') ],
	[ 'unconfirmed', _('A change on trial') ],
	[ 'not_undone', _('Not undone') ],
	[ 'connection_request_url', _('Connection request URL') ],
	[ 'udp_connection_request_address', _('Connection requests over UDP') ],
	[ 'stun', _('STUN') ],
	[ 'xmpp', _('XMPP') ],
	[ 'connection_requests', _('Connection requests so far') ],
	[ 'transfer', _('Transfers') ],
	[ 'module', _('Software modules') ]
];

const url = (id, value) => !value || /^https?:\/\/[^\s@\/]+(\/\S*)?$/.test(value) ||
	_('Expected an address that starts with http:// or https://, without a user name');
const time = (id, value) => !value || /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ$/.test(value) ||
	_('Expected a time like 2026-01-31T03:00:00Z');
const oui = (id, value) => !value || /^[0-9A-Fa-f]{6}$/.test(value) || _('Expected six hexadecimal digits');
const period = (id, value) => !value || value == '-1' || /^\d{1,9}$/.test(value) || _('Expected seconds, or -1');

/* Options as [ name, kind, title, what else LuCI is to know of it ]; `on` is a flag's default, `more` puts it under the
   second tab. */
const ACS = [
	[ 'enable', 'Flag', _('Enabled'), { on: true } ],
	[ 'url', 'Value', _('URL'), { description: _('http or https; without one the agent waits'), placeholder: 'https://acs.example.net:7547/', validate: url } ],
	[ 'discovery', 'Flag', _('Ask DHCP'), { on: true, description: _('while nobody has set a URL') } ],
	[ 'username', 'Value', _('User name') ],
	[ 'password', 'Value', _('Password'), { password: true } ],
	[ 'periodic_enable', 'Flag', _('Periodic Informs'), { on: true } ],
	[ 'periodic_interval', 'Value', _('Interval'), { description: _('seconds'), datatype: 'range(1, 4294967295)', placeholder: '86400', needs: 'periodic_enable' } ],
	[ 'periodic_time', 'Value', _('At'), { description: _('plus or minus whole intervals'), placeholder: '0001-01-01T00:00:00Z', validate: time, needs: 'periodic_enable' } ],
	[ 'heartbeat_enable', 'Flag', _('Heartbeats'), { more: true } ],
	[ 'heartbeat_interval', 'Value', _('Seconds between heartbeats'), { datatype: 'range(30, 4294967295)', placeholder: '3600', needs: 'heartbeat_enable', more: true } ],
	[ 'heartbeat_time', 'Value', _('Heartbeats at'), { placeholder: '0001-01-01T00:00:00Z', validate: time, needs: 'heartbeat_enable', more: true } ],
	[ 'retry_minimum_wait', 'Value', _('First retry after'), { description: _('seconds'), datatype: 'range(1, 65535)', placeholder: '5', more: true } ],
	[ 'retry_multiplier', 'Value', _('Waits grow by'), { description: _('thousandths'), datatype: 'range(1000, 65535)', placeholder: '2000', more: true } ],
	[ 'timeout', 'Value', _('Patience with the ACS'), { description: _('seconds'), datatype: 'range(30, 3600)', placeholder: '60', more: true } ],
	[ 'max_message', 'Value', _('Longest envelope'), { description: _('bytes'), datatype: 'range(32768, 67108864)', placeholder: '4194304', more: true } ],
	[ 'soapaction', 'Value', _('SOAPAction'), { description: _('of the requests of the agent, with the quotes'), placeholder: '""', more: true } ],
	[ 'instance_mode', 'ListValue', _('Rows are told by'), { values: { InstanceNumber: _('number'), InstanceAlias: _('alias') }, more: true } ],
	[ 'auto_create_instances', 'Flag', _('Rows may be made by naming them'), { more: true } ],
	[ 'request_download', 'Flag', _('The agent may ask for files'), { description: _('There are ACSs that this brings down.'), more: true } ],
	[ 'transfer_reports', 'Flag', _('Tell of other transfers'), { more: true } ],
	[ 'transfer_types', 'ListValue', _('Of which way'), { values: { Both: _('both'), Upload: _('uploads'), Download: _('downloads') }, needs: 'transfer_reports', more: true } ],
	[ 'transfer_results', 'ListValue', _('With which result'), { values: { Both: _('both'), Success: _('success'), Failure: _('failure') }, needs: 'transfer_reports', more: true } ],
	[ 'transfer_files', 'Value', _('Of which file types'), { placeholder: '1 Firmware Upgrade Image', needs: 'transfer_reports', more: true } ],
	[ 'deploy_reports', 'Flag', _('Tell of other changes of software modules'), { more: true } ],
	[ 'deploy_operations', 'Value', _('Of which changes'), { placeholder: 'Install,Update,Uninstall', needs: 'deploy_reports', more: true } ],
	[ 'deploy_results', 'ListValue', _('With which result'), { values: { Both: _('both'), Success: _('success'), Failure: _('failure') }, needs: 'deploy_reports', more: true } ],
	[ 'deploy_faults', 'Value', _('Of which faults'), { placeholder: '9018,9027', needs: 'deploy_reports', more: true } ],
	[ 'notification_throttle', 'Value', _('Between sessions for changed values'), { description: _('seconds'), datatype: 'range(0, 4294967295)', placeholder: '0', more: true } ],
	[ 'lightweight_protocols', 'ListValue', _('Lightweight notifications'), { values: { '': _('none'), UDP: 'UDP' }, more: true } ],
	[ 'lightweight_interval', 'Value', _('Seconds between passive ones'), { datatype: 'range(0, 4294967295)', placeholder: '0', more: true } ],
	[ 'lightweight_time', 'Value', _('Passive ones at'), { placeholder: '0001-01-01T00:00:00Z', validate: time, more: true } ],
	[ 'lightweight_host', 'Value', _('To host'), { description: _('empty: that of the ACS'), more: true } ],
	[ 'lightweight_port', 'Value', _('To port'), { datatype: 'port', placeholder: '7547', more: true } ]
];

const REQUESTS = [
	[ 'enable', 'Flag', _('Over HTTP'), { on: true } ],
	[ 'udp', 'Flag', _('Over UDP'), { on: true } ],
	[ 'port', 'Value', _('Port'), { datatype: 'port', placeholder: '7547' } ],
	[ 'username', 'Value', _('User name') ],
	[ 'password', 'Value', _('Password'), { password: true, description: _('Without one nobody is let in.') } ],
	[ 'path', 'Value', _('Path'), { description: _('empty: a random one'), more: true } ],
	[ 'interface', 'Value', _('Interface'), { description: _('heard there alone, and its address is told to the ACS; empty: heard at all'), placeholder: 'wan', more: true } ],
	[ 'address', 'Value', _('Address'), { description: _('or host name that the ACS is told in place of any interface'), more: true } ],
	[ 'per_minute', 'Value', _('At most in a minute'), { datatype: 'range(1, 600)', placeholder: '30', more: true } ],
	[ 'xmpp_connection', 'Value', _('XMPP connection'), { description: _('the name of one below, over which the ACS may call, too'), placeholder: 'xmpp1' } ],
	[ 'xmpp_allowed', 'DynamicList', _('Callers over XMPP'), { description: _('Jabber IDs; none: all that know the login'), placeholder: 'acs@example.com' } ]
];

const STUN = [
	[ 'enable', 'Flag', _('Enabled'), { description: _('Behind a NAT: finds out where the world reaches the UDP port, and keeps it open.') } ],
	[ 'server', 'Value', _('Server'), { description: _('empty: the host of the ACS'), needs: 'enable' } ],
	[ 'port', 'Value', _('Port'), { datatype: 'port', placeholder: '3478', needs: 'enable' } ],
	[ 'username', 'Value', _('User name'), { needs: 'enable' } ],
	[ 'password', 'Value', _('Password'), { password: true, needs: 'enable' } ],
	[ 'minimum_period', 'Value', _('Keep-alives at least every'), { description: _('seconds'), datatype: 'range(0, 4294967295)', placeholder: '20', needs: 'enable', more: true } ],
	[ 'maximum_period', 'Value', _('Keep-alives at most every'), { description: _('seconds; -1: no such limit'), validate: period, placeholder: '-1', needs: 'enable', more: true } ],
	[ 'notification_limit', 'Value', _('Between sessions for a new address'), { description: _('seconds'), datatype: 'range(0, 4294967295)', placeholder: '0', needs: 'enable', more: true } ]
];

const XMPP = [
	[ 'enable', 'Flag', _('Enabled') ],
	[ 'username', 'Value', _('User name') ],
	[ 'password', 'Value', _('Password'), { password: true, modalonly: true } ],
	[ 'domain', 'Value', _('Domain'), { placeholder: 'example.com' } ],
	[ 'resource', 'Value', _('Resource'), { modalonly: true } ],
	[ 'use_tls', 'Flag', _('TLS also where the server does not demand it'), { modalonly: true } ],
	[ 'algorithm', 'ListValue', _('Servers from'), { values: { 'DNS-SRV': _('DNS'), ServerTable: _('the table below'), DNS: _('the domain itself') }, modalonly: true } ],
	[ 'keep_alive', 'Value', _('Pings after'), { description: _('seconds of silence; 0: never'), validate: period, placeholder: '-1', modalonly: true } ],
	[ 'attempts', 'Value', _('Attempts at one server'), { datatype: 'uinteger', placeholder: '16', modalonly: true } ],
	[ 'retry_initial', 'Value', _('First retry after'), { description: _('seconds'), datatype: 'uinteger', placeholder: '60', modalonly: true } ],
	[ 'retry_multiplier', 'Value', _('Waits grow by'), { description: _('thousandths'), datatype: 'uinteger', placeholder: '2000', modalonly: true } ],
	[ 'retry_longest', 'Value', _('Longest wait'), { description: _('seconds'), datatype: 'uinteger', placeholder: '30720', modalonly: true } ]
];

const XMPP_SERVERS = [
	[ 'enable', 'Flag', _('Enabled') ],
	[ 'connection', 'Value', _('XMPP connection'), { placeholder: 'xmpp1' } ],
	[ 'address', 'Value', _('Address'), { datatype: 'host' } ],
	[ 'port', 'Value', _('Port'), { datatype: 'port', placeholder: '5222' } ],
	[ 'priority', 'Value', _('Priority'), { datatype: 'range(0, 65535)', placeholder: '0' } ],
	[ 'weight', 'Value', _('Weight'), { datatype: 'range(0, 65535)', placeholder: '0' } ]
];

const INFORM = [
	[ 'enable', 'Flag', _('Enabled') ],
	[ 'parameter_name', 'Value', _('Parameter'), { placeholder: 'Device.DeviceInfo.UpTime' } ],
	[ 'event_list', 'Value', _('With these events'), { description: _('empty: with all'), placeholder: '1 BOOT,2 PERIODIC' } ]
];

const TLS = [
	[ 'ca_file', 'Value', _('Root certificates'), { description: _('PEM file; the certificate of the ACS is always verified'), placeholder: '/etc/ssl/certs/ca-certificates.crt' } ],
	[ 'certificate', 'Value', _('Client certificate'), { description: _('PEM file'), placeholder: '/etc/cwmpd/client.pem' } ],
	[ 'key', 'Value', _('Its key'), { description: _('PEM file'), placeholder: '/etc/cwmpd/client.key' } ],
	[ 'pin', 'DynamicList', _('Pinned fingerprints'), { description: _('SHA-256 of certificates that are accepted as they are') } ]
];

const DEVICE = [
	[ 'root', 'ListValue', _('Data model'), { values: { Device: _('TR-181 (Device)'), InternetGatewayDevice: _('TR-098 (InternetGatewayDevice)') } } ],
	[ 'provisioning_code', 'Value', _('Provisioning code'), { datatype: 'maxlength(64)' } ],
	[ 'manufacturer', 'Value', _('Manufacturer'), { description: _('empty: as the board says'), datatype: 'maxlength(64)', more: true } ],
	[ 'oui', 'Value', _('OUI'), { description: _('empty: as the board says'), validate: oui, more: true } ],
	[ 'product_class', 'Value', _('Product class'), { description: _('empty: as the board says'), datatype: 'maxlength(64)', more: true } ],
	[ 'serial_number', 'Value', _('Serial number'), { description: _('empty: as the board says'), datatype: 'maxlength(64)', more: true } ]
];

const CONFIRM = [
	[ 'enable', 'Flag', _('Undo what cuts the router off'), { on: true, description: _('A change by the ACS stands once the ACS has been reached with it.') } ],
	[ 'timeout', 'Value', _('Seconds for that'), { datatype: 'range(20, 3600)', placeholder: '180', needs: 'enable' } ],
	[ 'except', 'DynamicList', _('Not for'), { description: _('groups whose changes stand at once'), placeholder: 'wireless', needs: 'enable' } ]
];

const AGENT = [
	[ 'log_level', 'ListValue', _('Log'), { values: { info: _('all'), warn: _('warnings'), error: _('errors') } } ],
	[ 'trace', 'Flag', _('Log every message'), { description: _('secrets masked') } ],
	[ 'hook_timeout', 'Value', _('Patience with hooks'), { description: _('seconds'), datatype: 'range(1, 600)', placeholder: '20', more: true } ],
	[ 'apply_timeout', 'Value', _('Patience with a firmware or a backup'), { description: _('seconds'), datatype: 'range(10, 3600)', placeholder: '600', more: true } ],
	[ 'poll_interval', 'Value', _('Look at watched values every'), { description: _('seconds; 0: never'), datatype: 'range(0, 86400)', placeholder: '300', more: true } ],
	[ 'download_dir', 'Value', _('Directory for transfers'), { description: _('best in memory'), placeholder: '/tmp', more: true } ]
];

const JAIL = [
	[ 'jail', 'Flag', _('In a procd jail'), { description: _('Hooks that call sysupgrade or a tool of the vendor then find less than they need.') } ]
];

/* One option in a section of the page. */
function put(section, tabs, [ name, kind, title, more ]) {
	const { values, needs, on, more: second, ...rest } = more ?? {};
	const option = tabs
		? section.taboption(second ? 'more' : 'main', form[kind], name, title)
		: section.option(form[kind], name, title);
	Object.assign(option, rest);
	if (on)
		option.default = '1';
	for (const [ value, text ] of Object.entries(values ?? {}))
		option.value(value, text);
	if (needs)
		option.depends(needs, '1');
}

function named(map, name, title, description, options) {
	const section = map.section(form.NamedSection, name, name, title, description);
	const tabs = options.some(([ , , , more ]) => more?.more);
	if (tabs) {
		section.tab('main', _('General'));
		section.tab('more', _('Advanced'));
	}
	for (const option of options)
		put(section, tabs, option);
}

function table(map, type, anonymous, title, description, options) {
	const section = map.section(form.GridSection, type, title, description);
	section.addremove = true;
	section.anonymous = anonymous;
	for (const option of options)
		put(section, false, option);
}

function row(name, value) {
	return E('tr', { 'class': 'tr' }, [
		E('td', { 'class': 'td left', 'width': '33%' }, [ name ]),
		E('td', { 'class': 'td left' }, [ value ])
	]);
}

/* Values are text, never markup: some come from the ACS. */
function statusRows(status) {
	if (!status || status.running !== true)
		return [ row(_('State'), _('The agent is not running')) ];

	const rows = [ row(_('State'), _('Running')) ];
	for (const [ key, name ] of LINES)
		for (const value of [].concat(status[key] ?? []))
			rows.push(row(name, String(value) || '-'));
	return rows;
}

return view.extend({
	load: function() {
		return L.resolveDefault(callStatus(), null);
	},

	informNow: function() {
		return callInform().then((answer) => {
			if (answer && answer.done)
				ui.addNotification(null, E('p', _('A session with the ACS has been asked for.')), 'info');
			else
				ui.addNotification(null, E('p', _('No session: the agent is not running, or has no ACS.')), 'warning');
		}, (error) => {
			ui.addNotification(null, E('p', [ _('No session: '), error.message ]), 'error');
		});
	},

	render: function(status) {
		const rows = E('table', { 'class': 'table', 'id': 'cwmpd-status' }, statusRows(status));

		poll.add(() => L.resolveDefault(callStatus(), null).then((now) => {
			rows.replaceChildren(...statusRows(now));
		}), 5);

		const map = new form.Map('cwmpd', _('Remote management'),
			_('The provider manages this router over TR-069 (CWMP), through its auto-configuration server (ACS).'));

		named(map, 'acs', _('ACS'), '', ACS);
		named(map, 'connection_request', _('Connection requests'),
			_('How the ACS asks the router for a session. The port must be open towards the ACS.'), REQUESTS);
		named(map, 'stun', _('STUN'), '', STUN);
		table(map, 'xmpp_connection', false, _('XMPP connections'), '', XMPP);
		table(map, 'xmpp_server', true, _('Servers of XMPP connections'), '', XMPP_SERVERS);
		named(map, 'tls', _('Certificates'), '', TLS);
		named(map, 'device', _('Device'),
			_('With another data model the ACS sees another device: delete /etc/cwmpd before the agent starts with it.'), DEVICE);
		table(map, 'inform_parameter', true, _('Parameters in every Inform'), '', INFORM);
		named(map, 'confirm', _('Reachable'), '', CONFIRM);
		named(map, 'agent', _('Agent'), '', AGENT);
		named(map, 'procd', _('Jail'), '', JAIL);

		return map.render().then((settings) => E([], [
			E('div', { 'class': 'cbi-section' }, [
				E('h3', _('Status')),
				rows,
				E('button', {
					'class': 'btn cbi-button cbi-button-action',
					'id': 'cwmpd-inform',
					'click': ui.createHandlerFn(this, 'informNow')
				}, _('Inform the ACS now'))
			]),
			settings
		]));
	}
});
