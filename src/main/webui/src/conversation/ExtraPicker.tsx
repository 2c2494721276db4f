import { useState, type FormEvent } from 'react';
import type { ChannelType, NewMessage, Slide } from '../api/types';
import { useWords } from '../i18n';
import { Button, Dialog } from '../ui/parts';
import { FormEditor } from './FormEditor';
import { blankForm, complete } from './forms';

export type Extra = Pick<NewMessage, 'location' | 'contacts' | 'carousel' | 'poll' | 'form'>;

type Kind = 'location' | 'contact' | 'carousel' | 'poll' | 'form';

/** What this channel can carry beside words, files and buttons. */
export function ExtraTools({ type, onSend }: { type: ChannelType | undefined; onSend: (extra: Extra) => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Kind | null>(null);
  const send = (extra: Extra) => {
    setOpen(null);
    onSend(extra);
  };
  const close = () => setOpen(null);
  return (
    <>
      {type?.sends.includes('location') && <Button look="quiet" small icon="pin" label={t('extra.location')} onClick={() => setOpen('location')} />}
      {type?.sends.includes('contact') && <Button look="quiet" small icon="user" label={t('extra.contact')} onClick={() => setOpen('contact')} />}
      {(type?.max_slides ?? 0) > 0 && <Button look="quiet" small icon="channel" label={t('extra.carousel')} onClick={() => setOpen('carousel')} />}
      {type?.sends.includes('poll') && <Button look="quiet" small icon="checks" label={t('extra.poll')} onClick={() => setOpen('poll')} />}
      {(type?.max_form_fields ?? 0) > 0 && <Button look="quiet" small icon="note" label={t('extra.form')} onClick={() => setOpen('form')} />}
      {open === 'location' && <LocationDialog onSend={send} onClose={close} />}
      {open === 'contact' && <ContactDialog onSend={send} onClose={close} />}
      {open === 'poll' && <PollDialog onSend={send} onClose={close} />}
      {open === 'carousel' && <CarouselDialog max={type?.max_slides ?? 0} onSend={send} onClose={close} />}
      {open === 'form' && <FormDialog max={type?.max_form_fields ?? 0} onSend={send} onClose={close} />}
    </>
  );
}

interface DialogProps {
  onSend: (extra: Extra) => void;
  onClose: () => void;
}

function LocationDialog({ onSend, onClose }: DialogProps) {
  const { t } = useWords();
  const [place, setPlace] = useState({ title: '', address: '', point: '' });
  const [latitude, longitude] = place.point.split(',').map((part) => Number(part.trim()));
  const valid = isDegrees(latitude, 90) && isDegrees(longitude, 180);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return;
    onSend({ location: { latitude, longitude, ...(place.title.trim() ? { title: place.title.trim() } : {}), ...(place.address.trim() ? { address: place.address.trim() } : {}) } });
  };
  return (
    <Dialog title={t('extra.location')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('extra.point')} help={t('extra.point.help')} value={place.point} required onChange={(point) => setPlace({ ...place, point })} />
        <Field label={t('extra.title')} value={place.title} onChange={(title) => setPlace({ ...place, title })} />
        <Field label={t('extra.address')} value={place.address} onChange={(address) => setPlace({ ...place, address })} />
        <SendButton disabled={!valid} />
      </form>
    </Dialog>
  );
}

