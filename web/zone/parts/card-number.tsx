import { Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { useKit } from '../kit.ts';
import { Pad } from './pad.tsx';

/** A card that the reader does not read: its number by hand. `use` answers whether it is a card of the hall. */
export const CardNumber = ({ use, onBack }: { use(text: string): boolean; onBack(): void }) => {
  const { say } = useVoice();
  const { digits } = useKit().kiosk.settings.card;
  return (
    <>
      <Title note={say('zone.card.text', { digits })}>{say('zone.card.title')}</Title>
      <Pad
        id="card-number"
        label={say('zone.card.field')}
        keys="1234567890"
        max={digits}
        action={say('zone.card.use')}
        use={text => (use(text) ? undefined : say('zone.card.wrong'))}
        onBack={onBack}
      />
    </>
  );
};
