import { useEffect, useState } from 'preact/hooks';
import { Button, Title } from '../../shared/parts.tsx';
import { Taegeuk } from '../../shared/shell.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { useKit } from '../kit.ts';

const TILES = 8;
const EVERY_MS = 30_000;

/** Pictures that may be shown, newest first; without a network the last ones stay. */
const useTiles = (): string[] => {
  const { api } = useKit();
  const [tiles, setTiles] = useState<string[]>([]);
  useEffect(() => {
    const load = () =>
      api.call('GET /api/wall').then(
        page => setTiles(page.entries.flatMap(entry => entry.photoId ?? entry.drawingId ?? []).slice(0, TILES)),
        () => undefined,
      );
    void load();
    const timer = setInterval(load, EVERY_MS);
    return () => clearInterval(timer);
  }, [api]);
  return tiles;
};

/** The invitation: what the booth does, approved pictures, "tap your card". */
export const AttractStep = ({ onType }: { onType(): void }) => {
  const { say } = useVoice();
  const tiles = useTiles();
  return (
    <div class="attract">
      <div class="attract-sign" aria-hidden="true">
        <Taegeuk />
      </div>
      <Title note={say('booth.attract.text')}>{say('booth.attract.title')}</Title>
      <p class="tap">
        <span class="tap-wave" aria-hidden="true" />
        {say('booth.attract.tap')}
      </p>
      {tiles.length > 0 && (
        <ul class="tiles" aria-label={say('booth.attract.tiles')}>
          {tiles.map(photoId => (
            <li key={photoId}>
              <img src={`/api/tiles/${encodeURIComponent(photoId)}`} alt={say('booth.attract.tile')} loading="lazy" />
            </li>
          ))}
        </ul>
      )}
      <div class="actions">
        <Button onPress={onType}>{say('booth.attract.type')}</Button>
      </div>
    </div>
  );
};
