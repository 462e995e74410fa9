import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { canReadQr, watchQr } from '../../shared/reader.ts';
import { useVoice } from '../../shared/speak.tsx';
import { openCamera } from '../camera.ts';
import { useKit } from '../kit.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', 'back'] as const;

/** The camera as a reader of QR codes; it is on only while this is shown. */
const QrReader = ({ use }: { use(text: string): boolean }) => {
  const { say } = useVoice();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stop: () => void = () => {};
    let gone = false;
    openCamera().then(
      camera => {
        if (gone || !video.current) return camera.stop();
        video.current.srcObject = camera.stream;
        const unwatch = watchQr(video.current, use);
        stop = () => {
          unwatch();
          camera.stop();
        };
      },
      () => undefined,
    );
    return () => {
      gone = true;
      stop();
    };
  }, [use]);
  return (
    <figure class="qr-reader">
      <video ref={video} autoplay muted playsInline class="mirror" aria-label={say('booth.card.qr-text')} />
      <figcaption>{say('booth.card.qr-text')}</figcaption>
    </figure>
  );
};

/** A card whose reader does not read: its number by hand, or its QR code. `use` answers whether it is a card of the hall. */
export const CardStep = ({ use }: { use(text: string): boolean }) => {
  const { say } = useVoice();
  const { digits } = useKit().kiosk.settings.card;
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  const [qr, setQr] = useState<'no' | 'can' | 'on'>('no');
  useEffect(() => {
    void canReadQr().then(can => setQr(can ? 'can' : 'no'));
  }, []);
  const press = (key: string) => {
    setWrong(false);
    setNumber(now => (key === 'back' ? now.slice(0, -1) : (now + key).slice(0, digits)));
  };
  return (
    <div class="card-step">
      <Title note={say('booth.card.text', { digits })}>{say('booth.card.title')}</Title>
      <label class="unseen" for="card-number">
        {say('booth.card.field')}
      </label>
      <input
        id="card-number"
        class="field number"
        inputMode="none"
        autocomplete="off"
        value={number}
        onInput={event => setNumber(event.currentTarget.value.replaceAll(/\D/g, '').slice(0, digits))}
        onKeyDown={event => event.key === 'Enter' && setWrong(!use(number))}
      />
      <div class="pad">
        {KEYS.map(key =>
          key === '' ? (
            <span key="gap" />
          ) : (
            <button
              type="button"
              class="button"
              key={key}
              aria-label={key === 'back' ? say('booth.card.delete') : key}
              onClick={() => press(key)}
            >
              {key === 'back' ? '⌫' : key}
            </button>
          ),
        )}
      </div>
      {wrong && <Notice kind="warn">{say('booth.card.wrong')}</Notice>}
      {qr === 'on' && <QrReader use={use} />}
      <div class="actions">
        <Button kind="main" disabled={number.length !== digits} onPress={() => setWrong(!use(number))}>
          {say('booth.card.use')}
        </Button>
        {qr === 'can' && <Button onPress={() => setQr('on')}>{say('booth.card.qr')}</Button>}
      </div>
    </div>
  );
};
