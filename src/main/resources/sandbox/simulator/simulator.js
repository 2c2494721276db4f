// The simulator: plays customers of the fake Telegram through its control API. No framework, no build step.

const api = '/sandbox/telegram/control';
const byId = (id) => document.getElementById(id);
const state = { bots: [], chats: [], bot: null, chat: null, replyTo: null, shown: '', shownCalls: '', shownBots: '', shownChats: '' };

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers['content-type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const response = await fetch(api + path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(answer.detail || `The sandbox answered ${response.status}.`);
  }
  return answer;
}

async function attempt(work) {
  try {
    await work();
    byId('notice').hidden = true;
  } catch (failure) {
    byId('notice').textContent = failure.message;
    byId('notice').hidden = false;
  }
}

function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('aria-') || key === 'role') node.setAttribute(key, value);
    else node[key] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

const chatPath = () => `/bots/${state.bot}/chats/${state.chat}`;
const current = () => state.chats.find((chat) => chat.id === state.chat);

// --- lists -------------------------------------------------------------------------------------------------------------

async function refreshBots() {
  state.bots = (await call('GET', '/bots')).items;
  if (!state.bots.some((bot) => bot.id === state.bot)) {
    state.bot = state.bots[0]?.id ?? null;
    state.chat = null;
  }
  const seen = JSON.stringify([state.bots, state.bot]);
  if (seen === state.shownBots) return;
  state.shownBots = seen;
  byId('bot').replaceChildren(...state.bots.map((bot) =>
    element('option', { value: bot.id, selected: bot.id === state.bot }, `${bot.name} (@${bot.username})`)));
  byId('bot').hidden = state.bots.length === 0;
  byId('new-bot').open = state.bots.length === 0;
  const bot = state.bots.find((candidate) => candidate.id === state.bot);
  byId('bot-facts').replaceChildren(...(bot ? facts(bot) : []));
}

function facts(bot) {
  const webhook = bot.webhook.is_set ? `set, ${bot.webhook.address}` : 'not set: connect a Telegram channel with this token';
  const copy = element('button', { type: 'button', className: 'quiet', onclick: () => navigator.clipboard.writeText(bot.token) }, 'Copy');
  const rows = [['Token', element('span', {}, element('code', {}, bot.token), ' ', copy)], ['Webhook', webhook]];
  if (bot.webhook.last_error_message) rows.push(['Last error', bot.webhook.last_error_message]);
  return rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
}

async function refreshChats() {
  state.chats = state.bot ? (await call('GET', `/bots/${state.bot}/chats`)).items : [];
  if (!current()) state.chat = state.chats[0]?.id ?? null;
  const seen = JSON.stringify([state.chats, state.chat]);
  if (seen === state.shownChats) return;
  state.shownChats = seen;
  byId('chats').replaceChildren(...state.chats.map((chat) => element('li', {}, element('button', {
    type: 'button',
    'aria-current': String(chat.id === state.chat),
    onclick: () => { state.chat = chat.id; state.replyTo = null; refresh(); },
  }, chat.name, chat.type === 'private' ? '' : ` · ${chat.type === 'channel' ? 'channel' : 'group'}`))));
  const chat = current();
  byId('phone-title').textContent = chat ? chat.name : 'No customer yet';
  byId('phone-state').textContent = chat?.blocked ? 'blocked the bot' : '';
  byId('block').hidden = !chat;
  byId('block').textContent = chat?.blocked ? 'Unblock the bot' : 'Block the bot';
  byId('failure-state').textContent = chat?.failure ? `The next ${chat.failure.times} call(s) to ${chat.name} will fail: ${chat.failure.kind}` : '';
}

// --- the phone ---------------------------------------------------------------------------------------------------------

async function refreshMessages() {
  const messages = state.chat ? (await call('GET', `${chatPath()}/messages`)).items : [];
  const seen = JSON.stringify([state.chat, messages]);
  if (seen === state.shown) return;
  state.shown = seen;
  const list = byId('messages');
  list.replaceChildren(...(messages.length ? messages.map(bubble) : [element('li', { className: 'empty' }, state.chat
    ? 'Nothing written yet. Say hello below, and answer in the inbox.'
    : 'Add a customer to begin.')]));
  byId('scroller').scrollTop = byId('scroller').scrollHeight;
}

