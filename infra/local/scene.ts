import sharp from 'sharp';

const WIDTH = 1280;
const HEIGHT = 720;

/** A person as a drawing: head, hair, shoulders, a smile; `x` the middle, `size` 1 for somebody near. */
const person = (x: number, y: number, size: number, skin: string, hair: string, coat: string): string =>
  `<g transform="translate(${x} ${y}) scale(${size})">
    <path d="M-150 330C-150 190-80 150 0 150S150 190 150 330V520H-150Z" fill="${coat}"/>
    <path d="M-34 100h68v62a34 34 0 0 1-68 0Z" fill="${skin}"/>
    <path d="M-92-10C-92-120-50-150 0-150S92-120 92-10V70H-92Z" fill="${hair}"/>
    <ellipse cx="0" cy="20" rx="78" ry="98" fill="${skin}"/>
    <path d="M-80 0C-70-70-30-92 10-88 50-84 76-50 80 0 60-30 20-46-20-42-50-38-70-24-80 0Z" fill="${hair}"/>
    <circle cx="-28" cy="22" r="8" fill="#26242c"/><circle cx="28" cy="22" r="8" fill="#26242c"/>
    <path d="M-30 62Q0 94 30 62" fill="none" stroke="#8d3b3b" stroke-width="8" stroke-linecap="round"/>
    <circle cx="-50" cy="52" r="13" fill="#e9877d" opacity=".45"/><circle cx="50" cy="52" r="13" fill="#e9877d" opacity=".45"/>
  </g>`;

const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
  <defs><linearGradient id="wall" x2="0" y2="1"><stop stop-color="#e8edf6"/><stop offset="1" stop-color="#c9d3e6"/></linearGradient></defs>
  <rect width="1280" height="720" fill="url(#wall)"/>
  <path d="M0 430C220 300 420 520 660 410S1080 300 1280 400V720H0Z" fill="#0b4ba8" opacity=".28"/>
  <path d="M0 530C260 430 460 620 720 510S1120 430 1280 520V720H0Z" fill="#b8232f" opacity=".22"/>
  ${person(390, 300, 1.02, '#e8b794', '#2b2326', '#27496f')}
  ${person(890, 290, 1.06, '#9c6644', '#17131a', '#b8863b')}
  ${person(640, 340, 1.16, '#f1c9a8', '#54341f', '#8c2f45')}
</svg>`;

/** Three people before the booth, for the fake camera: bytes of a `.y4m` file, 4:2:0. Drawn, so that nobody real is in our pictures. */
export const sceneVideo = async (): Promise<Uint8Array> => {
  const { data } = await sharp(Buffer.from(SCENE)).resize(WIDTH, HEIGHT).removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const blue = Buffer.alloc(luma.length / 4);
  const red = Buffer.alloc(luma.length / 4);
  for (let at = 0; at < luma.length; at += 1) {
    const [r, g, b] = [data[at * 3] ?? 0, data[at * 3 + 1] ?? 0, data[at * 3 + 2] ?? 0];
    luma[at] = 0.299 * r + 0.587 * g + 0.114 * b;
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    if (x % 2 !== 0 || y % 2 !== 0) continue;
    const half = (y / 2) * (WIDTH / 2) + x / 2;
    blue[half] = 128 - 0.1687 * r - 0.3313 * g + 0.5 * b;
    red[half] = 128 + 0.5 * r - 0.4187 * g - 0.0813 * b;
  }
  const frame = [Buffer.from('FRAME\n'), luma, blue, red];
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), ...frame, ...frame]);
};

/** The same as a picture: JPEG. */
export const scenePicture = (): Promise<Buffer> =>
  sharp(Buffer.from(SCENE)).resize(1600).jpeg({ quality: 90 }).toBuffer();
