import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import SignaturePad from 'signature_pad';
import { Button } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { jpegOf, wipe } from './camera.ts';

/** The paper is white and the inks are the hall's, whatever the theme: it is a picture, not a control. */
const PAPER = '#fdfdfe';
const INKS = { ink: '#151b2c', blue: '#0b4ba8', red: '#b8232f' } as const;
const WIDTH = 1200;
const HEIGHT = 800;

/** How a step takes the drawing out: undefined when nothing was drawn. */
export interface Drawing {
  take(): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** A board for a finger, with undo. */
export const DrawingBoard = ({ drawing }: { drawing: RefObject<Drawing | null> }) => {
  const { say } = useVoice();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad>(undefined);
  const [ink, setInk] = useState<keyof typeof INKS>('ink');
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const board = canvas.current;
    if (!board) return;
    // The pad draws in the page's pixels; the board has more of them.
    const ratio = WIDTH / Math.max(1, board.offsetWidth);
    board.height = Math.round(board.offsetHeight * ratio);
    board.getContext('2d')?.scale(ratio, ratio);
    const made = new SignaturePad(board, { backgroundColor: PAPER, penColor: INKS.ink, minWidth: 2, maxWidth: 6 });
    const onStroke = () => setDrawn(!made.isEmpty());
    made.addEventListener('endStroke', onStroke);
    pad.current = made;
    drawing.current = { take: async () => (made.isEmpty() ? undefined : jpegOf(board, 0.9)) };
    return () => {
      made.off();
      wipe(board);
      drawing.current = null;
    };
  }, [drawing]);
  const choose = (name: keyof typeof INKS) => {
    setInk(name);
    if (pad.current) pad.current.penColor = INKS[name];
  };
  const undo = () => {
    const strokes = pad.current?.toData() ?? [];
    pad.current?.fromData(strokes.slice(0, -1));
    setDrawn(strokes.length > 1);
  };
  const clear = () => {
    pad.current?.clear();
    setDrawn(false);
  };
  return (
    <div class="board">
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} role="img" aria-label={say('booth.message.pad')} />
      <fieldset class="inks">
        <legend class="unseen">{say('booth.message.pen')}</legend>
        {(Object.keys(INKS) as (keyof typeof INKS)[]).map(name => (
          <button
            key={name}
            type="button"
            class={`chip ink-${name}`}
            aria-pressed={ink === name}
            onClick={() => choose(name)}
          >
            {say(`booth.message.${name}`)}
          </button>
        ))}
        <Button disabled={!drawn} onPress={undo}>
          {say('booth.message.undo')}
        </Button>
        <Button disabled={!drawn} onPress={clear}>
          {say('booth.message.clear')}
        </Button>
      </fieldset>
    </div>
  );
};
