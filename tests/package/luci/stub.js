'use strict';
/* As much of LuCI as the page uses, a router that answers, and a person who clicks. What came of it is
   written as JSON into #result. The source of the page stands in #source. */

const calls = [];
const notices = [];
const polls = [];
const sections = [];
let answers = {
	status: { running: true, acs: 'http://acs.test/', session: 'in 5 s', last_session: '<img id="evil" src="x">',
		retry_count: '0', events: '', connection_request_url: 'http://192.0.2.1:7547/x', stun: 'off', xmpp: 'Enabled cpe@test/1',
		connection_requests: '3 accepted', transfer: [ 'fw-1 fetching', 'fw-2 waits' ], secret_of_a_later_version: 'x' },
	inform: { done: true }
};

function E(tag, attributes, children) {
	if (Array.isArray(tag)) {
		const all = document.createDocumentFragment();
		all.append(...tag, ...[].concat(attributes ?? []).filter((one) => one instanceof Node), ...[].concat(children ?? []));
		return all;
	}
	if (attributes instanceof Node || Array.isArray(attributes) || typeof attributes != 'object')
		[ attributes, children ] = [ {}, attributes ];
	const node = document.createElement(tag);
	for (const [ name, value ] of Object.entries(attributes ?? {}))
		if (typeof value == 'function')
			node.addEventListener(name, value);
		else
			node.setAttribute(name, value);
	for (const child of [].concat(children ?? []))
		/* LuCI takes a lone text for markup, and a text within an array for text. */
		if (Array.isArray(children) || child instanceof Node)
			node.append(child);
		else
			node.innerHTML = child;
	return node;
}

const _ = (text) => text;
const L = { resolveDefault: (promise, value) => Promise.resolve(promise).catch(() => value) };
const rpc = {
	declare: ({ object, method }) => () => {
		calls.push(`${object} ${method}`);
		const answer = answers[method];
		return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
	}
};
const poll = { add: (action, seconds) => polls.push({ action, seconds }) };
const ui = {
	createHandlerFn: (self, name) => () => self[name](),
	addNotification: (title, content, kind) => notices.push(`${kind}: ${content.textContent}`)
};
const view = { extend: (page) => page };
/* A section of the file that is not there is not shown, so each is told with its kind. */
class Section {
	constructor(kind, name, type) {
		Object.assign(this, { kind, name, type, options: [], tabs: [] });
		sections.push(this);
	}
	tab(name) { this.tabs.push(name); }
	taboption(tab, kind, name, title) {
		if (!this.tabs.includes(tab))
			throw new Error(`no tab ${tab} in ${this.name}`);
		return this.option(kind, name, title);
	}
	option(kind, name, title) {
		if (typeof title != 'string' || !title)
			throw new Error(`no title for ${this.name}.${name}`);
		const option = { kind, name, values: [], needs: [],
			depends(other) { this.needs.push(other); },
			value(value) { this.values.push(value); } };
		this.options.push(option);
		return option;
	}
}
const form = {
	NamedSection: 'named', GridSection: 'grid', Flag: 'flag', Value: 'value', ListValue: 'choice', DynamicList: 'list',
	Map: class {
		constructor(config) { this.config = config; }
		section(kind, name, type) { return new Section(kind, name, kind == 'named' ? type : name); }
		render() { return Promise.resolve(E('form', {}, [ this.config ])); }
	}
};

const cells = () => [ ...document.querySelectorAll('#cwmpd-status tr') ]
	.map((row) => [ ...row.children ].map((cell) => cell.textContent).join(': '));

(async function() {
	const result = {};
	try {
		const source = document.getElementById('source').textContent;
		const wanted = [ ...source.matchAll(/^'require (\w+)';$/gm) ].map((line) => line[1]);
		const world = { form, poll, rpc, ui, view };
		const page = new Function(...wanted, 'L', 'E', '_', source)(...wanted.map((name) => world[name]), L, E, _);
		document.body.append(await page.render(await page.load()));
		result.status = cells();
		result.markup_of_the_agent = document.querySelectorAll('#evil').length;

		const click = async() => {
			document.getElementById('cwmpd-inform').click();
			await new Promise((done) => setTimeout(done, 10));
		};
		await click();
		answers.inform = { done: false };
		await click();
		answers.inform = new Error('access denied');
		await click();
		result.notices = notices;

		answers.status = new Error('no such object');
		await polls[0].action();
		result.without_agent = cells();
		result.seconds = polls[0].seconds;

		const url = sections.find((section) => section.name == 'acs').options.find((option) => option.name == 'url');
		result.good = [ '', 'https://acs.test:7547/x', 'http://[2001:db8::1]/' ].filter((text) => url.validate('acs', text) === true);
		result.bad = [ 'acs.test', 'ftp://acs.test/', 'http://me@acs.test/', 'http://a b/' ].filter((text) => url.validate('acs', text) !== true);
		const seconds = sections.find((section) => section.name == 'stun').options.find((option) => option.name == 'maximum_period');
		result.periods = [ '', '-1', '300', '-2', 'x' ].filter((text) => seconds.validate('stun', text) === true);
		const time = sections.find((section) => section.name == 'acs').options.find((option) => option.name == 'periodic_time');
		result.times = [ '', '2026-01-31T03:00:00Z', 'noon' ].filter((text) => time.validate('acs', text) === true);
		result.sections = sections.map(({ kind, name, type }) => ({ kind, name, type }));
		result.options = sections.flatMap((section) => section.options.map((option) => ({
			name: `${section.name}.${option.name}`, kind: option.kind, on: option.default == '1', datatype: option.datatype ?? '',
			placeholder: option.placeholder ?? '', values: option.values, password: option.password ?? false,
			needs: option.needs.map((other) => `${section.name}.${other}`) })));
		result.calls = calls;
	} catch (error) {
		result.error = String(error.stack);
	}
	document.body.append(E('pre', { 'id': 'result' }, [ JSON.stringify(result) ]));
})();