function bubble(message) {
  const mine = !message.from?.is_bot;
  const time = new Date((message.edit_date ?? message.date) * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const reactions = [...(message.customer_reaction ?? []), ...(message.bot_reaction ?? [])].map((reaction) => reaction.emoji).join(' ');
  const quoted = message.reply_to_message;
  return element('li', { className: mine ? 'bubble mine' : 'bubble' },
    quoted ? element('div', { className: 'quote' }, quoted.text ?? quoted.caption ?? 'a message') : null,
    ...content(message),
    buttons(message),
    element('div', { className: 'meta' }, time, message.edit_date ? ' edited' : '', reactions, tools(message, mine)));
}

function content(message) {
  const parts = [];
  const file = (field) => (field === 'photo' ? message.photo?.at(-1) : message[field]);
  const url = (found) => `${api}/bots/${state.bot}/files/${encodeURIComponent(found.file_id)}`;
  if (file('photo')) parts.push(element('img', { src: url(file('photo')), alt: message.caption ?? 'Photo' }));
  if (file('sticker')) parts.push(element('img', { src: url(file('sticker')), alt: `Sticker ${message.sticker.emoji ?? ''}`, width: 96 }));
  for (const field of ['video', 'animation']) {
    if (file(field)) parts.push(element('video', { src: url(file(field)), controls: true }));
  }
  for (const field of ['voice', 'audio']) {
    if (file(field)) parts.push(element('audio', { src: url(file(field)), controls: true }));
  }
  if (file('document') && !file('animation')) {
    parts.push(element('a', { href: url(message.document), download: message.document.file_name ?? 'file' }, `📄 ${message.document.file_name ?? 'file'}`));
  }
  if (message.location) parts.push(element('span', {}, `📍 ${message.venue?.title ?? ''} ${message.location.latitude}, ${message.location.longitude}`));
  if (message.contact) parts.push(element('span', {}, `👤 ${message.contact.first_name} ${message.contact.phone_number}`));
  if (message.poll) parts.push(element('span', {}, `📊 ${message.poll.question}`), votes(message));
  const words = message.text ?? message.caption;
  if (words) parts.push(element('div', {}, words));
  if (!parts.length) parts.push(element('span', { className: 'hint' }, 'Something that this page cannot show.'));
  return parts;
}

function votes(message) {
  return element('div', { className: 'buttons' }, ...message.poll.options.map((option, number) => element('button', {
    type: 'button',
    onclick: () => attempt(async () => {
      await call('POST', `${chatPath()}/votes`, { message_id: message.message_id, option: number });
      await refresh();
    }),
  }, option.voter_count ? `${option.text} (${option.voter_count})` : option.text)));
}

function buttons(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return element('div', { className: 'buttons' }, ...rows.flat().map((button) => button.url
    ? element('a', { href: button.url, rel: 'noreferrer', target: '_blank' }, button.text)
    : element('button', {
      type: 'button',
      onclick: () => attempt(async () => {
        await call('POST', `${chatPath()}/presses`, { message_id: message.message_id, callback_data: button.callback_data });
        await refresh();
      }),
    }, button.text)));
}

function tools(message, mine) {
  const tool = (label, name, act) => element('button', { type: 'button', 'aria-label': name, title: name, onclick: act }, label);
  const react = () => attempt(async () => {
    const already = message.customer_reaction?.length > 0;
    await call('POST', `${chatPath()}/reactions`, { message_id: message.message_id, emoji: already ? '' : '👍' });
    await refresh();
  });
  const edit = () => attempt(async () => {
    const text = window.prompt('New text', message.text ?? message.caption ?? '');
    if (text) {
      await call('POST', `${chatPath()}/edits`, { message_id: message.message_id, text });
      await refresh();
    }
  });
  const reply = () => {
    state.replyTo = message.message_id;
    byId('replying').hidden = false;
    byId('replying').firstElementChild.textContent = `Reply to: ${message.text ?? message.caption ?? 'a message'}`;
    byId('text').focus();
  };
  return element('span', { className: 'tools' }, tool('↩', 'Reply', reply), tool('👍', 'React', react), mine && (message.text || message.caption) ? tool('✎', 'Edit', edit) : null);
}

async function send(message) {
  if (!state.chat) throw new Error('Add a customer first.');
  if (state.replyTo) message.reply_to = state.replyTo;
  await call('POST', `${chatPath()}/messages`, message);
  state.replyTo = null;
  byId('replying').hidden = true;
  await refresh();
}

async function sendFile(kind, input) {
  const file = input.files[0];
  input.value = '';
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  const message = { kind, file: { name: file.name, content_type: file.type || 'application/octet-stream', base64: btoa(binary) } };
  const caption = byId('text').value.trim();
  if (caption) message.caption = caption;
  await send(message);
  byId('text').value = '';
}

// --- Telegram's side ---------------------------------------------------------------------------------------------------

async function refreshCalls() {
  const calls = state.bot ? (await call('GET', `/bots/${state.bot}/calls`)).items : [];
  const seen = JSON.stringify(calls.map((made) => made.number));
  if (seen === state.shownCalls) return;
  state.shownCalls = seen;
  const open = new Set([...document.querySelectorAll('#calls details[open]')].map((node) => node.dataset.number));
  byId('calls').replaceChildren(...(calls.length ? calls.map((made) => received(made, open)) : [element('li', { className: 'hint' }, 'No calls yet.')]));
}

function received(made, open) {
  const good = made.answer.ok === true;
  const verdict = good ? 'ok' : made.answer.hung_up ? 'line dropped' : `${made.answer.error_code} ${made.answer.description}`;
  const details = element('details', { open: open.has(String(made.number)) },
    element('summary', {}, element('b', {}, made.method), element('i', { className: good ? 'ok' : 'bad' }, verdict),
      element('span', {}, new Date(made.at).toLocaleTimeString())),
    element('pre', {}, JSON.stringify({ parameters: made.parameters, files: made.files, answer: made.answer }, null, 2)));
  details.dataset.number = String(made.number);
  return element('li', {}, details);
}

const failures = {
  flood: { kind: 'flood', seconds: 10 },
  server_error: { kind: 'server_error' },
  slow: { kind: 'slow', seconds: 10 },
  drop: { kind: 'drop' },
  drop_before: { kind: 'drop_before' },
  deactivated: { kind: 'error', code: 403, description: 'Forbidden: user is deactivated' },
};

// --- wiring ------------------------------------------------------------------------------------------------------------

async function refresh() {
  await attempt(async () => {
    await refreshBots();
    await refreshChats();
    await Promise.all([refreshMessages(), refreshCalls()]);
  });
}

function on(id, event, act) {
  byId(id).addEventListener(event, (happened) => {
    happened.preventDefault();
    attempt(() => act(happened));
  });
}

on('bot', 'change', async () => { state.bot = Number(byId('bot').value); state.chat = null; await refresh(); });
on('bot-form', 'submit', async () => {
  state.bot = (await call('POST', '/bots', { name: byId('bot-name').value })).id;
  await refresh();
});
on('chat-form', 'submit', async () => {
  const name = byId('chat-name').value.trim();
  const type = byId('chat-type').value;
  const wish = type === 'private' ? { type, picture: {} } : { type };
  if (name) wish[type === 'private' ? 'first_name' : 'title'] = name;
  state.chat = (await call('POST', `/bots/${state.bot}/chats`, wish)).id;
  byId('chat-name').value = '';
  await refresh();
});
on('composer', 'submit', async () => {
  const text = byId('text').value;
  if (!text.trim()) return;
  await send({ text });
  byId('text').value = '';
});
on('block', 'click', async () => { await call('POST', `${chatPath()}/${current().blocked ? 'unblock' : 'block'}`, {}); await refresh(); });
on('failure-form', 'submit', async () => { await call('POST', `${chatPath()}/failure`, failures[byId('failure').value]); await refresh(); });
on('mend', 'click', async () => { await call('DELETE', `${chatPath()}/failure`); await refresh(); });
on('forget', 'click', async () => { await call('DELETE', `/bots/${state.bot}/calls`); await refresh(); });
for (const kind of ['photo', 'document', 'voice']) {
  byId(kind).addEventListener('change', () => attempt(() => sendFile(kind, byId(kind))));
}
const samples = {
  sticker: () => ({ kind: 'sticker' }),
  location: () => ({ kind: 'location' }),
  venue: () => ({ kind: 'venue' }),
  poll: () => ({ kind: 'poll' }),
  contact: () => ({ kind: 'contact', user_id: state.chat, first_name: current()?.name }),
  start: () => ({ text: '/start demo' }),
};
for (const button of document.querySelectorAll('[data-send]')) {
  button.addEventListener('click', () => attempt(() => send(samples[button.dataset.send]())));
}
byId('replying').querySelector('button').addEventListener('click', () => { state.replyTo = null; byId('replying').hidden = true; });

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, 1000);
}
keepFresh();
