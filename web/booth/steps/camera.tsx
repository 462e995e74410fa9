import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { FRAMES, type FrameName } from '../../../functions/photos/plan.ts';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { remembered } from '../../shared/settings.ts';
import { useVoice } from '../../shared/speak.tsx';
import type { StepProps } from '../app.tsx';
import { type Camera, cameras, type Fault, faultOf, openCamera, sha256Of, snap } from '../camera.ts';
import { useKit } from '../kit.ts';
import type { Hint } from '../quality.ts';
import { sayAloud, tone } from '../sound.ts';

const COUNT_FROM = 3;
const SECOND_MS = 1_000;

type Phase = 'starting' | 'live' | 'counting' | 'taken' | Fault;
interface Shot {
  bytes: Uint8Array<ArrayBuffer>;
  hints: Hint[];
  url: string;
}

/** The picture: live as in a mirror, counted down, taken as it is, taken again, framed. Whatever the camera does, the visit goes on. */
export const CameraStep = ({ session, go }: StepProps) => {
  const { say, language } = useVoice();
  const { retakes } = useKit().kiosk.settings;
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera | undefined>(undefined);
  const [phase, setPhase] = useState<Phase>('starting');
  const [left, setLeft] = useState(COUNT_FROM);
  const [shot, setShot] = useState<Shot>();
  const [shots, setShots] = useState(0);
  const [frame, setFrame] = useState<FrameName>(session.photo?.frame ?? 'flow');
  const [choice, setChoice] = useState<{ deviceId: string; label: string }[]>([]);
  const [chosen, setChosen] = useState<string>();

  const start = useCallback(async (deviceId?: string) => {
    camera.current?.stop();
    setPhase('starting');
    try {
      const opened = await openCamera(deviceId);
      camera.current = opened;
      opened.onLost(() => setPhase(now => (now === 'taken' ? now : 'unplugged')));
      if (!video.current) return opened.stop();
      video.current.srcObject = opened.stream;
      await video.current.play();
      setChosen(opened.deviceId);
      setChoice(await cameras());
      setPhase('live');
    } catch (error) {
      setPhase(faultOf(error));
    }
  }, []);

  useEffect(() => {
    void start();
    return () => {
      camera.current?.stop();
      camera.current = undefined;
      if (video.current) video.current.srcObject = null;
    };
  }, [start]);

  useEffect(() => {
    const url = shot?.url;
    return () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [shot]);

  useEffect(() => {
    if (phase !== 'counting') return;
    let current = true;
    if (left > 0) {
      tone(660);
      sayAloud(String(left), language);
      const timer = setTimeout(() => setLeft(left - 1), SECOND_MS);
      return () => clearTimeout(timer);
    }
    tone(990, 0.3);
    const take = async () => {
      try {
        if (!video.current) return;
        const { bytes, hints } = await snap(video.current);
        if (!current) return;
        setShot({ bytes, hints, url: URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })) });
        setShots(count => count + 1);
        setPhase('taken');
      } catch (error) {
        if (current) setPhase(faultOf(error));
      }
    };
    void take();
    return () => {
      current = false;
    };
  }, [phase, left, language]);

  const shoot = () => {
    setShot(undefined);
    setLeft(COUNT_FROM);
    setPhase('counting');
  };
  const use = async () => {
    if (!shot) return;
    const sha256 = await sha256Of(shot.bytes);
    go(undefined, now => ({
      ...now,
      photo: { id: crypto.randomUUID(), kind: 'photo', frame, bytes: shot.bytes, sha256 },
    }));
  };
  const without = () => go(undefined, ({ photo: _, ...rest }) => rest);
  const fault = (['denied', 'missing', 'busy', 'unplugged'] as const).find(each => each === phase);
  const triesLeft = Math.max(0, retakes - (shots - 1));

  return (
    <div class="camera" data-phase={phase}>
      <Title>{say(phase === 'taken' ? 'booth.camera.check' : 'booth.camera.title')}</Title>
      <div class={`stage frame-${frame}`} hidden={fault !== undefined}>
        <video
          ref={video}
          class="mirror"
          muted
          playsInline
          hidden={phase === 'taken'}
          aria-label={say('booth.camera.preview')}
        />
        {phase === 'taken' && shot && <img src={shot.url} alt={say('booth.camera.taken')} />}
        {phase === 'counting' && (
          <p class="count" key={left} role="status">
            {left > 0 ? left : say('booth.camera.cheese')}
          </p>
        )}
        {phase === 'starting' && (
          <p class="count small" role="status">
            {say('booth.camera.starting')}
          </p>
        )}
      </div>
      {fault && <Notice kind="warn">{say(`booth.camera.${fault}`)}</Notice>}
      {phase === 'taken' &&
        shot?.hints.map(hint => (
          <Notice key={hint} kind="warn">
            {say(`booth.camera.${hint}`)}
          </Notice>
        ))}
      {phase === 'taken' && triesLeft === 0 && <Notice>{say('booth.camera.last')}</Notice>}
      {!fault && phase !== 'starting' && (
        <fieldset class="frames">
          <legend>{say('booth.camera.frame')}</legend>
          {FRAMES.map(name => (
            <button key={name} type="button" class="chip" aria-pressed={frame === name} onClick={() => setFrame(name)}>
              {say(`booth.camera.frame.${name}`)}
            </button>
          ))}
        </fieldset>
      )}
      {phase === 'live' && choice.length > 1 && (
        <label class="camera-choice">
          {say('booth.camera.choose')}
          <select
            value={chosen}
            onChange={event => {
              remembered.set('camera', event.currentTarget.value);
              void start(event.currentTarget.value);
            }}
          >
            {choice.map((each, at) => (
              <option key={each.deviceId} value={each.deviceId}>
                {each.label || say('booth.camera.choose-one', { number: at + 1 })}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="actions">
        {phase === 'live' && (
          <Button kind="main" onPress={shoot}>
            {say('booth.camera.shoot')}
          </Button>
        )}
        {phase === 'taken' && (
          <>
            <Button kind="main" onPress={() => void use()}>
              {say('booth.camera.keep')}
            </Button>
            {triesLeft > 0 && <Button onPress={shoot}>{say('booth.camera.retake', { left: triesLeft })}</Button>}
          </>
        )}
        {fault && (
          <Button kind="main" onPress={without}>
            {say('booth.camera.without')}
          </Button>
        )}
        {fault && <Button onPress={() => void start()}>{say('booth.camera.retry')}</Button>}
        {!fault && phase !== 'counting' && (
          <Button kind="link" onPress={without}>
            {say('booth.camera.without')}
          </Button>
        )}
      </div>
    </div>
  );
};
