import { render } from 'preact';
import { chooseLocale } from '../shared/locale';
import { App } from './app';
import { Chat } from './chat';
import { applyLocale, ChatContext } from './context';
import { Host } from './host';
import './frame.css';

const channel = new URLSearchParams(location.search).get('channel') ?? '';
const root = document.getElementById('widget');
const host = new Host();
let chat: Chat | null = null;

host.listen((message) => {
  if (message.t === 'start') {
    if (chat === null && root !== null) {
      const locale = chooseLocale(message.locale, navigator.language);
      applyLocale(locale);
      chat = new Chat(channel, { ...message, locale }, (news) => host.post(news));
      render(
        <ChatContext.Provider value={chat}>
          <App close={() => host.post({ t: 'close' })} />
        </ChatContext.Provider>,
        root,
      );
      void chat.start();
    }
    return;
  }
  switch (message.t) {
    case 'open':
      return chat?.setOpen(true);
    case 'close':
      return chat?.setOpen(false);
    case 'identify':
      return void chat?.identify(message.identity);
    case 'attributes':
      return void chat?.setAttributes(message.attributes);
    case 'page':
      return chat?.visit(message.page);
    case 'reset':
      return void chat?.reset();
  }
});
host.post({ t: 'hello' });
