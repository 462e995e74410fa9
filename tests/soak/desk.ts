import { Answered, type Kiosk, kioskOf } from '../../infra/local/kiosk.ts';

/** The staff's screen: signs in when it is asked for its name, as whoever stands there would. `kept` hears of each session's key. */
export const deskKiosk = (
  url: string,
  token: string,
  who: { name: string; pin: string },
  kept: (secret: string) => void,
): (() => Kiosk) => {
  let cookie = '';
  let signing: Promise<void> | undefined;
  const asked: typeof fetch = (input, init) => fetch(input, { ...init, headers: { ...init?.headers, cookie } });
  const bare = kioskOf(url, token, asked);
  const signIn = async () => {
    const response = await fetch(`${url}/api/desk/sign-in`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(who),
    });
    if (!response.ok) throw new Answered('sign-in', 503, await response.text());
    cookie = response.headers
      .getSetCookie()
      .map(one => one.split(';')[0])
      .join('; ');
    kept(cookie.split('=').at(-1) ?? '');
  };
  const signedIn = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Answered) || error.status !== 401) throw error;
      // A second sign-in at this desk would end the first one's session.
      signing ??= signIn().finally(() => {
        signing = undefined;
      });
      await signing;
      return act();
    }
  };
  const kiosk: Kiosk = {
    post: (path, body) => signedIn(() => bare.post(path, body)),
    get: path => signedIn(() => bare.get(path)),
    bytes: path => signedIn(() => bare.bytes(path)),
  };
  return () => kiosk;
};