function ContactDialog({ onSend, onClose }: DialogProps) {
  const { t } = useWords();
  const [card, setCard] = useState({ name: '', phone: '', email: '' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend({ contacts: [{ name: card.name.trim(), phones: card.phone.trim() ? [card.phone.trim()] : [], emails: card.email.trim() ? [card.email.trim()] : [] }] });
  };
  return (
    <Dialog title={t('extra.contact')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('extra.name')} value={card.name} required onChange={(name) => setCard({ ...card, name })} />
        <Field label={t('extra.phone')} value={card.phone} onChange={(phone) => setCard({ ...card, phone })} />
        <Field label={t('extra.email')} value={card.email} onChange={(email) => setCard({ ...card, email })} />
        <SendButton disabled={!card.name.trim() || !(card.phone.trim() || card.email.trim())} />
      </form>
    </Dialog>
  );
}

const MOST_OPTIONS = 12;

function PollDialog({ onSend, onClose }: DialogProps) {
  const { t } = useWords();
  const [question, setQuestion] = useState('');
  const [lines, setLines] = useState('');
  const options = lines.split('\n').map((line) => line.trim()).filter(Boolean);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend({ poll: { question: question.trim(), options } });
  };
  return (
    <Dialog title={t('extra.poll')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('extra.question')} value={question} required onChange={setQuestion} />
        <label className="field">
          <span>{t('extra.options')}</span>
          <textarea className="input" dir="auto" rows={4} required value={lines} onChange={(event) => setLines(event.target.value)} />
          <span className="help">{t('extra.options.help')}</span>
        </label>
        <SendButton disabled={!question.trim() || options.length < 2 || options.length > MOST_OPTIONS} />
      </form>
    </Dialog>
  );
}

function FormDialog({ max, onSend, onClose }: DialogProps & { max: number }) {
  const { t } = useWords();
  const [form, setForm] = useState(blankForm);
  const whole = complete(form);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whole) onSend({ form: whole });
  };
  return (
    <Dialog title={t('extra.form')} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        <FormEditor form={form} max={max} onChange={setForm} />
        <SendButton disabled={whole === null} />
      </form>
    </Dialog>
  );
}

interface SlideDraft {
  id: string;
  title: string;
  text: string;
  image: string;
  label: string;
  link: string;
}

const blank = (): SlideDraft => ({ id: crypto.randomUUID(), title: '', text: '', image: '', label: '', link: '' });

function CarouselDialog({ max, onSend, onClose }: DialogProps & { max: number }) {
  const { t } = useWords();
  const [slides, setSlides] = useState<SlideDraft[]>([blank(), blank()]);
  const change = (id: string, part: Partial<SlideDraft>) => setSlides(slides.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const complete = slides.filter((one) => one.title.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend({ carousel: complete.map(asSlide) });
  };
  return (
    <Dialog title={t('extra.carousel')} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        {slides.map((slide, index) => (
          <fieldset key={slide.id} className="stack panel">
            <legend>{t('extra.card', { n: index + 1 })}</legend>
            <Field label={t('extra.title')} value={slide.title} onChange={(title) => change(slide.id, { title })} />
            <Field label={t('extra.text')} value={slide.text} onChange={(text) => change(slide.id, { text })} />
            <Field label={t('extra.image')} value={slide.image} onChange={(image) => change(slide.id, { image })} />
            <Field label={t('extra.button')} value={slide.label} onChange={(label) => change(slide.id, { label })} />
            <Field label={t('extra.link')} value={slide.link} onChange={(link) => change(slide.id, { link })} />
          </fieldset>
        ))}
        <div className="row wrap">
          {slides.length < max && (
            <Button icon="plus" onClick={() => setSlides([...slides, blank()])}>
              {t('extra.addcard')}
            </Button>
          )}
          <SendButton disabled={complete.length === 0} />
        </div>
      </form>
    </Dialog>
  );
}

function asSlide(draft: SlideDraft): Slide {
  const slide: Slide = { title: draft.title.trim() };
  if (draft.text.trim()) slide.text = draft.text.trim();
  if (draft.image.trim()) slide.image_url = draft.image.trim();
  if (draft.label.trim()) slide.buttons = [{ id: draft.id, title: draft.label.trim(), ...(draft.link.trim() ? { url: draft.link.trim() } : {}) }];
  return slide;
}

function SendButton({ disabled }: { disabled: boolean }) {
  const { t } = useWords();
  return (
    <div>
      <Button type="submit" look="primary" icon="send" disabled={disabled}>
        {t('composer.send')}
      </Button>
    </div>
  );
}

function Field({ label, value, help, required = false, onChange }: { label: string; value: string; help?: string; required?: boolean; onChange: (value: string) => void }) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="input" dir="auto" required={required} value={value} onChange={(event) => onChange(event.target.value)} />
      {help && <span className="help">{help}</span>}
    </label>
  );
}

function isDegrees(value: number | undefined, most: number): value is number {
  return value !== undefined && Number.isFinite(value) && Math.abs(value) <= most;
}
