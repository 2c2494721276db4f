import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import type { Conversation, Message, MessageButton, NewMessage } from '../api/types';
import { useChannelTypes } from '../channel/queries';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/parts';
import { RichText, type RichTextHandle } from '../ui/RichText';
import { tell } from '../ui/toasts';
import { ButtonsEditor } from './ButtonsEditor';
import { useDraft } from './drafts';
import { CannedPicker, useCannedPicker } from './CannedPicker';
import { EmojiPicker } from './EmojiPicker';
import { ExtraTools, type Extra } from './ExtraPicker';
import { MailFields } from './MailFields';
import { MailSignature } from './MailSignature';
import { send } from './outbox';
import { TemplatePicker } from './TemplatePicker';
import { UploadList } from './UploadList';
import { refusal, useUploads } from './uploads';
import { useMailForm } from './useMailForm';
import { useTypingSignal } from './useTypingSignal';
import { WindowBar } from './WindowBar';

interface ComposerContext {
  conversation: Conversation;
  replyTo: Message | null;
  onReplied: () => void;
  /** The newest message on the screen: the service refuses an answer to something older. */
  newestSeen: Message | undefined;
}

/** Writes replies and notes; offers only what the channel can do. A new instance for each conversation. */
export function Composer({ conversation, replyTo, onReplied, newestSeen }: ComposerContext) {
  const { t, number } = useWords();
  const client = useQueryClient();
  const type = useChannelTypes().data?.find((one) => one.type === conversation.channel_type);
  const [draft, setDraft] = useDraft(conversation.id);
  const { uploads, add, drop, clear, again } = useUploads();
  const [buttons, setButtons] = useState<MessageButton[]>([]);
  const [dragging, setDragging] = useState(false);
  const [picking, setPicking] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const rich = useRef<RichTextHandle | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const typing = useTypingSignal(conversation.id);
  const warning = useColleagueReplied(newestSeen, draft.text !== '');

  useEffect(() => {
    if (replyTo) (rich.current ?? text.current)?.focus();
  }, [replyTo]);

  const takeHandle = useCallback((handle: RichTextHandle) => {
    rich.current = handle;
  }, []);
  const closed = Boolean(conversation.archived_at) || type?.sends.length === 0;
  const windowClosed = conversation.reply_window?.open === false;
  const hasTemplates = type?.sends.includes('template') ?? false;
  const isNote = draft.isNote || closed || windowClosed;
  const mail = useMailForm(conversation, replyTo, type?.category === 'email' && !isNote);
  const limits = type?.limits;
  const limit = isNote ? 0 : uploads.length > 0 ? (limits?.caption_length ?? 0) : (limits?.text_length ?? 0);
  const length = [...draft.text].length;
  const tooLong = limit > 0 && length > limit;
  const mayAttach = isNote || (limits?.max_attachments ?? 0) > 0;
  const tooMany = !isNote && uploads.length > (limits?.max_attachments ?? 10);
  const uploading = uploads.some((one) => !one.attachment);
  const ready = (draft.text.trim() !== '' || uploads.length > 0) && !uploading && !tooLong && !tooMany && mail.complete;

  const attach = (files: readonly File[]) => {
    const welcome = files.filter((file) => {
      const refused = isNote ? null : refusal(file, type);
      if (refused) tell(t(refused === 'size' ? 'composer.toolarge' : 'composer.notaccepted', { name: file.name }));
      return refused === null;
    });
    add(welcome);
  };
  const submit = () => {
    if (!ready) return;
    const message: NewMessage = { client_id: crypto.randomUUID() };
    if (draft.text.trim()) message.text = draft.text.trim();
    if (uploads.length > 0) message.attachments = uploads.flatMap((one) => (one.attachment ? [one.attachment.id] : []));
    if (isNote) message.private = true;
    else {
      if (replyTo) message.reply_to_id = replyTo.id;
      const complete = buttons.filter((button) => button.title.trim());
      if (complete.length > 0) message.buttons = complete;
      if (mail.form) {
        message.mail = mail.outgoing();
        if (draft.html) message.html = draft.html;
        if (mail.answered) message.reply_to_id = mail.answered.id;
      }
    }
    void send(client, conversation.id, message, uploads.map((one) => one.file.name));
    typing.stop();
    setDraft({ text: '', html: '' });
    mail.reset();
    clear();
    setButtons([]);
    onReplied();
    text.current?.focus();
  };
  const canned = useCannedPicker(conversation.id, draft.text, (filled) => setDraft({ text: filled, html: '' }));
  const sendTemplate = (message: NewMessage, fileNames: string[]) => {
    void send(client, conversation.id, message, fileNames);
    setPicking(false);
  };
  const sendExtra = (extra: Extra) => void send(client, conversation.id, { client_id: crypto.randomUUID(), ...extra });
  const key = (event: KeyboardEvent) => {
    // A mail has paragraphs: it leaves by Ctrl+Enter.
    const sends = mail.form ? event.ctrlKey || event.metaKey : !event.shiftKey;
    if (!event.nativeEvent.isComposing && canned.takesKey(event.key)) {
      event.preventDefault();
    } else if (event.key === 'Enter' && sends && !event.nativeEvent.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape') {
      if (replyTo) onReplied();
      else text.current?.blur();
    }
  };
  const paste = (event: ClipboardEvent) => {
    const files = Array.from(event.clipboardData.files);
    if (files.length === 0 || !mayAttach) return;
    event.preventDefault();
    attach(files);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    if (mayAttach) attach(Array.from(event.dataTransfer.files));
  };
  const dragged = (event: DragEvent) => {
    event.preventDefault();
    setDragging(mayAttach);
  };
  const insert = (emoji: string) => {
    if (mail.form) {
      rich.current?.insert(emoji);
      return;
    }
    const at = text.current?.selectionStart ?? draft.text.length;
    setDraft({ text: draft.text.slice(0, at) + emoji + draft.text.slice(at) });
    window.setTimeout(() => text.current?.focus());
  };

  return (
    <section className={`composer${isNote ? ' is-note' : ''}${dragging ? ' dragging' : ''}`} aria-label={t('composer.label')} onDragOver={dragged} onDragLeave={() => setDragging(false)} onDrop={dropped}>
      {closed && <p className="composer-hint"><Icon name="info" size={16} /> {t(conversation.archived_at ? 'composer.archived' : 'composer.readonly')}</p>}
      {!closed && <WindowBar conversation={conversation} onTemplate={hasTemplates ? () => setPicking(true) : undefined} />}
      {picking && <TemplatePicker conversation={conversation} onSend={sendTemplate} onClose={() => setPicking(false)} />}
      {warning && <p className="composer-hint" role="status"><Icon name="alert" size={16} /> {t('composer.colleague', { name: warning })}</p>}
      <div className="composer-tabs" role="group" aria-label={t('composer.mode')}>
        {!closed && !windowClosed && (
          <button type="button" aria-pressed={!isNote} onClick={() => setDraft({ isNote: false })}>{t('composer.reply')}</button>
        )}
        <button type="button" aria-pressed={isNote} onClick={() => setDraft({ isNote: true })}>{t('composer.note')}</button>
      </div>
      {replyTo && !isNote && (
        <div className="row replying">
          <Icon name="reply" size={16} />
          <span className="grow cut" dir="auto">{replyTo.text || t(`kind.${replyTo.kind}`)}</span>
          <Button look="quiet" small icon="close" label={t('composer.noquote')} onClick={onReplied} />
        </div>
      )}
      <CannedPicker matching={canned.matching} chosen={canned.chosen} onPick={canned.insert} />
      {mail.form && <MailFields form={mail.form} onChange={mail.change} onMode={mail.choose} />}
      {mail.form ? (
        <RichText
          id="composer"
          text={draft.text}
          label={t('composer.reply')}
          placeholder={t('composer.placeholder', { name: conversation.contact.name })}
          onChange={(words, html) => setDraft({ text: words, html })}
          onKey={key}
          onFiles={attach}
          handle={takeHandle}
        />
      ) : (
      <textarea
        id="composer"
        ref={text}
        rows={2}
        dir="auto"
        value={draft.text}
        aria-label={isNote ? t('composer.note') : t('composer.reply')}
        placeholder={isNote ? t('composer.note.placeholder') : t('composer.placeholder', { name: conversation.contact.name })}
        aria-invalid={tooLong}
        onChange={(event) => {
          setDraft({ text: event.target.value });
          if (!isNote) typing.type();
        }}
        onKeyDown={key}
        onPaste={paste}
      />
      )}
      {mail.form && <MailSignature conversationId={conversation.id} signed={mail.form.signed} onChange={(signed) => mail.change({ signed })} />}
      <UploadList uploads={uploads} onDrop={drop} onAgain={(one) => again(one.key, one.file)} />
      {!isNote && buttons.length > 0 && <ButtonsEditor buttons={buttons} max={limits?.max_buttons ?? 0} onChange={setButtons} />}
      <div className="row composer-tools">
        {mayAttach && <Button look="quiet" small icon="attach" label={t('composer.attach')} onClick={() => picker.current?.click()} />}
        <input ref={picker} type="file" multiple hidden aria-label={t('composer.attach')} onChange={(event) => { attach(Array.from(event.target.files ?? [])); event.target.value = ''; }} />
        <EmojiPicker onPick={insert} />
        {!closed && hasTemplates && <Button look="quiet" small icon="note" label={t('template.action')} onClick={() => setPicking(true)} />}
        {!isNote && (limits?.max_buttons ?? 0) > 0 && buttons.length === 0 && <Button look="quiet" small icon="buttons" label={t('composer.buttons')} onClick={() => setButtons([{ id: crypto.randomUUID(), title: '' }])} />}
        {!isNote && <ExtraTools type={type} onSend={sendExtra} />}
        <span className="grow" />
        {tooMany && <span className="wrong">{t('composer.toomany', { n: limits?.max_attachments ?? 0 })}</span>}
        {limit > 0 && length > limit * 0.8 && <span className={tooLong ? 'wrong' : 'soft'} aria-live="polite">{t('composer.counter', { used: number(length), limit: number(limit) })}</span>}
        <Button look="primary" small icon="send" disabled={!ready} onClick={submit}>{isNote ? t('composer.addnote') : t('composer.send')}</Button>
      </div>
    </section>
  );
}

/** The colleague who answered after this draft was begun. */
function useColleagueReplied(newest: Message | undefined, hasDraft: boolean): string | null {
  const [startedAt, setStartedAt] = useState<string | null>(null);
  const [hadDraft, setHadDraft] = useState(false);
  if (hadDraft !== hasDraft) {
    setHadDraft(hasDraft);
    setStartedAt(hasDraft ? (newest?.id ?? '') : null);
  }
  const isNew = startedAt !== null && newest && newest.id !== startedAt;
  return isNew && newest.direction === 'outbound' ? newest.author.name : null;
}
