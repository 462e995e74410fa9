import { type FrontDeps, frontDoor } from './front-door.ts';
import { type GatewayDeps, gateway } from './gateway.ts';
import { listen } from './services.ts';
import { type UploadDeps, uploads } from './uploads.ts';

/** What answers at the three ports; they are open before it is known, since the templates name their addresses. */
export interface Answering {
  front: FrontDeps;
  uploads: UploadDeps;
  gateway: GatewayDeps;
}

/** The three ports of a hall. */
export interface Ports {
  url: string;
  uploads: string;
  gateway: string;
  answer(by: Answering): void;
  close(): Promise<void>;
}

/** Opens the ports; `port` is the front door's (0: any free one). Throws EADDRINUSE. */
export const openPorts = async (port: number, trouble: (error: unknown) => void): Promise<Ports> => {
  let answering: Answering | undefined;
  const by = <Part extends keyof Answering>(part: Part) => {
    return (): Answering[Part] => {
      if (!answering) throw new Error('the hall is not open yet');
      return answering[part];
    };
  };
  const front = frontDoor(by('front'), trouble);
  const second = uploads(by('uploads'), trouble);
  const third = gateway(by('gateway'), trouble);
  const own = await listen(front, port);
  return {
    url: `http://localhost:${own}`,
    uploads: `http://127.0.0.1:${await listen(second, 0)}`,
    gateway: `http://127.0.0.1:${await listen(third, 0)}`,
    answer: given => {
      answering = given;
    },
    close: async () => {
      for (const server of [front, second, third]) {
        server.closeAllConnections();
        await new Promise<void>(done => server.close(() => done()));
      }
    },
  };
};
