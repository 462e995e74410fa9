import { time } from '../../functions/texts/dates.ts';
import { Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { useKit, useReading, useTrouble } from './kit.ts';

/** Minutes without a beat after which a kiosk counts as silent; it beats every minute. */
const SILENT_MINUTES = 5;

/** The kiosks, and how much each still keeps. */
export const Devices = () => {
  const { say, language } = useVoice();
  const { api, now } = useKit();
  const trouble = useTrouble();
  const read = useReading(() => api.call('GET /api/desk/devices'), 'devices', 10_000);
  const silent = (seen: string | undefined) =>
    seen === undefined || now.ms() - Date.parse(seen) > SILENT_MINUTES * 60_000;
  return (
    <section aria-labelledby="devices-title" data-view="kiosks">
      <h1 id="devices-title">{say('desk.kiosks')}</h1>
      {read.trouble === undefined ? null : <Notice kind="warn">{trouble(read.trouble)}</Notice>}
      {read.value === undefined ? (
        <p class="soft">{say('desk.loading')}</p>
      ) : (
        <div class="sheet-table">
          <table>
            <thead>
              <tr>
                {(['kiosk', 'seen', 'waiting', 'trouble'] as const).map(column => (
                  <th key={column} scope="col">
                    {say(`desk.kiosks.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {read.value.devices.map(device => (
                <tr key={device.deviceId} data-device={device.deviceId}>
                  <th scope="row">
                    {say(`desk.kind.${device.kind}`, { zone: device.zone ?? 0 })}
                    {device.label === undefined ? null : <bdi class="soft"> {device.label}</bdi>}
                  </th>
                  <td>
                    {device.revoked ? (
                      say('desk.kiosks.revoked')
                    ) : device.lastSeen === undefined ? (
                      say('desk.kiosks.never')
                    ) : (
                      <span class={silent(device.lastSeen) ? 'bad' : ''}>
                        {time(language, device.lastSeen)}
                        {silent(device.lastSeen) ? ` · ${say('desk.kiosks.silent')}` : ''}
                      </span>
                    )}
                  </td>
                  <td class={device.waiting > 0 ? 'bad' : ''}>
                    {device.waiting === 0 || device.waitingSince === undefined
                      ? say('desk.kiosks.count', { count: device.waiting })
                      : say('desk.kiosks.since', { count: device.waiting, time: time(language, device.waitingSince) })}
                  </td>
                  <td>{device.trouble === undefined ? '' : <bdi>{device.trouble}</bdi>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};
