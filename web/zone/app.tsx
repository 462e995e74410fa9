import { useEffect, useRef, useState } from 'preact/hooks';
import type { KioskCatalogue } from '../../functions/catalogue/catalogue.schema.ts';
import { Notice, Title } from '../shared/parts.tsx';
import { Shell } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';
import { keepShell } from '../shared/worker.ts';
import { useCatalogue } from './catalogues.ts';
import { type KioskExhibit, type KioskZone, VIEWS, zoneContent } from './content.ts';
import { DoorPage } from './door-page.tsx';
import { useKit } from './kit.ts';
import { VisitPage } from './visit-page.tsx';

/** What a page of a zone gets: the zone as the catalogue has it, in the language that is spoken now. */
export interface ZoneProps {
  catalogue: KioskCatalogue;
  zone: KioskZone;
  exhibits: readonly KioskExhibit[];
  /** tells whether somebody is there */
  onBusy(busy: boolean): void;
}

const Empty = () => {
  const { say } = useVoice();
  return (
    <Shell step="empty">
      <Title>{say('hall.name')}</Title>
      <Notice>{say('zone.empty')}</Notice>
    </Shell>
  );
};

/** The page of any zone: its content from the catalogue, its way of logging from the zone's kind. */
export const App = () => {
  const kit = useKit();
  const { language } = useVoice();
  const [busy, setBusy] = useState(false);
  const quiet = useRef(true);
  quiet.current = !busy;
  const catalogue = useCatalogue(kit.catalogues, language, !busy);
  useEffect(
    () => keepShell(`/zone/${kit.zone}`, async () => quiet.current && (await kit.queue.state()).waiting === 0),
    [kit],
  );
  const content = catalogue && zoneContent(catalogue, kit.zone);
  if (!catalogue || !content) return <Empty />;
  const props = { catalogue, ...content, onBusy: setBusy };
  return VIEWS[content.zone.kind].page === 'door' ? <DoorPage {...props} /> : <VisitPage {...props} />;
};
