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
	[ 'connection_request_url', _('Connection request URL') ],
	[ 'transfer', _('Transfers') ]
];

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
		const table = E('table', { 'class': 'table', 'id': 'cwmpd-status' }, statusRows(status));

		poll.add(() => L.resolveDefault(callStatus(), null).then((now) => {
			table.replaceChildren(...statusRows(now));
		}), 5);

		const map = new form.Map('cwmpd', _('Remote management'),
			_('The provider manages this router over TR-069 (CWMP), through its auto-configuration server (ACS).'));
		let section, option;

		section = map.section(form.NamedSection, 'acs', 'acs', _('ACS'));
		section.option(form.Flag, 'enable', _('Enabled')).default = '1';
		option = section.option(form.Value, 'url', _('URL'), _('http or https; without one the agent waits'));
		option.placeholder = 'https://acs.example.net:7547/';
		option.validate = (id, value) => !value || /^https?:\/\/[^\s@\/]+(\/\S*)?$/.test(value) ||
			_('Expected an address that starts with http:// or https://, without a user name');
		section.option(form.Value, 'username', _('User name'));
		section.option(form.Value, 'password', _('Password')).password = true;
		section.option(form.Flag, 'periodic_enable', _('Periodic Informs')).default = '1';
		option = section.option(form.Value, 'periodic_interval', _('Interval'), _('seconds'));
		option.datatype = 'range(1, 4294967295)';
		option.placeholder = '86400';
		option.depends('periodic_enable', '1');

		section = map.section(form.NamedSection, 'connection_request', 'connection_request', _('Connection requests'),
			_('How the ACS asks the router for a session. The port must be open towards the ACS.'));
		section.option(form.Flag, 'enable', _('Enabled')).default = '1';
		option = section.option(form.Value, 'port', _('Port'));
		option.datatype = 'port';
		option.placeholder = '7547';
		section.option(form.Value, 'username', _('User name'));
		section.option(form.Value, 'password', _('Password'), _('Without one nobody is let in.')).password = true;
		option = section.option(form.Value, 'interface', _('Interface'), _('whose address the ACS is told; empty: the one that faces the ACS'));
		option.placeholder = 'wan';

		section = map.section(form.NamedSection, 'tls', 'tls', _('Certificates'));
		option = section.option(form.Value, 'ca_file', _('Root certificates'), _('PEM file; the certificate of the ACS is always verified'));
		option.placeholder = '/etc/ssl/certs/ca-certificates.crt';
		section.option(form.DynamicList, 'pin', _('Pinned fingerprints'), _('SHA-256 of certificates that are accepted as they are'));

		return map.render().then((settings) => E([], [
			E('div', { 'class': 'cbi-section' }, [
				E('h3', _('Status')),
				table,
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
