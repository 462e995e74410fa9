import { remembered } from '../shared/settings.ts';
import { type Hint, hintsOf } from './quality.ts';

/** Why there is no picture; each is a text `booth.camera.<fault>`. */
export const FAULTS = ['denied', 'missing', 'busy', 'unplugged'] as const;
export type Fault = (typeof FAULTS)[number];

/** What an error of the camera means to a visitor. */
export const faultOf = (error: unknown): Fault => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
};

/** A camera that is on. */
export interface Camera {
  stream: MediaStream;
  deviceId: string | undefined;
  /** calls back once when the camera goes away by itself */
  onLost(lost: () => void): void;
  stop(): void;
}

const ask = (deviceId?: string) =>
  navigator.mediaDevices.getUserMedia({
    // No sound is ever asked for.
    audio: false,
    video: {
      width: { ideal: 1920 },
      height: { ideal: 1080 },
      ...(deviceId === undefined ? { facingMode: 'user' } : { deviceId: { exact: deviceId } }),
    },
  });

/** Turns a camera on: the one asked for, else the one this kiosk remembers, else any. Throws what the browser throws. */
export const openCamera = async (wanted = remembered.get('camera')): Promise<Camera> => {
  if (!navigator.mediaDevices) throw new DOMException('no cameras here', 'NotFoundError');
  const stream = await ask(wanted).catch((error: unknown) => {
    // The remembered one was taken away: any other will do.
    if (wanted !== undefined && faultOf(error) === 'missing') return ask();
    throw error;
  });
  const [track] = stream.getVideoTracks();
  return {
    stream,
    deviceId: track?.getSettings().deviceId,
    onLost: lost => track?.addEventListener('ended', lost, { once: true }),
    stop: () => {
      for (const each of stream.getTracks()) each.stop();
    },
  };
};

/** The cameras that can be chosen. */
export const cameras = async (): Promise<{ deviceId: string; label: string }[]> =>
  (await navigator.mediaDevices?.enumerateDevices())
    ?.filter(each => each.kind === 'videoinput' && each.deviceId !== '')
    .map(({ deviceId, label }) => ({ deviceId, label })) ?? [];

const MOST_PIXELS = 3_000_000;
const LOOK_WIDTH = 320;

const drawn = (
  video: HTMLVideoElement,
  width: number,
  height: number,
): [HTMLCanvasElement, CanvasRenderingContext2D] => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(video, 0, 0, width, height);
  return [canvas, context];
};

/** A blank canvas holds nothing of anybody. */
export const wipe = (canvas: HTMLCanvasElement): void => {
  canvas.width = 0;
  canvas.height = 0;
};

/** Bytes of a canvas as a JPEG. They hold pixels only: a canvas knows no EXIF. */
export const jpegOf = async (canvas: HTMLCanvasElement, quality = 0.92): Promise<Uint8Array<ArrayBuffer>> => {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (!blob) throw new Error('no picture came out of the canvas');
  return new Uint8Array(await blob.arrayBuffer());
};

/** Lower-case hex SHA-256. */
export const sha256Of = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');

/** What the camera sees now, not mirrored, at most 3 megapixels; and what may be wrong with it. */
export const snap = async (video: HTMLVideoElement): Promise<{ bytes: Uint8Array<ArrayBuffer>; hints: Hint[] }> => {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) throw new DOMException('the camera shows nothing', 'NotReadableError');
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (videoWidth * videoHeight)));
  const [canvas] = drawn(video, Math.round(videoWidth * scale), Math.round(videoHeight * scale));
  const height = Math.round((LOOK_WIDTH * videoHeight) / videoWidth);
  const [small, context] = drawn(video, LOOK_WIDTH, height);
  const hints = hintsOf(context.getImageData(0, 0, LOOK_WIDTH, height).data, LOOK_WIDTH, height);
  const bytes = await jpegOf(canvas);
  wipe(canvas);
  wipe(small);
  return { bytes, hints };
};
