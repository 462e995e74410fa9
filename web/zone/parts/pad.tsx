import { useState } from 'preact/hooks';
import { Button, Notice } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';

const BACK = 'back';

/**
 * A short number or code, by touch or by keyboard. `use` answers what is wrong with it, if anything; `keys` are the characters it may
 * have.
 */
export const Pad = (props: {
  id: string;
  label: string;
  keys: string;
  max: number;
  action: string;
  use(text: string): string | undefined;
  onBack(): void;
}) => {
  const { say } = useVoice();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const clean = (raw: string) =>
    [...raw.toUpperCase()]
      .filter(each => props.keys.includes(each))
      .join('')
      .slice(0, props.max);
  const change = (next: string) => {
    setWrong(undefined);
    setText(clean(next));
  };
  const use = () => setWrong(props.use(text));
  return (
    <div class={`pad-step ${props.keys.length > 10 ? 'wide' : ''}`}>
      <label class="unseen" for={props.id}>
        {props.label}
      </label>
      <input
        id={props.id}
        class="field number"
        inputMode="none"
        autocomplete="off"
        value={text}
        onInput={event => change(event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && use()}
      />
      <div class="pad">
        {[...props.keys, BACK].map(key => (
          <button
            type="button"
            class="button"
            key={key}
            aria-label={key === BACK ? say('zone.pad.delete') : key}
            onClick={() => change(key === BACK ? text.slice(0, -1) : text + key)}
          >
            {key === BACK ? '⌫' : key}
          </button>
        ))}
      </div>
      {wrong !== undefined && <Notice kind="warn">{wrong}</Notice>}
      <div class="actions">
        <Button kind="main" onPress={use} disabled={text === ''}>
          {props.action}
        </Button>
        <Button onPress={props.onBack}>{say('kiosk.back')}</Button>
      </div>
    </div>
  );
};
