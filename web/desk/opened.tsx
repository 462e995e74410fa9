import { useState } from 'preact/hooks';
import type { DeskVisit } from '../../functions/deliveries/desk.schema.ts';
import { Button, Notice, Title } from '../shared/parts.tsx';
import { lookEvery } from '../shared/settings.ts';
import { useVoice } from '../shared/speak.tsx';
import { useKit, useReading, useTrouble } from './kit.ts';
import { LedgerView } from './ledger.tsx';

/** One visit of the list, live, with everything that can be done for it. */
export const Opened = ({ visit, onBack }: { visit: DeskVisit; onBack(): void }) => {
  const { say } = useVoice();
  const { api } = useKit();
  const trouble = useTrouble();
  const { visitId, cardId } = visit;
  const [receipt, setReceipt] = useState<string>();
  const read = useReading(() => api.call('GET /api/visits/{visitId}', { params: { visitId } }), visitId, lookEvery());
  return (
    <section data-view="visit">
      <Button kind="link" onPress={onBack}>
        {say('desk.today.back')}
      </Button>
      <Title>
        <bdi>{cardId}</bdi>
      </Title>
      {receipt !== undefined ? (
        <Notice kind="good">{say('desk.erase.done', { receipt })}</Notice>
      ) : (
        <>
          {read.trouble === undefined ? null : <Notice kind="warn">{trouble(read.trouble)}</Notice>}
          {read.value === undefined ? (
            <p class="soft">{say('desk.loading')}</p>
          ) : (
            <LedgerView ledger={read.value} onChanged={read.again} onErased={setReceipt} />
          )}
        </>
      )}
    </section>
  );
};
